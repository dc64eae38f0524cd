using System.Text.Json.Nodes;

using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Guests;

/// <summary>
/// The page 'Reinstalling the OS' from its first sentence to its last, in the shell as an operator types it, at a server that really runs; and the
/// way back from the backup. In .ci/nightly.
/// </summary>
[Collection(RealGuestCollection.Name)]
public sealed class ProcedureRealGuestTests(OpenStackLab lab) : IDisposable
{
    private const string OldPassword = "Before \"1ß'";
    private const string HostKey = "cat /etc/ssh/ssh_host_ed25519_key.pub";
    private const string Ssh = "-Method Ssh -UsePrivateAddress -ConnectTimeout 120 -Confirm:$false";

    private readonly GuestBench _bench = new(lab);

    private GuestLogin Guest => _bench.Guest;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Reinstall_DiskOfTheHost_IsLoggedInToAndRestored()
    {
        lab.RequireGuests();
        Used used = await UseAsync("page", volumeGiB: 0);
        JsonObject done = await ReinstallAsync(used);
        await AssertFreshAsync(used, done);

        await _bench.TypeAsync($$"""
            $null = Switch-EcsSystemDisk {{used.Name}} -ImageId {{done["image"]}} -StopFirst -Backup None -IgnoreRequirement Settling -WaitForGuest -Confirm:$false
            '{}'
            """);

        await AssertRestoredAsync(used, used.Address);
        Assert.Equal(used.HostKey, await Guest.RunAsync(used.Address, used.OldKey, HostKey));
        await DropAsync(used, [used.Id], (string)done["image"]!);
    }

    [Fact]
    public async Task Reinstall_BootVolume_IsLoggedInToAndRestoredAsANewServer()
    {
        lab.RequireGuests();
        Used used = await UseAsync("volume", volumeGiB: 2);
        JsonObject done = await ReinstallAsync(used);
        await AssertFreshAsync(used, done);

        JsonObject back = await _bench.TypeAsync($$"""
            Stop-EcsInstance {{used.Name}} -Confirm:$false
            $network = (Get-EcsNetwork | Where-Object Name -eq lab-net).Id
            $made = New-EcsInstance {{used.Name}}-back -ImageId {{done["image"]}} -Size s1.small -NetworkId $network -KeyPairName {{used.OldPair}} -Confirm:$false
            Wait-EcsInstance $made.InstanceId -For Guest -Timeout 1800 -PassThru | Select-Object Id, PrivateIp | ConvertTo-Json -Compress
            """);

        await AssertRestoredAsync(used, (string)back["PrivateIp"]!);
        string[] ids = [(string)back["Id"]!, used.Id];
        string[] copies = [.. ids.SelectMany(id => _bench.Run<EcsDisk>($"Get-EcsDisk -InstanceId {id}")).Select(d => d.Id)];
        await DropAsync(used, ids, (string)done["image"]!, copies);
    }

    /// <summary>A server that has been in use: what is on its disks, who gets in, and that the operator has logged in to it.</summary>
    private async Task<Used> UseAsync(string name, int volumeGiB)
    {
        (string oldPair, string oldKey) = _bench.NewKeyPair();
        (string newPair, string newKey) = _bench.NewKeyPair();
        string data = await lab.CreateVolumeAsync($"{name}-data", 1);
        EcsInstance server = (await _bench.StartAsync(name, oldPair, volumeGiB)).Single();
        string address = server.PrivateIp!;
        _bench.Run<EcsOperation>($"Mount-EcsDisk {server.Id} -DiskId {data} -Confirm:$false");
        await Guest.RunAsync(address, oldKey, $$"""
            set -e
            {{GuestBench.Settled}}
            until test -b /dev/vdb; do sleep 1; done
            mkfs.ext4 -q /dev/vdb; mount /dev/vdb /mnt; echo kept >/mnt/data; umount /mnt
            chpasswd <<'END'
            root:{{OldPassword}}
            END
            echo precious >/root/marker; sync
            """);
        Assert.True(await Guest.TakesPasswordAsync(address, OldPassword));
        return new(server.Id, server.Name, address, data, oldPair, oldKey, newPair, newKey, await Guest.RunAsync(address, oldKey, HostKey));
    }

