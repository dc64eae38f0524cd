using System.Globalization;

using EcsTools.Core.Contracts;

namespace EcsTools.Core.Guests;

/// <summary>
/// The script that extends the last partition of a disk, and the file system on it, in a Linux guest. It touches nothing that it does not
/// know: what is no mounted ext, XFS or Btrfs file system is refused before the partition is changed. Run again, it does nothing.
/// </summary>
internal static class GrowFileSystemScript
{
    private const long SectorsPerGiB = 1024L * 1024 * 1024 / 512;

    // What a guest shows of a volume's id as its serial number (docs/contracts/alibaba-ecs-lifecycle.md 2.6; virtio-blk has room for 20 characters).
    private const int SerialLength = 20;
    private const string IdPrefix = "d-";

    private const string OfRoot = """
        disk=$(lsblk -nrspo NAME,TYPE "$(findmnt -nro SOURCE / | sed 's/\[.*//')" | awk '$2 == "disk" { print $1; exit }')
        """;

    private const string OfSerial = """
        disk=
        for known in /sys/class/block/*; do
          for file in "$known/serial" "$known/device/serial" "$known/device/vpd_pg80"; do
            if [ -r "$file" ] && tr -d '\0' < "$file" | grep -q "$serial"; then disk=/dev/$(basename "$known"); fi
          done
        done
        """;

    private const string Grow = """
        set -u
        PATH=$PATH:/usr/sbin:/sbin
        fail() { echo "$1" >&2; exit "$2"; }
        has() { command -v "$1" > /dev/null 2>&1 || fail "The program $1 is missing in the guest; install the package $2." 4; }
        [ -n "$disk" ] && [ -b "$disk" ] || fail "The guest does not show the disk." 2
        name=$(basename "$disk")
        tries=0
        while [ "$(cat "/sys/class/block/$name/size")" -lt "$sectors" ]; do
          [ "$tries" -lt "$patience" ] || fail "The guest still sees the former size of $disk; restart the server." 8
          tries=$((tries + 1))
          if [ -w "/sys/class/block/$name/device/rescan" ]; then echo 1 > "/sys/class/block/$name/device/rescan"; fi
          sleep 1
        done
        target=$(lsblk -nrpo NAME,TYPE,START "$disk" | awk '$2 == "part"' | sort -k3,3n | awk 'END { print $1 }')
        target=${target:-$disk}
        type=$(blkid -p -o value -s TYPE "$target")
        mount=$(findmnt -nro TARGET --source "$target" | head -n 1)
        case $type in
          ext2 | ext3 | ext4) has resize2fs e2fsprogs ;;
          xfs) has xfs_growfs xfsprogs ;;
          btrfs) has btrfs btrfs-progs ;;
          *) fail "$target contains ${type:-no known file system}, which is not extended; extend it in the guest." 3 ;;
        esac
        [ -n "$mount" ] || fail "$target ($type) is not mounted; mount it and extend its file system." 6
        if [ "$target" != "$disk" ]; then
          has growpart cloud-guest-utils
          said=$(growpart "$disk" "$(cat "/sys/class/block/$(basename "$target")/partition")" 2>&1) || case $said in
            NOCHANGE*) ;;
            *) fail "growpart: $said" 5 ;;
          esac
        fi
        case $type in
          xfs) xfs_growfs "$mount" ;;
          btrfs) btrfs filesystem resize max "$mount" ;;
          *) resize2fs "$target" ;;
        esac > /dev/null || fail "The file system on $target was not extended." 7
        df -Pk "$mount" | tail -n 1
        """;

    /// <summary>The script for a disk of a server.</summary>
    /// <param name="diskId">The disk's id; null for the one that the system is on.</param>
    /// <param name="sizeGiB">The size that the guest must see before anything is done.</param>
    public static string Of(string? diskId, int sizeGiB) => Of(diskId is null ? OfRoot : $"serial='{SerialOf(diskId)}'\n{OfSerial}", sizeGiB * SectorsPerGiB, patience: 60);

    /// <summary>The script for a disk that is found by other means.</summary>
    /// <param name="find">Sets <c>disk</c>.</param>
    /// <param name="patience">For how many seconds the size is waited for.</param>
    internal static string Of(string find, long sectors, int patience) => Clean(string.Format(
        CultureInfo.InvariantCulture, "{0}\nsectors={1}\npatience={2}\n{3}\n", find, sectors, patience, Grow));

    /// <summary>A script as a user runs it: as root, or by sudo without a password.</summary>
    public static string As(string userName, string script) =>
        userName == GuestUser.Root ? script : $"sudo -n sh -c '{script.Replace("'", "'\\''")}'";

    // Ids hold letters, digits and dashes only, where a cloud has given them.
    private static string SerialOf(string diskId)
    {
        string serial = diskId.StartsWith(IdPrefix, StringComparison.Ordinal) ? diskId.Substring(IdPrefix.Length) : diskId;
        serial = serial.Substring(0, Math.Min(serial.Length, SerialLength));
        return serial.Length > 0 && System.Linq.Enumerable.All(serial, c => c == '-' || (c < 128 && char.IsLetterOrDigit(c)))
            ? serial
            : throw new ArgumentException("It is not an ID of a disk.", nameof(diskId));
    }

    // A shell takes a carriage return for a part of the word.
    private static string Clean(string script) => script.Replace("\r\n", "\n");
}
