using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Guests;

/// <summary>
/// What a running guest shows of itself and lets be changed: its console, the password through its agent, and file systems of disks that are in use.
/// In .ci/nightly.
/// </summary>
[Collection(RealGuestCollection.Name)]
public sealed class AgentAndConsoleRealGuestTests(OpenStackLab lab) : IDisposable
{
    private const string Password = "Ägent `1$ '\"";

    private readonly GuestBench _bench = new(lab);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RunningGuest_ConsolePasswordAndDisk_AreWhatTheGuestHas()
    {
        lab.RequireGuests();
        (string pair, string key) = _bench.NewKeyPair();
        EcsInstance server = (await _bench.StartAsync("inside", pair)).Single();
        (string id, string address) = (server.Id, server.PrivateIp!);

        EcsConsoleOutput console = _bench.Run<EcsConsoleOutput>($"Get-EcsConsoleOutput {id} -Wait 'Cloud-init v\\. \\S+ finished at' -Timeout 600").Single();
        string[] hostKey = (await _bench.Guest.RunAsync(address, key, "cat /etc/ssh/ssh_host_ed25519_key.pub")).Split(' ');
        Assert.Contains($"{hostKey[0]} {hostKey[1]}", _bench.Run<EcsConsoleOutput>($"Get-EcsConsoleOutput {id}").Single().Text, StringComparison.Ordinal);
        Assert.Equal((id, true), (console.InstanceId, console.IsLive));

        EcsLogin login = _bench.Run<EcsLogin>($"Reset-EcsPassword {id} -Method Api -Password $secret -Confirm:$false", ("secret", SshLab.Secret(Password))).Single();
        Assert.Equal(("root", "Api"), (login.UserName, login.Method));
        Assert.True(await _bench.Guest.TakesPasswordAsync(address, Password));
        Assert.False(await _bench.Guest.TakesPasswordAsync(address, Password[..^1]));

        string data = await lab.CreateVolumeAsync("inside-data", 1);
        _bench.Run<EcsOperation>($"Mount-EcsDisk {id} -DiskId {data} -Confirm:$false");
        await _bench.Guest.RunAsync(address, key, """
            set -e
            until test -b /dev/vdb; do sleep 1; done
            echo start=2048 | sfdisk -q /dev/vdb; until test -b /dev/vdb1; do sleep 1; done
            mkfs.ext4 -q /dev/vdb1; mount /dev/vdb1 /mnt; echo kept >/mnt/data
            """);
        EcsOperation grown = _bench.Run<EcsOperation>(
            $"Set-EcsDisk {id} -DiskId {data} -SizeGiB 2 -GrowFileSystem -KeyFile {key} -UsePrivateAddress -HostKeyPolicy AcceptNew -KnownHostsPath {_bench.Folder}/hosts -ConnectTimeout 120 -CommandTimeout 300 -Confirm:$false").Single();
        string[] seen = (await _bench.Guest.RunAsync(address, key, "lsblk -bno SIZE /dev/vdb | head -1; df --output=size -B1M /mnt | tail -1; cat /mnt/data")).Split('\n', StringSplitOptions.TrimEntries);

        Assert.True(grown.Succeeded, grown.Message);
        Assert.Equal(("2147483648", "kept"), (seen[0], seen[2]));
        Assert.InRange(int.Parse(seen[1], System.Globalization.CultureInfo.InvariantCulture), 1800, 2048);
        await _bench.DeleteAsync(id);
        await lab.DropVolumeAsync(data);
    }
}
