using System.Diagnostics;

using EcsTools.Core.Guests;

namespace EcsTools.Core.Tests.Guests;

/// <summary>The script on real file systems, in loop devices. That takes root on Linux, and the tools that it uses in a guest.</summary>
public sealed class GrowFileSystemScriptTests : IDisposable
{
    private const int SysResource = 24;
    private const long MiB = 2048;
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-disk-").FullName;
    private string _loop = "";

    private string Image => Path.Combine(_folder, "disk");

    private string Mount => Path.Combine(_folder, "mnt");

    public void Dispose()
    {
        if (_loop.Length > 0)
        {
            Sh($"umount '{Mount}'; partx -d {_loop}; rm -f {_loop}p1 {_loop}p2; losetup -d {_loop}");
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("xfs", false)]
    [InlineData("xfs", true)]
    [InlineData("ext4", false)]
    [InlineData("ext4", true)]
    public void Script_DiskIsLarger_FileSystemIsToo(string type, bool isPartitioned)
    {
        Require(isOnlineExt: type == "ext4");
        Make(type, isPartitioned);
        long before = SizeKiB();
        Extend();

        (int exit, string said) = Grow(1100 * MiB);
        (int again, _) = Grow(1100 * MiB);

        Assert.True(exit == 0, said);
        Assert.Equal(0, again);
        Assert.InRange(SizeKiB(), before + (300 * 1024), 1100 * 1024);
        Assert.Equal("kept", File.ReadAllText(Path.Combine(Mount, "file")));
    }

    [Fact]
    public void Script_NotMounted_LeavesThePartitionAlone()
    {
        Require();
        Make("xfs", isPartitioned: true);
        Sh($"umount '{Mount}'");
        Extend();
        string table = Sh($"sfdisk -d {_loop}").Output;

        (int exit, string said) = Grow(1100 * MiB);

        Assert.Equal(6, exit);
        Assert.Contains("not mounted", said, StringComparison.Ordinal);
        Assert.Equal(table, Sh($"sfdisk -d {_loop}").Output);
    }

    [Fact]
    public void Script_NotAFileSystemItKnows_LeavesItAlone()
    {
        Require();
        Make("swap", isPartitioned: false);

        Assert.Equal(3, Grow(700 * MiB).Exit);
    }

    [Fact]
    public void Script_GuestDoesNotSeeTheSize_SaysSo()
    {
        Require();
        Make("xfs", isPartitioned: false);

        Assert.Equal(8, Grow(2000 * MiB).Exit);
    }

    [Theory]
    [InlineData("d-bp1aaaa1111bbbb2223d", "serial='bp1aaaa1111bbbb2223d'")]
    [InlineData("6b8d2e40-1f3c-4a57-9e06-d8c7b5a4f312", "serial='6b8d2e40-1f3c-4a57-9'")]
    public void Of_DataDisk_IsFoundByItsSerialNumber(string id, string line)
    {
        Assert.Contains(line, GrowFileSystemScript.Of(id, 100).Split('\n'));
        Assert.Contains("sectors=209715200", GrowFileSystemScript.Of(id, 100).Split('\n'));
    }

    [Fact]
    public void Of_WhatIsNoId_IsRefused() => Assert.Throws<ArgumentException>(() => GrowFileSystemScript.Of("d-'; rm -rf /", 100));

    [Fact]
    public void As_AnotherUser_RunsTheSameByRoot()
    {
        Assert.Equal("echo 'a'", GrowFileSystemScript.As("root", "echo 'a'"));
        Assert.Equal("sudo -n sh -c 'echo '\\''a'\\'''", GrowFileSystemScript.As("ubuntu", "echo 'a'"));
    }

    // Nobody else may use the loop devices of the machine, and what is missing is told.
    private static void Require(bool isOnlineExt = false)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/dev/loop-control"), "Loop devices need root on Linux.");
        foreach (string tool in new[] { "losetup", "growpart", "resize2fs", "xfs_growfs", "mkfs.xfs", "mkfs.ext4", "sfdisk", "partx", "blkid" })
        {
            Assert.SkipUnless(Sh($"command -v {tool}").Exit == 0, $"{tool} is not installed (packages cloud-guest-utils, e2fsprogs, xfsprogs, fdisk).");
        }

        if (isOnlineExt)
        {
            string mask = File.ReadLines("/proc/self/status").First(l => l.StartsWith("CapEff", StringComparison.Ordinal)).Split('\t')[1];
            Assert.SkipUnless((Convert.ToUInt64(mask, 16) >> SysResource & 1) == 1, "Extending a mounted ext4 needs the capability CAP_SYS_RESOURCE, which this container lacks.");
        }
    }

    // A disk of 700 MiB with a file in its last, or only, file system. Where no udev runs, its partitions get their nodes here.
    private void Make(string type, bool isPartitioned)
    {
        Directory.CreateDirectory(Mount);
        (int exit, string output) = Sh($"truncate -s 700M '{Image}' && losetup -fP --show '{Image}'");
        Assert.SkipUnless(exit == 0, $"No loop device is to be had: {output}");
        _loop = output.Trim();
        string name = Path.GetFileName(_loop);
        string target = isPartitioned ? $"{_loop}p2" : _loop;
        if (isPartitioned)
        {
            Run($"printf 'label: gpt\\n,200M,L\\n,,L\\n' | sfdisk -q {_loop}; partx -a {_loop} 2> /dev/null || partx -u {_loop}");
            Run($"for p in 1 2; do d=$(cat /sys/class/block/{name}p$p/dev); [ -e {_loop}p$p ] || mknod {_loop}p$p b ${{d%:*}} ${{d#*:}}; done");
        }

        Run(type == "swap" ? $"mkswap {target}" : $"mkfs.{type} -q {target} && mount {target} '{Mount}' && printf kept > '{Mount}/file'");
    }

    private void Extend() => Run($"truncate -s 1100M '{Image}' && losetup -c {_loop}");

    private (int Exit, string Said) Grow(long sectors)
    {
        string file = Path.Combine(_folder, "grow.sh");
        File.WriteAllText(file, GrowFileSystemScript.Of($"disk={_loop}", sectors, patience: 1));
        return Sh($"sh '{file}'");
    }

    private long SizeKiB() => long.Parse(Sh($"df -Pk '{Mount}' | tail -n 1 | awk '{{ print $2 }}'").Output, System.Globalization.CultureInfo.InvariantCulture);

    private static void Run(string script)
    {
        (int exit, string output) = Sh(script);
        Assert.True(exit == 0, output);
    }

    private static (int Exit, string Output) Sh(string script)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", $"PATH=$PATH:/usr/sbin:/sbin; {script}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
