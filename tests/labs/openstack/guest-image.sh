#!/bin/bash
# guest-image.sh FILE.qcow2
#
# Builds the disk of a small real server from packages of Debian 12 alone: GRUB, the cloud
# kernel, systemd, OpenSSH, cloud-init and qemu-guest-agent.  No loop device and no mount are
# needed, only root and the tools that up.sh installs.  Does nothing if FILE.qcow2 is there.
#
#   ECS_LAB_MIRROR    Debian mirror (default: the one apt uses here)
set -Eeuo pipefail
umask 022
[ $# -eq 1 ] || { echo "usage: $0 FILE.qcow2" >&2; exit 2; }
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "a guest image needs Debian and root" >&2; exit 3; }
export PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive
mkdir -p "$(dirname "$1")"; OUT=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
[ ! -s "$OUT" ] || { echo "already built: $OUT"; exit 0; }
say() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }
LOG=$OUT.log; W=$(mktemp -d "$(dirname "$OUT")/guest-XXXXXX")
trap 'rm -rf -- "$W"' EXIT
trap 'say "FAILED at line $LINENO (log: $LOG)"; tail -5 "$LOG" >&2' ERR
: >"$LOG"

MIRROR=${ECS_LAB_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' 'Label: Debian' | head -1)}
[ -n "$MIRROR" ] || { echo "apt knows no bookworm mirror: give ECS_LAB_MIRROR" >&2; exit 3; }

# ------------------------------------------------------------------ the root --
R=$W/root
mkdir -p "$(dirname "$OUT")/debs"
debootstrap --variant=minbase --foreign --cache-dir="$(dirname "$OUT")/debs" \
  --include=systemd-sysv,dbus,udev,kmod,iproute2,openssh-server,cloud-init,cloud-guest-utils,fdisk,python3-cffi-backend,qemu-guest-agent,sudo,curl,initramfs-tools,zstd,linux-image-cloud-amd64 \
  bookworm "$R" "$MIRROR" >>"$LOG" 2>&1
say "packages fetched"
mkdir -p "$R/etc/initramfs-tools/conf.d" "$R/etc/dpkg/dpkg.cfg.d" "$R/usr/sbin"
printf 'MODULES=list\nFSTYPE=ext4\n' >"$R/etc/initramfs-tools/conf.d/lab"          # a small initramfs: what this disk needs and no more
printf 'force-unsafe-io\npath-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\npath-exclude=/usr/share/locale/*\n' >"$R/etc/dpkg/dpkg.cfg.d/lab"
# The CD drive must be there before systemd's generators run, or cloud-init sees no config drive and stays off.
mkdir -p "$R/usr/share/initramfs-tools/modules.d"
printf '%s\n' virtio_pci virtio_blk virtio_scsi sd_mod ext4 ata_piix sr_mod isofs >"$R/usr/share/initramfs-tools/modules.d/lab"
# Drives are found beside all else: on a busy machine the disk may be mounted before the CD is there.
mkdir -p "$R/etc/initramfs-tools/scripts/local-bottom"
cat >"$R/etc/initramfs-tools/scripts/local-bottom/config-drive" <<'C'
#!/bin/sh
[ "$1" != prereqs ] || exit 0
for second in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29; do
  [ "$(blkid -o value -s LABEL /dev/sr0)" != config-2 ] || exit 0
  sleep 1
done
echo "no config drive after 30 s"
C
chmod 755 "$R/etc/initramfs-tools/scripts/local-bottom/config-drive"
printf '#!/bin/sh\nexit 101\n' >"$R/usr/sbin/policy-rc.d"
chmod 755 "$R/usr/sbin/policy-rc.d"
chroot "$R" /debootstrap/debootstrap --second-stage >>"$LOG" 2>&1 || { tail -40 "$R/debootstrap/debootstrap.log" >>"$LOG"; false; }
say "packages set up"

rm -f "$R/usr/sbin/policy-rc.d" "$R"/etc/ssh/ssh_host_* "$R/etc/machine-id" "$R/var/lib/dbus/machine-id"
: >"$R/etc/machine-id"                                    # every server makes its own
rm -rf "$R"/var/cache/apt/*.bin "$R"/var/cache/apt/archives/*.deb "$R"/var/lib/apt/lists/* "$R"/var/log/{bootstrap.log,dpkg.log,alternatives.log}
rm -rf "$R"/usr/share/{doc,man,locale,i18n/locales}/*
printf 'LABEL=lab-root / ext4 errors=remount-ro,noatime 0 1\n' >"$R/etc/fstab"
echo lab-guest >"$R/etc/hostname"; printf '127.0.0.1 localhost\n::1 localhost\n' >"$R/etc/hosts"
: >"$R/etc/resolv.conf"
cat >"$R/etc/ssh/sshd_config.d/10-lab.conf" <<'C'
PermitRootLogin yes
PasswordAuthentication yes
UseDNS no
C
# The cloud's data come on the config drive or from the metadata service, and from nowhere else.
cat >"$R/etc/cloud/cloud.cfg.d/90-lab.cfg" <<'C'
datasource_list: [ConfigDrive, OpenStack, None]
datasource:
  OpenStack: {max_wait: 10, timeout: 5, retries: 1}
disable_root: false
ssh_pwauth: true
ssh_genkeytypes: [ed25519, ecdsa]
system_info:
  default_user: {name: ops, gecos: lab, lock_passwd: true, shell: /bin/bash, groups: [adm, sudo], sudo: ["ALL=(ALL) NOPASSWD:ALL"]}
  network: {renderers: [networkd]}
manage_etc_hosts: localhost
# what a server of the lab needs of cloud-init's many steps (each costs time without a real processor)
cloud_init_modules: [seed_random, bootcmd, write-files, growpart, resizefs, set_hostname, update_hostname, update_etc_hosts, users-groups, ssh]
cloud_config_modules: [set-passwords, runcmd]
cloud_final_modules: [scripts-vendor, scripts-per-once, scripts-per-boot, scripts-per-instance, scripts-user, ssh-authkey-fingerprints, keys-to-console, final-message]
C
# Nova's adminPass of a create or rebuild is on the config drive; stock cloud-init leaves it there.  This image takes it.
mkdir -p "$R/var/lib/cloud/scripts/per-instance"
cat >"$R/var/lib/cloud/scripts/per-instance/10-admin-pass" <<'C'
#!/usr/bin/python3
import json, subprocess
with open('/run/cloud-init/instance-data-sensitive.json') as f:
    word = json.load(f)['ds']['meta_data'].get('admin_pass')
if word:
    subprocess.run(['chpasswd'], input='root:%s\n' % word, text=True, check=True)
C
chmod 755 "$R/var/lib/cloud/scripts/per-instance/10-admin-pass"
printf 'blacklist kvm_amd\nblacklist kvm_intel\nblacklist powernow_k8\n' >"$R/etc/modprobe.d/lab.conf"
mkdir -p "$R/etc/systemd/system/multi-user.target.wants" "$R/etc/systemd/network"
chroot "$R" systemctl enable -q systemd-networkd serial-getty@ttyS0.service qemu-guest-agent ssh >>"$LOG" 2>&1 || true
chroot "$R" systemctl mask -q apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer e2scrub_reap.service systemd-networkd-wait-online.service >>"$LOG" 2>&1 || true

# -------------------------------------------------------------- the boot loader --
mkdir -p "$R/boot/grub"
KERNEL=$(basename "$(ls "$R"/boot/vmlinuz-* | tail -1)"); INITRD=$(basename "$(ls "$R"/boot/initrd.img-* | tail -1)")
cat >"$R/boot/grub/grub.cfg" <<C
set timeout=0
serial --unit=0 --speed=115200
terminal_output serial
linux /boot/$KERNEL root=LABEL=lab-root ro console=tty0 console=ttyS0,115200 net.ifnames=0 mitigations=off random.trust_cpu=on no_timer_check
initrd /boot/$INITRD
boot
C
grub-mkimage -O i386-pc -p '(hd0,msdos1)/boot/grub' -o "$W/core.img" biosdisk part_msdos ext2 normal configfile linux serial terminal echo >>"$LOG" 2>&1

# -------------------------------------------------------------------- the disk --
SIZE=$(( $(du -sm "$R" | cut -f1) + 200 ))                # MiB of the file system; cloud-init lets it grow to the disk it gets
truncate -s $((SIZE + 2))M "$W/disk.raw"
printf 'label: dos\nstart=2048, size=%s, type=83, bootable\n' $((SIZE * 2048)) | sfdisk -q "$W/disk.raw" >>"$LOG" 2>&1
mke2fs -q -t ext4 -L lab-root -E offset=1048576,root_owner=0:0 -O ^64bit,^metadata_csum_seed -d "$R" "$W/disk.raw" ${SIZE}M >>"$LOG" 2>&1
dd if=/usr/lib/grub/i386-pc/boot.img of="$W/disk.raw" bs=440 count=1 conv=notrunc status=none
dd if="$W/core.img" of="$W/disk.raw" bs=512 seek=1 conv=notrunc status=none
qemu-img convert -O qcow2 "$W/disk.raw" "$OUT.part"
mv "$OUT.part" "$OUT"
say "built: $OUT ($(du -m "$OUT" | cut -f1) MB, disk of $((SIZE + 2)) MiB)"