    /// <summary>Looks, backs up, stops, reinstalls with the other key pair, waits for the guest, logs in by the key, and sets a new password.</summary>
    private Task<JsonObject> ReinstallAsync(Used used) => _bench.TypeAsync($$"""
        function Enter-Guest([string] $File) {
            Invoke-EcsCommand {{used.Name}} 'cat /root/marker; hostname' {{Ssh}} -KeyFile $File -ErrorVariable failed -ErrorAction SilentlyContinue | ForEach-Object Output
            $failed | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] }
        }
        $null = Invoke-EcsCommand {{used.Name}} hostname {{Ssh}} -KeyFile '{{used.OldKey}}' -HostKeyPolicy AcceptNew
        $before = Get-EcsInstance {{used.Name}}
        $image = (New-EcsImage $before -ImageName {{used.Name}}-before -Confirm:$false).ImageId
        $before | Stop-EcsInstance -Confirm:$false
        $plan = Get-EcsInstance {{used.Name}} | Invoke-EcsOsReinstall -KeyPairName {{used.NewPair}} -Backup None -PlanOnly
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $done = Get-EcsInstance {{used.Name}} | Invoke-EcsOsReinstall -KeyPairName {{used.NewPair}} -Backup None -Confirm:$false
        $wiped = $clock.Elapsed.TotalSeconds
        $after = Wait-EcsInstance {{used.Name}} -For Guest -Timeout 1800 -PassThru
        $answered = $clock.Elapsed.TotalSeconds
        $refused = Enter-Guest '{{used.NewKey}}'
        $null = ssh-keygen -R {{used.Address}} -f ~/.ssh/known_hosts 2>&1
        $oldKey = Enter-Guest '{{used.OldKey}}'
        $entered = Enter-Guest '{{used.NewKey}}'
        $login = Reset-EcsPassword {{used.Name}} {{Ssh}} -KeyFile '{{used.NewKey}}' -Generate
        [ordered]@{
            image = $image; planned = $plan.CanProceed; state = "$($done.State)"; status = "$($after.Status)"; pair = $after.KeyPairName
            refused = "$refused"; oldKey = "$oldKey"; entered = "$entered".Trim(); effective = "$($login.Effective)"
            password = [Net.NetworkCredential]::new('', $login.Password).Password; seconds = "wiped after $wiped s, answered after $answered s"
        } | ConvertTo-Json -Compress
        """);

    private async Task AssertFreshAsync(Used used, JsonObject done)
    {
        string password = (string)done["password"]!;
        Assert.Equal(
            (true, nameof(EcsOperationState.Succeeded), nameof(EcsInstanceStatus.Running), used.NewPair),
            ((bool)done["planned"]!, (string?)done["state"], (string?)done["status"], (string?)done["pair"]));
        Assert.Equal(
            (EcsErrorId.HostKeyMismatch, EcsErrorId.GuestLoginFailed, used.Name, nameof(EcsLoginEffect.Now)),
            ((string?)done["refused"], (string?)done["oldKey"], (string?)done["entered"], (string?)done["effective"]));
        Assert.NotNull(await Guest.TryAsync(used.Address, used.NewKey, "true"));
        Assert.Null(await Guest.TryAsync(used.Address, used.OldKey, "true"));
        Assert.NotEqual(used.HostKey, await Guest.RunAsync(used.Address, used.NewKey, HostKey));
        Assert.True(await Guest.TakesPasswordAsync(used.Address, password));
        Assert.False(await Guest.TakesPasswordAsync(used.Address, OldPassword));
        Assert.Null(await Guest.TryAsync(used.Address, used.NewKey, GuestBench.Marker));
        Assert.Equal("kept", (await Guest.RunAsync(used.Address, used.NewKey, "mount /dev/vdb /mnt && cat /mnt/data && umount /mnt")).Trim());
    }

    private async Task AssertRestoredAsync(Used used, string address)
    {
        Assert.Equal("precious", (await Guest.RunAsync(address, used.OldKey, "cat /root/marker")).Trim());
        Assert.Equal("kept", (await Guest.RunAsync(address, used.OldKey, "mount /dev/vdb /mnt && cat /mnt/data && umount /mnt")).Trim());
        Assert.True(await Guest.TakesPasswordAsync(address, OldPassword));
    }

    private async Task DropAsync(Used used, string[] servers, string image, params string[] volumes)
    {
        await _bench.DeleteAsync(servers);
        await lab.SendAsync(HttpMethod.Delete, "image", $"/images/{image}");
        foreach (string volume in volumes.Append(used.Data).Distinct())
        {
            await lab.DropSnapshotsAsync(volume);
        }

        await lab.DropVolumeAsync(used.Data);
    }

    private sealed record Used(
        string Id, string Name, string Address, string Data, string OldPair, string OldKey, string NewPair, string NewKey, string HostKey);
}
