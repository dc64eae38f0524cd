#!/bin/bash
# guests.sh STATE_DIR   (up.sh runs it where ECS_LAB_HYPERVISOR is libvirt)
#
# Makes what servers need that really run, and brings up the lab in it: a network
# namespace and a mount namespace of its own, libvirtd in them, and a disk image
# with a real Debian (guest-image.sh).  Its ports, its bridge and libvirt's folders
# are seen by nobody else, and nothing leaves it.  What is to reach the lab or its
# guests runs through the script that this writes:
#
#     STATE_DIR/in-lab ssh root@10.77.x.y        STATE_DIR/in-lab dotnet run ...
#
# Needs /dev/net/tun and bridges; ends with 77 and says what is missing where it
# cannot be.
#
#   ECS_LAB_CACHE   folder of the guest image (default STATE_DIR/cache): keep it to build it once
#   ECS_LAB_VIRT    kvm, where guests do not need to run in software (default qemu): that
#                   /dev/kvm is there does not say that they start on it
set -Eeuo pipefail
umask 022
[ $# -eq 1 ] || { echo "usage: $0 STATE_DIR" >&2; exit 2; }
export PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1"; S=$(cd "$1" && pwd); G=$S/guest
missing() { echo "no guests: $1" >&2; exit 77; }
say() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }
if [ -f "$G/keeper.pid" ]; then echo "already up (or not stopped): $S" >&2; exit 1; fi
mkdir -p "$G"/{etc,run,lib,cache,log,nvme} "$S/log"
CACHE=${ECS_LAB_CACHE:-$S/cache}; mkdir -p "$CACHE"; IMAGE=$(cd "$CACHE" && pwd)/lab-guest.qcow2
ln -sfn "$IMAGE" "$G/image.qcow2"             # tests run guests of their own from it, too

# What comes from the registry comes now: inside there is no way out.
if [ "${ECS_LAB_APT:-1}" != 0 ]; then ECS_LAB_ONLY=packages bash "$HERE/up.sh" "$S"; fi
[ -c /dev/net/tun ] || missing "there is no /dev/net/tun"
unshare --net sh -c 'ip link add lab-try type bridge && ip tuntap add lab-tap mode tap && ip link set lab-tap master lab-try' 2>/dev/null \
  || missing "network namespaces, bridges or taps are not permitted here"
export ECS_LAB_HYPERVISOR=libvirt ECS_LAB_GUEST=$IMAGE ECS_LAB_VIRT=${ECS_LAB_VIRT:-qemu}
trap 'say "FAILED at line $LINENO (logs: $S/log)"; bash "$HERE/down.sh" "$S"' ERR

rm -f "$IMAGE.failed"                         # the image is built while the lab comes up, which waits for it at the end
( bash "$HERE/guest-image.sh" "$IMAGE" >"$S/log/image.out" 2>&1 || touch "$IMAGE.failed" ) &

# --------------------------------------------------------------- namespaces --
setsid unshare --net --mount --propagation private sleep infinity >/dev/null 2>&1 </dev/null &
K=$!; disown; echo $K >"$G/keeper.pid"
for _ in $(seq 50); do [ "$(cat /proc/$K/comm)" = sleep ] && break; sleep 0.1; done   # by then its mounts are private
cat >"$S/in-lab" <<C
#!/bin/sh
# in-lab COMMAND...   runs it in the lab's namespaces, in the current folder
exec nsenter -t $K -n -m --wd="\$PWD" -- "\$@"
C
chmod 755 "$S/in-lab"
"$S/in-lab" ip link set lo up
"$S/in-lab" ip addr add 169.254.169.254/32 dev lo            # nova's metadata service
for d in etc/nvme etc/libvirt run/libvirt var/lib/libvirt var/cache/libvirt var/log/libvirt; do
  [ -d "/$d" ] || { mkdir -p "/$d"; echo "/$d" >>"$G/made"; }
done
# libvirt looks for the user of Debian's own set-up before it reads that it shall be root: known here, and only here.
for f in passwd group; do cp /etc/$f "$G/$f"; done
grep -q ^libvirt-qemu: "$G/passwd" || echo 'libvirt-qemu:x:64055:64055::/var/lib/libvirt:/usr/sbin/nologin' >>"$G/passwd"
grep -q ^libvirt-qemu: "$G/group" || echo 'libvirt-qemu:x:64055:' >>"$G/group"
"$S/in-lab" sh -e -c "cd '$G'; mount --bind nvme /etc/nvme; mount --bind etc /etc/libvirt; mount --bind run /run/libvirt; mount --bind lib /var/lib/libvirt
  mount --bind cache /var/cache/libvirt; mount --bind log /var/log/libvirt; mount --bind passwd /etc/passwd; mount --bind group /etc/group"

# ------------------------------------------------------------------ libvirt --
cat >"$G/etc/libvirtd.conf" <<C
auth_unix_rw = "none"
host_uuid = "$(cat /proc/sys/kernel/random/uuid)"
log_outputs = "2:file:$S/log/libvirtd.log"
C
# No cgroups, no security labels, no helper daemon for consoles, no second user: all this is root in a namespace.
cat >"$G/etc/qemu.conf" <<'C'
user = "root"
group = "root"
security_driver = "none"
dynamic_ownership = 0
remember_owner = 0
cgroup_controllers = []
namespaces = []
stdio_handler = "file"
C
setsid "$S/in-lab" libvirtd -f /etc/libvirt/libvirtd.conf -p "$G/libvirtd.lock" >"$S/log/libvirtd.out" 2>&1 </dev/null &
disown
for _ in $(seq 100); do [ -S "$G/run/libvirt-sock" ] && break; sleep 0.1; done
[ -S "$G/run/libvirt-sock" ] || { cat "$S/log/libvirtd.out" >&2; false; }
say "libvirt up ($ECS_LAB_VIRT)"

cd / && ECS_LAB_APT=0 "$S/in-lab" bash "$HERE/up.sh" "$S"
say "servers are reached through $S/in-lab"
