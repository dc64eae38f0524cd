using System.Text.Json.Nodes;

using EcsTools.Tests.Hosting;
using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Commands;

/// <summary>What stands around a server, at a real OpenStack: key pairs, tags, new servers, disks that move, clean-up, rescue.</summary>
public sealed class ServerLifeOpenStackTests : IClassFixture<OpenStackLab>, IDisposable
{
    private readonly OpenStackLab _lab;
    private readonly LabSession _session;
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-openstack-").FullName;

    public ServerLifeOpenStackTests(OpenStackLab lab) => (_lab, _session) = (lab, new LabSession(lab));

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task KeyPair_NewImportRemove_IsWhatNovaHas()
    {
        _lab.Require();
        string name = $"{_lab.Prefix}-new";
        string path = Path.Combine(_folder, "key");
        Run<EcsAccount>(LabSession.Connect);

        EcsKeyPair made = Run<EcsKeyPair>($"New-EcsKeyPair {name} '{path}'").Single();
        EcsKeyPair imported = Run<EcsKeyPair>($"Import-EcsKeyPair {name}-2 -PublicKey (Get-EcsKeyPair {name}).PublicKey").Single();
        Outcome taken = _session.Invoke($"New-EcsKeyPair {name} '{path}-2'");
        JsonNode held = (await _lab.SendAsync(HttpMethod.Get, "compute", $"/os-keypairs/{name}"))!["keypair"]!;
        Run<object>($"Remove-EcsKeyPair {name} -Confirm:$false");
        Run<object>($"Get-EcsKeyPair {name}-2 | Remove-EcsKeyPair -Confirm:$false");

        Assert.Equal((made.Fingerprint, made.PublicKey!.Trim()), ((string)held["fingerprint"]!, ((string)held["public_key"]!).Trim()));
        Assert.Equal(made.Fingerprint, imported.Fingerprint);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal([EcsErrorId.InvalidInput], taken.ErrorIds);
        Assert.False(File.Exists(path + "-2"));
        Assert.Empty(Run<EcsKeyPair>($"Get-EcsKeyPair {name}*"));
    }

    [Fact]
    public async Task SetInstance_KeyPair_IsNotOfferedAndSaidSo()
    {
        _lab.Require();
        string pair = NewKeyPair();
        string id = (await _lab.CreateAsync("paired", keyPair: pair)).Single();

        Outcome other = _session.Invoke($"Set-EcsInstance {id} -KeyPairName nobodys -Confirm:$false");
        Outcome none = _session.Invoke($"Set-EcsInstance {id} -RemoveKeyPair -Confirm:$false");

        Assert.Equal([EcsErrorId.NotSupported, EcsErrorId.NotSupported], other.ErrorIds.Concat(none.ErrorIds));
        Assert.All(other.Errors.Concat(none.Errors), e => Assert.NotNull(e.ErrorDetails?.RecommendedAction));
        Assert.Equal(["create"], await _lab.ActionsOfAsync(id));
    }

