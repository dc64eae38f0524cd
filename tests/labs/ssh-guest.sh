#!/usr/bin/env bash
# ssh-guest.sh FOLDER PORT INSTANCE-ID
#
# A throwaway guest with users, passwords and an OpenSSH server of its own on 127.0.0.1:PORT. It lives in private mount, PID, IPC and UTS namespaces:
# /usr is this machine's, read-only; everything else is made under FOLDER, so no account and no setting of this machine is seen or changed.
# Needs root, mount namespaces and Debian's openssh-server; says what is missing and ends with 77 where it cannot be.
#
# Accounts: root and ops (sudo is not set up) by the keys FOLDER/id_*; app has no key. Passwords are off until somebody sets one.
# A login of root by the key 'told' runs what cloud-init sets for root where another user is meant; app is told something before it is refused.
# Keys: id_ed25519, id_rsa, id_ecdsa, the same three encrypted (passphrase 'open Sesame') as *_enc, and RSA in PEM: id_rsa_pem, id_rsa_pem_enc.
# Writes "ready" when it answers; ends, and takes everything along, when its standard input is closed.
set -Eeu -o pipefail
[ $# -eq 3 ] || { echo "usage: $0 FOLDER PORT INSTANCE-ID" >&2; exit 2; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
port=$2
root=$folder/root
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8

missing() { echo "no guest: $1"; exit 77; }
[ "$(uname -s)" = Linux ] || missing "this is not Linux"
[ "$(id -u)" = 0 ] || missing "not root, so that no namespace can be made"
command -v sshd >/dev/null || missing "sshd is not installed"
command -v ssh-keygen >/dev/null || missing "ssh-keygen is not installed"
unshare --mount --pid --uts --ipc --fork true 2>/dev/null || missing "namespaces are not permitted here"

mkdir -p "$root"/{usr,dev,proc,sys,tmp,root/.ssh,home/ops/.ssh,home/app,etc/ssh,run/sshd,run/cloud-init,var/log,var/lib/cloud/data,lab}
chmod 1777 "$root/tmp"
chmod 700 "$root"/root "$root"/root/.ssh "$root"/home/ops/.ssh
for link in bin sbin lib lib64 lib32 libx32; do
  [ ! -L "/$link" ] || ln -sfn "usr/$link" "$root/$link"
done
for file in ld.so.cache ld.so.conf ld.so.conf.d login.defs pam.conf pam.d security ssl crypto-policies; do
  [ ! -e "/etc/$file" ] || cp -a "/etc/$file" "$root/etc/"
done
printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'nobody:x:65534:65534:nobody:/:/usr/sbin/nologin' 'sshd:x:105:65534::/run/sshd:/usr/sbin/nologin' \
  'ops:x:1000:1000::/home/ops:/bin/sh' 'app:x:1001:1001::/home/app:/bin/sh' >"$root/etc/passwd"
printf '%s\n' 'root:x:0:' 'shadow:x:42:' 'nogroup:x:65534:' 'ops:x:1000:' 'app:x:1001:' >"$root/etc/group"
printf '%s:*:19700:0:99999:7:::\n' root ops app >"$root/etc/shadow"
printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files\n' >"$root/etc/nsswitch.conf"
chmod 600 "$root/etc/shadow"
echo guest >"$root/etc/hostname"
echo '127.0.0.1 localhost guest' >"$root/etc/hosts"
echo "$3" >"$root/run/cloud-init/.instance-id"

# What asks the metadata service must not leave this machine: it is answered from a file.
printf '#!/bin/sh\ncat /lab/metadata 2>/dev/null\n' >"$root/lab/curl"
chmod 755 "$root/lab/curl"

key() { ssh-keygen -q -C lab -f "$folder/$1" -t "$2" -N "$3" "${@:4}"; }
for type in ed25519 rsa ecdsa; do
  key "id_$type" "$type" ''
  key "id_${type}_enc" "$type" 'open Sesame'
done
key id_rsa_pem rsa '' -m PEM
key id_rsa_pem_enc rsa 'open Sesame' -m PEM
key stranger ed25519 ''
key told ed25519 ''
cat "$folder"/id_*.pub | tee "$root/root/.ssh/authorized_keys" >"$root/home/ops/.ssh/authorized_keys"
printf 'command="echo '"'"'Please login as the user \\"ops\\" rather than the user \\"root\\".'"'"';echo;exit 142" %s\n' "$(cat "$folder/told.pub")" >>"$root/root/.ssh/authorized_keys"
echo 'Accounts of applications cannot log in.' >"$root/etc/ssh/banner"
chmod 600 "$root"/root/.ssh/authorized_keys "$root"/home/ops/.ssh/authorized_keys
chown -R 1000:1000 "$root/home/ops"
chown -R 1001:1001 "$root/home/app"
for type in ed25519 rsa ecdsa; do
  ssh-keygen -q -t "$type" -N '' -C guest -f "$root/etc/ssh/host_$type"
  printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 "$root/etc/ssh/host_$type.pub")"
done >"$folder/known_hosts"

cat >"$root/etc/ssh/lab_config" <<C
ListenAddress 127.0.0.1
Port $port
HostKey /etc/ssh/host_ed25519
HostKey /etc/ssh/host_rsa
HostKey /etc/ssh/host_ecdsa
PidFile none
UsePAM no
PasswordAuthentication yes
PermitRootLogin yes
UseDNS no
MaxStartups 100
Match User app
  Banner /etc/ssh/banner
C

cat >"$folder/init.sh" <<'C'
# The first process of the guest's own namespaces; $1 is its root.
set -e
mount --make-rprivate /
mount --bind /usr "$1/usr"
mount -o remount,ro,bind "$1/usr"
for tool in curl wget; do
  [ ! -e "$1/usr/bin/$tool" ] || mount --bind "$1/lab/curl" "$1/usr/bin/$tool"
done
mount -t proc proc "$1/proc"
mount -t tmpfs -o mode=755,size=1m tmpfs "$1/dev"
for device in null zero full random urandom tty; do
  touch "$1/dev/$device"
  mount --bind "/dev/$device" "$1/dev/$device"
done
hostname guest
exec chroot "$1" /usr/sbin/sshd -D -e -f /etc/ssh/lab_config
C

unshare --mount --pid --uts --ipc --fork --kill-child bash "$folder/init.sh" "$root" >"$folder/guest.log" 2>&1 </dev/null &
guest=$!
end() { kill -KILL "$guest" 2>/dev/null || true; wait "$guest" 2>/dev/null || true; rm -rf -- "$folder"; }
trap end EXIT
for _ in $(seq 100); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    echo ready
    cat >/dev/null
    exit 0
  fi
  kill -0 "$guest" 2>/dev/null || break
  sleep 0.1
done
echo "no guest: $(tail -n 3 "$folder/guest.log" | tr '\n' ' ')"
exit 77