    [Fact]
    public async Task Tags_ServerDiskSnapshotImage_AreAddedAndRemoved()
    {
        _lab.Require();
        string id = (await _lab.CreateAsync("tags", volumeGiB: 11)).Single();
        Run<EcsAccount>(LabSession.Connect);
        string snapshot = Run<EcsOperation>($"New-EcsSnapshot {id} -SnapshotName {_lab.Prefix}-tags -Confirm:$false").Single().SnapshotId!;
        string image = Run<EcsOperation>($"New-EcsImage {id} -ImageName {_lab.Prefix}-tags -Confirm:$false").Single().ImageId!;
        string[] gets = [$"Get-EcsInstance -Id {id}", $"Get-EcsDisk -InstanceId {id}", $"Get-EcsSnapshot -Id {snapshot}"];

        IReadOnlyList<dynamic>[] tagged = [.. gets.Select(g => Run<dynamic>($"{g} | Add-EcsTag -Tag @{{ owner = 'ops'; 'a b:c' = 'größe' }} -PassThru"))];
        EcsImage word = Run<EcsImage>($"Get-EcsImage -Id {image} | Add-EcsTag -Tag @{{ golden = '' }} -PassThru").Single();
        Outcome pair = _session.Invoke($"Get-EcsImage -Id {image} | Add-EcsTag -Tag @{{ owner = 'ops' }}");
        IReadOnlyList<dynamic>[] bare = [.. gets.Select(g => Run<dynamic>($"{g} | Remove-EcsTag -Key owner, 'a b:c' -PassThru"))];
        EcsImage wordless = Run<EcsImage>($"Get-EcsImage -Id {image} | Remove-EcsTag -Key golden -PassThru").Single();

        Assert.All(tagged, t => Assert.Equal(("ops", "größe"), ((string)t.Single().Tags["owner"], (string)t.Single().Tags["a b:c"])));
        Assert.All(bare, t => Assert.False((bool)t.Single().Tags.ContainsKey("owner") || (bool)t.Single().Tags.ContainsKey("a b:c")));
        Assert.Contains("golden", word.Tags!.Keys);
        Assert.Equal([EcsErrorId.InvalidInput], pair.ErrorIds);
        Assert.DoesNotContain("golden", wordless.Tags!.Keys);
        await _lab.SendAsync(HttpMethod.Delete, "image", $"/images/{image}");
        await _lab.DropSnapshotsAsync(Run<EcsDisk>($"Get-EcsDisk -InstanceId {id}").Single().Id);
    }

    [Fact]
    public async Task ConsoleOutput_WaitAndTail_ShowTheServersLog()
    {
        _lab.Require();
        string id = (await _lab.SharedAsync("pairless")).Single();
        Run<EcsAccount>(LabSession.Connect);

        EcsConsoleOutput whole = Run<EcsConsoleOutput>($"Get-EcsConsoleOutput {id} -Wait 'LAST LINE'").Single();
        EcsConsoleOutput last = Run<EcsConsoleOutput>($"Get-EcsConsoleOutput {id} -Tail 1").Single();

        Assert.Equal((id, true), (whole.InstanceId, whole.IsLive));
        Assert.NotEqual(0, last.Text.Length);
        Assert.EndsWith(last.Text, whole.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewInstance_WithDisksAndTags_IsMadeAndCopied()
    {
        _lab.Require();
        string pair = NewKeyPair();
        string name = $"{_lab.Prefix}-made";
        string image = await _lab.IdOfAsync("image", "/images", "images", "lab-debian-12");

        string common = $"-ImageId {image} -Size s1.small -NetworkId (Get-EcsNetwork | Where-Object Name -eq lab-net).Id";
        EcsPlan plan = Run<EcsPlan>($"New-EcsInstance {name} {common} -KeyPairName {pair} -PlanOnly").Single();
        EcsOperation made = Run<EcsOperation>(
            $"New-EcsInstance {name} {common} -KeyPairName {pair} -SystemDiskSizeGiB 11 -DataDisk 2 -Tag @{{ role = 'web' }} -UserData \"#!/bin/sh`n\" -Confirm:$false").Single();
        Outcome taken = _session.Invoke($"New-EcsInstance {name} {common} -KeyPairName {pair} -Confirm:$false");
        Outcome nobodys = _session.Invoke($"New-EcsInstance {name}-x {common} -KeyPairName nobodys -Confirm:$false");
        EcsOperation[] copies = [.. Run<EcsOperation>($"New-EcsInstance {name}-copy -Count 2 -LikeInstance {made.InstanceId} -Confirm:$false")];
        EcsInstance waited = Run<EcsInstance>("$copies[0] | Wait-EcsInstance -PassThru | Stop-EcsInstance -PassThru", ("copies", copies)).Single();

        EcsDisk[] disks = [.. Run<EcsDisk>($"Get-EcsDisk -InstanceId {made.InstanceId}")];
        JsonNode server = await _lab.ShowAsync(made.InstanceId);
        Assert.True(plan.CanProceed, string.Join("\n", plan.Requirements));
        Assert.True(made.Succeeded, made.Message);
        Assert.Equal((pair, "web", "ACTIVE"), ((string?)server["key_name"], (string?)server["metadata"]!["role"], (string?)server["status"]));
        Assert.Equal([(true, 11), (false, 2)], disks.Select(d => (d.IsSystemDisk, d.SizeGiB)));
        Assert.Equal([EcsErrorId.RequirementFailed, EcsErrorId.RequirementFailed], taken.ErrorIds.Concat(nobodys.ErrorIds));
        Assert.Equal([$"{name}-copy-01", $"{name}-copy-02"], copies.Select(c => c.InstanceName).Order());
        Assert.All(copies, c => Assert.True(c.Succeeded, c.Message));
        Assert.Equal(EcsInstanceStatus.Stopped, waited.Status);
        Assert.Equal(pair, waited.KeyPairName);
        foreach (string id in copies.Append(made).Select(o => o.InstanceId))
        {
            await DropAsync(id, Run<EcsDisk>($"Get-EcsDisk -InstanceId {id}").Single(d => !d.IsSystemDisk).Id);
        }
    }

    [Fact]
    public async Task Disk_DismountedAndMounted_MovesToAnotherServer()
    {
        _lab.Require();
        string[] ids = [.. await _lab.CreateAsync("from", volumeGiB: 11), .. await _lab.CreateAsync("to")];
        string volume = await _lab.CreateVolumeAsync("moves", 1);
        Run<EcsAccount>(LabSession.Connect);

        EcsOperation first = Run<EcsOperation>($"Mount-EcsDisk {ids[0]} -DiskId {volume} -Confirm:$false").Single();
        Outcome twice = _session.Invoke($"Mount-EcsDisk {ids[1]} -DiskId {volume} -Confirm:$false");
        Outcome system = _session.Invoke($"Get-EcsDisk -InstanceId {ids[0]} | Where-Object IsSystemDisk | Dismount-EcsDisk -StopFirst -Confirm:$false");
        EcsOperation off = Run<EcsOperation>($"Get-EcsDisk -Id {volume} | Dismount-EcsDisk -Confirm:$false").Single();
        EcsDisk free = Run<EcsDisk>($"Get-EcsDisk -Id {volume}").Single();
        EcsOperation second = Run<EcsOperation>($"Mount-EcsDisk {ids[1]} -DiskId {volume} -DeleteWithInstance $true -Confirm:$false").Single();

        Assert.All([first, off, second], o => Assert.True(o.Succeeded, o.Message));
        Assert.Equal([EcsErrorId.RequirementFailed, EcsErrorId.RequirementFailed], twice.ErrorIds.Concat(system.ErrorIds));
        Assert.Equal("available", free.Status);
        JsonNode attached = (await _lab.ShowAsync(ids[1]))["os-extended-volumes:volumes_attached"]![0]!;
        Assert.Equal((volume, true), ((string)attached["id"]!, (bool)attached["delete_on_termination"]!));
        Assert.Contains(Run<EcsDisk>($"Get-EcsDisk -InstanceId {ids[1]}"), d => d.Id == volume && !d.IsSystemDisk);
    }

    [Fact]
    public async Task Remove_SnapshotAndImageInUse_IsRefusedUntilNothingDependsOnThem()
    {
        _lab.Require();
        string booted = (await _lab.CreateAsync("booted", volumeGiB: 11)).Single();
        string plain = (await _lab.CreateAsync("plain")).Single();
        Run<EcsAccount>(LabSession.Connect);
        EcsOperation pointer = Run<EcsOperation>($"New-EcsImage {booted} -ImageName {_lab.Prefix}-pointer -Confirm:$false").Single();
        EcsOperation image = Run<EcsOperation>($"New-EcsImage {plain} -ImageName {_lab.Prefix}-plain -Confirm:$false").Single();
        EcsSnapshot snapshot = Run<EcsSnapshot>($"Get-EcsSnapshot -InstanceId {booted}").Single();
        string user = (await _lab.CreateAsync("user", image: $"{_lab.Prefix}-plain")).Single();

        Outcome pointedAt = _session.Invoke("$snapshot | Remove-EcsSnapshot -Confirm:$false", ("snapshot", snapshot));
        Outcome used = _session.Invoke("$image | Remove-EcsImage -Confirm:$false", ("image", image));
        Outcome others = _session.Invoke("Get-EcsImage -Name lab-debian-12 | Remove-EcsImage -Confirm:$false");
        Run<object>("$pointer | Remove-EcsImage -Confirm:$false", ("pointer", pointer));
        Run<object>("$snapshot | Remove-EcsSnapshot -Confirm:$false", ("snapshot", snapshot));
        Run<EcsOperation>($"Remove-EcsInstance {user} -Running -Confirm:$false");
        Run<object>("$image | Remove-EcsImage -Confirm:$false", ("image", image));

        Assert.Equal([EcsErrorId.RequirementFailed, EcsErrorId.RequirementFailed, EcsErrorId.RequirementFailed], pointedAt.ErrorIds.Concat(used.ErrorIds).Concat(others.ErrorIds));
        Assert.Equal(
            [EcsErrorId.NotFound, EcsErrorId.NotFound, EcsErrorId.NotFound],
            _session.Invoke($"Get-EcsSnapshot -Id {snapshot.Id}; Get-EcsImage -Id {pointer.ImageId}, {image.ImageId}").ErrorIds);
    }

    [Fact]
    public async Task Remove_SnapshotThatHasAVolume_IsRefusedUntilThatIsGone()
    {
        _lab.Require();
        string id = (await _lab.CreateAsync("origin", volumeGiB: 11)).Single();
        Run<EcsAccount>(LabSession.Connect);
        string snapshot = Run<EcsOperation>($"New-EcsSnapshot {id} -SnapshotName {_lab.Prefix}-origin -Confirm:$false").Single().SnapshotId!;
        string volume = await _lab.CreateVolumeAsync("child", 11, snapshot);

        Outcome refused = _session.Invoke($"Remove-EcsSnapshot {snapshot} -Confirm:$false");
        await _lab.DropVolumeAsync(volume);
        Run<object>($"Remove-EcsSnapshot {snapshot} -Confirm:$false");

        Assert.Equal([EcsErrorId.RequirementFailed], refused.ErrorIds);
        Assert.Equal([EcsErrorId.NotFound], _session.Invoke($"Get-EcsSnapshot -Id {snapshot}").ErrorIds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rescue_StartAndStop_BootsTheImageAndTheOwnDiskAgain(bool isStopped)
    {
        _lab.Require();
        string id = (await _lab.CreateAsync($"rescue-{isStopped}")).Single();
        string ubuntu = await _lab.IdOfAsync("image", "/images", "images", "lab-ubuntu-22");
        Run<EcsAccount>(LabSession.Connect);
        Run<EcsInstance>(isStopped ? $"Stop-EcsInstance {id}" : "");

        EcsOperation start = Run<EcsOperation>($"Start-EcsRescue {id} -ImageId {ubuntu} -Confirm:$false").Single();
        string meanwhile = (string)(await _lab.ShowAsync(id))["status"]!;
        Outcome wipe = _session.Invoke($"Invoke-EcsOsReinstall {id} -StopFirst -Backup None -PasswordInherit -Confirm:$false");
        EcsOperation stop = Run<EcsOperation>($"Stop-EcsRescue {id} -Confirm:$false").Single();

        Assert.True(start.Succeeded, start.Message);
        Assert.Equal("RESCUE", meanwhile);
        Assert.Equal([EcsErrorId.RequirementFailed], wipe.ErrorIds);
        Assert.True(stop.Succeeded, stop.Message);
        Assert.Equal(EcsInstanceStatus.Running, stop.Instance!.Status);
        Assert.Equal(["unrescue", "rescue"], (await _lab.ActionsOfAsync(id)).Take(2));
    }

    [Fact]
    public async Task Rescue_ServerBootsFromVolume_TakesAnImageThatIsMadeForIt()
    {
        _lab.Require();
        string id = (await _lab.CreateAsync("volume-rescue", volumeGiB: 11)).Single();
        Run<EcsAccount>(LabSession.Connect);
        string image = await _lab.CreateRescueImageAsync();

        Outcome plain = _session.Invoke($"Start-EcsRescue {id} -Confirm:$false");
        Outcome start = _session.Invoke($"Start-EcsRescue {id} -ImageId {image} -Confirm:$false");
        string meanwhile = (string)(await _lab.ShowAsync(id))["status"]!;
        await _lab.SendAsync(HttpMethod.Delete, "image", $"/images/{image}");

        Assert.Equal([EcsErrorId.RequirementFailed], plain.ErrorIds);
        if (start.Errors.Count > 0)
        {
            // Whether its host can do it is known to Nova alone, which then refuses before anything is done.
            Assert.Equal((EcsErrorId.CloudError, 400, "ACTIVE"), (Assert.Single(start.ErrorIds), ((EcsException)start.Errors[0].Exception).HttpStatus, meanwhile));
            Assert.Skip("nova's fake hypervisor rescues no server that boots from a volume");
        }

        Assert.Equal("RESCUE", meanwhile);
        Assert.True(Run<EcsOperation>($"Stop-EcsRescue {id} -Confirm:$false").Single().Succeeded);
    }

    [Theory]
    [InlineData("Start-EcsRescue $id -HelperInstance $id", EcsErrorId.RequirementFailed)]
    [InlineData("Start-EcsRescue $id -ImageId 00000000-0000-0000-0000-000000000000", EcsErrorId.RequirementFailed)]
    [InlineData("Stop-EcsRescue $id -DiskId x", null)] // it is in none
    [InlineData("Mount-EcsDisk $id -DiskId 00000000-0000-0000-0000-000000000000", EcsErrorId.RequirementFailed)]
    [InlineData("Dismount-EcsDisk $id -DiskId \"$id/root\" -StopFirst", EcsErrorId.RequirementFailed)]
    [InlineData("Remove-EcsSnapshot 00000000-0000-0000-0000-000000000000", EcsErrorId.NotFound)]
    [InlineData("Remove-EcsImage 00000000-0000-0000-0000-000000000000", EcsErrorId.NotFound)]
    [InlineData("Remove-EcsKeyPair nobodys", EcsErrorId.NotFound)]
    [InlineData("Add-EcsTag $id @{ 'a/b' = '1' }", EcsErrorId.InvalidInput)]
    [InlineData("Add-EcsTag $id @{ 'größe' = '1' }", EcsErrorId.InvalidInput)]
    public async Task Change_WhatCannotBe_IsRefused(string script, string? errorId)
    {
        _lab.Require();
        string id = (await _lab.SharedAsync("pairless")).Single();
        Run<EcsAccount>(LabSession.Connect);

        Outcome outcome = _session.Invoke($"{script} -Confirm:$false", ("id", id));

        Assert.Equal(errorId is null ? [] : [errorId], outcome.ErrorIds);
        Assert.Equal(["create"], await _lab.ActionsOfAsync(id));
    }

    private IReadOnlyList<T> Run<T>(string script, params (string Name, object? Value)[] variables) => _session.Run<T>(script, variables);

    private string NewKeyPair()
    {
        string name = $"{_lab.Prefix}-{Guid.NewGuid():N}"[..16];
        Run<object>($"{LabSession.Connect}; New-EcsKeyPair {name} '{Path.Combine(_folder, name)}'");
        return name;
    }

    // A data disk outlives its server.
    private async Task DropAsync(string server, string volume)
    {
        Run<EcsOperation>($"Remove-EcsInstance {server} -Running -Confirm:$false");
        await _lab.DropVolumeAsync(volume);
    }
}
