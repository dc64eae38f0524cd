using System.Globalization;
using System.Net;

using EcsTools.Tests.Hosting;
using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Commands;

/// <summary>The commands against a real OpenStack, which nobody here has written.</summary>
public sealed class OpenStackTests : IClassFixture<OpenStackLab>, IDisposable
{
    private readonly LabSession _session;
    private readonly OpenStackLab _lab;

    public OpenStackTests(OpenStackLab lab) => (_lab, _session) = (lab, new LabSession(lab));

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Servers_are_listed_stopped_started_and_restarted()
    {
        _lab.Require();
        string id = (await _lab.CreateAsync("power")).Single();
        EcsAccount account = Run<EcsAccount>(LabSession.Connect).Single();

        EcsInstance listed = Run<EcsInstance>($"Get-EcsInstance -Name {_lab.Prefix.ToUpperInvariant()}-P?wer -Status Running").Single();
        EcsInstance stopped = Run<EcsInstance>($"Get-EcsInstance -Id {id} | Stop-EcsInstance -PassThru").Single();
        EcsInstance started = Run<EcsInstance>($"Start-EcsInstance {id} -PassThru").Single();
        EcsInstance soft = Run<EcsInstance>($"Restart-EcsInstance {id} -PassThru -Confirm:$false").Single();
        EcsInstance hard = Run<EcsInstance>($"Restart-EcsInstance {id} -StopMode Hard -PassThru -Confirm:$false").Single();

        Assert.Equal((EcsCloud.OpenStack, "RegionOne", "lab (Default)", _lab.ProjectId), (account.Cloud, account.Region, account.Identity, account.AccountId));
        Assert.Equal((id, EcsInstanceStatus.Running, "s1.small", "lab-debian-12", EcsOsType.Linux), (listed.Id, listed.Status, listed.Size, listed.OsName, listed.OsType));
        Assert.StartsWith("10.77.", listed.PrivateIp, StringComparison.Ordinal);
        Assert.Equal((EcsInstanceStatus.Stopped, EcsInstanceStatus.Running), (stopped.Status, started.Status));
        Assert.Equal((EcsInstanceStatus.Running, EcsInstanceStatus.Running), (soft.Status, hard.Status));
        Assert.Equal(["reboot", "reboot", "start", "stop", "create"], await _lab.ActionsOfAsync(id));
    }

    [Fact]
    public async Task A_server_lives_through_every_wipe_and_its_release()
    {
        _lab.Require();
        string pair = await _lab.ImportKeyPairAsync();
        string id = (await _lab.CreateAsync("life", keyPair: pair)).Single();
        string ubuntu = await _lab.IdOfAsync("image", "/images", "images", "lab-ubuntu-22");
        Run<EcsAccount>(LabSession.Connect);

        EcsOperation reinstalled = Run<EcsOperation>($"Invoke-EcsOsReinstall {id} -StopFirst -Backup Image -Confirm:$false").Single();
        EcsOperation reset = Run<EcsOperation>($"Reset-EcsSystemDisk {id} -StopFirst -LeaveStopped -Backup None -IgnoreRequirement Settling -Confirm:$false").Single();
        EcsOperation switched = Run<EcsOperation>($"Switch-EcsSystemDisk {id} -ImageId {ubuntu} -Backup None -IgnoreRequirement Settling -KeyPairName {pair} -Confirm:$false").Single();
        EcsInstance renamed = Run<EcsInstance>($"Set-EcsInstance {id} -NewName {_lab.Prefix}-other -Description fresh -DeletionProtection $true -PassThru").Single();
        Outcome locked = _session.Invoke($"Remove-EcsInstance {id} -Running -Confirm:$false");
        EcsInstance unlocked = Run<EcsInstance>($"Set-EcsInstance {id} -DeletionProtection $false -Confirm:$false -PassThru").Single();
        EcsOperation released = Run<EcsOperation>($"Remove-EcsInstance {id} -Running -Confirm:$false").Single();

        Assert.All([reinstalled, reset, switched, released], o => Assert.Equal(EcsOperationState.Succeeded, o.State));
        Assert.Equal(EcsInstanceStatus.Running, reinstalled.Instance!.Status);
        Assert.NotNull(reinstalled.ImageId);
        Assert.Equal(EcsInstanceStatus.Stopped, reset.Instance!.Status);
        Assert.Equal((EcsInstanceStatus.Running, ubuntu), (switched.Instance!.Status, switched.Instance.ImageId));
        Assert.Equal(($"{_lab.Prefix}-other", "fresh", true), (renamed.Name, renamed.Description, renamed.DeletionProtection));
        Assert.Equal([EcsErrorId.RequirementFailed], locked.ErrorIds);
        Assert.Empty(unlocked.LockReasons);
        await _lab.GoneAsync(id);
        await _lab.SendAsync(System.Net.Http.HttpMethod.Delete, "image", $"/images/{reinstalled.ImageId}");
    }

    [Fact]
    public async Task User_data_goes_with_a_rebuild_as_long_as_it_may_be()
    {
        _lab.Require();
        string id = (await _lab.CreateAsync("data", hasNetwork: false)).Single();
        string text = "#cloud-config\n# \u00e4\n".PadRight(49148, '#');
        Run<EcsAccount>(LabSession.Connect);

        EcsOperation operation = Run<EcsOperation>(
            $"Invoke-EcsOsReinstall {id} -StopFirst -Backup None -PasswordInherit -UserData $text -Confirm:$false", ("text", text)).Single();

        Assert.Equal(EcsOperationState.Succeeded, operation.State);

        // Only an administrator is shown it.
        (string admin, _) = await _lab.LogInAsync("admin");
        string held = (string)(await _lab.SendAsync(System.Net.Http.HttpMethod.Get, "compute", $"/servers/{id}", token: admin))!["server"]!["OS-EXT-SRV-ATTR:user_data"]!;
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(held)));
    }

    [Fact]
    public async Task A_new_size_holds_when_the_server_is_well_and_is_undone_when_it_is_not()
    {
        _lab.Require();
        string id = (await _lab.CreateAsync("size")).Single();
        Run<EcsAccount>(LabSession.Connect);

        Outcome undone = _session.Invoke($"Set-EcsInstanceSize {id} s1.medium -HealthCheck {{ $_.ProviderStatus -ne 'VERIFY_RESIZE' }} -Confirm:$false");
        string afterUndo = (string)(await _lab.ShowAsync(id))["flavor"]!["original_name"]!;
        EcsOperation held = Run<EcsOperation>($"Set-EcsInstanceSize {id} s1.medium -HealthCheck {{ $_.Size -eq 's1.medium' }} -Confirm:$false").Single();
        EcsOperation open = Run<EcsOperation>($"Set-EcsInstanceSize {id} s1.large -NoWait -Confirm:$false").Single();
        EcsOperation resumed = Run<EcsOperation>($"Resume-EcsOperation {open.OperationId}").Single();
        Outcome smaller = _session.Invoke($"Set-EcsInstanceSize {id} s1.small -Confirm:$false");

        Assert.Equal([EcsErrorId.HealthCheckFailed], undone.ErrorIds);
        Assert.Equal("s1.small", afterUndo);
        Assert.Equal((EcsOperationState.Succeeded, "s1.medium", EcsInstanceStatus.Running), (held.State, held.Instance!.Size, held.Instance.Status));
        Assert.Equal((EcsOperationState.Running, EcsOperationState.Succeeded), (open.State, resumed.State));
        Assert.Equal(("s1.large", "ACTIVE"), (resumed.Instance!.Size, resumed.Instance.ProviderStatus));
        Assert.Equal([EcsErrorId.RequirementFailed], smaller.ErrorIds);
        Assert.Equal(["confirmResize", "resize", "confirmResize", "resize", "revertResize", "resize", "create"], await _lab.ActionsOfAsync(id));
    }

    [Fact]
    public async Task Passwords_are_set_through_the_API_and_stored_ones_read()
    {
        _lab.Require();
        string id = (await _lab.CreateAsync("password")).Single();
        Run<EcsAccount>(LabSession.Connect);

        EcsLogin login = Run<EcsLogin>($"Reset-EcsPassword {id} -Generate -Confirm:$false").Single();
        Outcome agent = _session.Invoke($"Reset-EcsPassword {id} -Method Agent -Generate -Confirm:$false");
        Outcome nothingStored = _session.Invoke($"Remove-EcsPassword {id} -Confirm:$false");
        Run<EcsInstance>($"Stop-EcsInstance {id}");
        Outcome off = _session.Invoke($"Reset-EcsPassword {id} -Generate -Confirm:$false");

        Assert.Equal(("root", "Api", EcsLoginEffect.Unverified), (login.UserName, login.Method, login.Effective));
        Assert.Equal([EcsErrorId.NotSupported], agent.ErrorIds);
        Assert.Equal([EcsErrorId.RequirementFailed], nothingStored.ErrorIds);
        Assert.Equal([EcsErrorId.RequirementFailed], off.ErrorIds);
    }

    [Fact]
    public async Task What_else_the_account_holds_is_listed()
    {
        _lab.Require();
        string id = (await _lab.CreateAsync("stock")).Single();
        Run<EcsAccount>(LabSession.Connect);

        EcsDisk disk = Run<EcsDisk>($"Get-EcsDisk -InstanceId {id}").Single();

        Assert.Equal((true, 10, "local", $"{id}/root"), (disk.IsSystemDisk, disk.SizeGiB, disk.Category, disk.Id));
        Assert.Equal(disk.Id, Run<EcsDisk>($"Get-EcsDisk -Id {disk.Id}").Single().Id);
        Assert.Contains(disk.Id, Run<EcsDisk>("Get-EcsDisk").Select(d => d.Id));
        Assert.Equal(EcsOsType.Linux, Run<EcsImage>("Get-EcsImage -Name lab-deb*").Single().OsType);
        Assert.Equal(["Downgrade", "Same", "Upgrade"], Run<EcsInstanceSize>("Get-EcsInstanceSize").Select(s => Run<EcsInstanceSize>($"Get-EcsInstanceSize {id}").Single(o => o.Name == s.Name).Direction).Distinct().Append("Downgrade").Order());
        Assert.Equal("RegionOne", Run<EcsRegion>("Get-EcsRegion").Single().Id);
    }

    [Theory]
    [InlineData("Stop-EcsInstance $id -StopMode Hard", EcsErrorId.NotSupported)]
    [InlineData("Stop-EcsInstance $id -StopCharging", EcsErrorId.NotSupported)]
    [InlineData("New-EcsSnapshot $id -Confirm:$false", EcsErrorId.RequirementFailed)]
    [InlineData("Restore-EcsSnapshot $id -SnapshotId 00000000-0000-0000-0000-000000000000 -Confirm:$false", EcsErrorId.NotSupported)]
    [InlineData("Remove-EcsInstance $id -Running -DeleteDataDisks -Confirm:$false", EcsErrorId.NotSupported)]
    [InlineData("Invoke-EcsOsReinstall $id -Backup None -Confirm:$false", EcsErrorId.RequirementFailed)]
    [InlineData("Invoke-EcsOsReinstall $id -StopFirst -Backup Snapshot -Confirm:$false", EcsErrorId.RequirementFailed)]
    [InlineData("Invoke-EcsOsReinstall $id -StopFirst -Backup None -KeyPairName nobodys -Confirm:$false", EcsErrorId.RequirementFailed)]
    [InlineData("Switch-EcsSystemDisk $id -ImageId 00000000-0000-0000-0000-000000000000 -StopFirst -Backup None -PasswordInherit -Confirm:$false", EcsErrorId.RequirementFailed)]
    [InlineData("Set-EcsInstanceSize $id huge -Confirm:$false", EcsErrorId.RequirementFailed)]
    [InlineData("Invoke-EcsCommand $id 'true' -Method Agent -Confirm:$false", EcsErrorId.NotSupported)]
    [InlineData("Get-EcsInstance -Id 00000000-0000-0000-0000-000000000000", EcsErrorId.InstanceNotFound)]
    [InlineData("Connect-EcsAccount OpenStack -Region Elsewhere -Endpoint $identity -ProjectName lab -Credential $user", EcsErrorId.RegionNotFound)]
    [InlineData("Connect-EcsAccount OpenStack -Endpoint $identity -ProjectName admin -Credential $user", EcsErrorId.InvalidCredential)]
    [InlineData("Connect-EcsAccount OpenStack -Endpoint $identity -ProjectName lab -DomainName Nowhere -Credential $user", EcsErrorId.InvalidCredential)]
    public async Task Refusals_have_the_same_ids_as_elsewhere(string script, string errorId)
    {
        _lab.Require();
        string id = (await _lab.SharedAsync("refusals")).Single();
        Run<EcsAccount>(LabSession.Connect);

        Outcome outcome = _session.Invoke(script, ("id", id));

        Assert.Equal([errorId], outcome.ErrorIds);
        Assert.NotNull(outcome.Errors[0].ErrorDetails?.RecommendedAction);
        Assert.Equal(["create"], await _lab.ActionsOfAsync(id));
    }

    [Fact]
    public async Task A_server_that_boots_from_a_volume_is_backed_up_by_a_snapshot_and_really_wiped()
    {
        _lab.Require();
        string id = (await _lab.CreateAsync("booted", volumeGiB: 12)).Single();
        string ubuntu = await _lab.IdOfAsync("image", "/images", "images", "lab-ubuntu-22");
        Run<EcsAccount>(LabSession.Connect);

        EcsDisk disk = Run<EcsDisk>($"Get-EcsDisk -InstanceId {id}").Single();
        EcsSnapshot snapshot = Run<EcsSnapshot>($"New-EcsSnapshot {id} -SnapshotName before -Confirm:$false; Get-EcsSnapshot -InstanceId {id}").Single();
        EcsOperation switched = Run<EcsOperation>($"Switch-EcsSystemDisk {id} -ImageId {ubuntu} -StopFirst -Backup Image -PasswordInherit -Confirm:$false").Single();
        string afterSwitch = _lab.BeginningOf(disk.Id);
        EcsOperation reinstalled = Run<EcsOperation>($"Invoke-EcsOsReinstall {id} -StopFirst -Backup Snapshot -PasswordInherit -IgnoreRequirement Settling -Confirm:$false").Single();
        Outcome hollow = _session.Invoke($"Switch-EcsSystemDisk {id} -ImageId {switched.ImageId} -StopFirst -Backup None -PasswordInherit -IgnoreRequirement Settling -Confirm:$false");
        EcsSnapshot backup = Run<EcsSnapshot>($"Get-EcsSnapshot -Id {reinstalled.SnapshotId}").Single();

        Assert.Equal((true, 12, "files", true, "in-use"), (disk.IsSystemDisk, disk.SizeGiB, disk.Category, disk.DeleteWithInstance, disk.Status));
        Assert.Equal((disk.Id, id, true, true, 12, "before"), (snapshot.DiskId, snapshot.InstanceId, snapshot.IsSystemDisk, snapshot.IsUsable, snapshot.SizeGiB, snapshot.Name));
        Assert.All([switched, reinstalled], o => Assert.Equal(EcsOperationState.Succeeded, o.State));
        Assert.Equal((ubuntu, disk.Id, EcsInstanceStatus.Running), (reinstalled.Instance!.ImageId, reinstalled.Instance.SystemDiskId, reinstalled.Instance.Status));
        Assert.Equal(("lab-debian-12", "lab-ubuntu-22", "lab-ubuntu-22"), (_lab.BeginningOf(snapshot.Id), afterSwitch, _lab.BeginningOf(disk.Id)));
        Assert.Equal((disk.Id, "lab-ubuntu-22"), (backup.DiskId, _lab.BeginningOf(backup.Id)));
        Assert.Equal([EcsErrorId.RequirementFailed], hollow.ErrorIds);
        Assert.Contains(backup.Id, Run<EcsSnapshot>($"Get-EcsSnapshot -DiskId {disk.Id}").Select(s => s.Id));
        await _lab.SendAsync(System.Net.Http.HttpMethod.Delete, "image", $"/images/{switched.ImageId}");
        await _lab.DropSnapshotsAsync(disk.Id);
    }

    [Fact]
    public async Task Domains_of_user_and_project_are_named_by_id_or_by_name()
    {
        _lab.Require();
        string domain = $"{_lab.Prefix}-domain";
        (string domainId, string projectId) = await _lab.MakeProjectAsync(domain, "elsewhere");
        const string There = "Connect-EcsAccount OpenStack -Endpoint $identity -ProjectName elsewhere -Credential $user";

        string[] projects =
        [
            .. new[] { "-DomainId default -ProjectDomainName " + domain, "-DomainName Default -ProjectDomainId " + domainId, "-ProjectDomainId " + domainId }
                .SelectMany(domains => Run<EcsAccount>($"{There} {domains}")).Select(a => a.AccountId),
        ];
        Outcome users = _session.Invoke($"{There} -DomainId {domainId} -ProjectDomainId {domainId}");
        Outcome both = _session.Invoke($"{There} -DomainId default -DomainName Default");

        Assert.Equal([projectId, projectId, projectId], projects);
        Assert.Equal([EcsErrorId.InvalidCredential, EcsErrorId.InvalidInput], users.ErrorIds.Concat(both.ErrorIds));
    }

    [Fact]
    public async Task Clouds_yaml_application_credentials_and_tokens_log_in()
    {
        _lab.Require();
        string folder = Directory.CreateTempSubdirectory("ecstools-clouds-").FullName;
        (string id, string secret) = await _lab.CreateApplicationCredentialAsync();
        (string token, _) = await _lab.LogInAsync(OpenStackLab.User);
        File.WriteAllText(Path.Combine(folder, "clouds.yaml"), $"clouds:\n  mine:\n    region_name: RegionOne\n    interface: internal\n    auth: {{auth_url: '{_lab.Identity[..^3]}', username: lab, user_domain_name: Default, project_id: {_lab.ProjectId}}}\n");
        File.WriteAllText(Path.Combine(folder, "secure.yaml"), $"clouds:\n  mine:\n    auth: {{password: '{_lab.Password}'}}\n");

        string[] identities =
        [
            .. Run<EcsAccount>($"$null = $ExecutionContext.SessionState.Path.SetLocation('{folder}'); Connect-EcsAccount -Profile mine -WarningAction SilentlyContinue").Select(a => a.Identity),
            .. Run<EcsAccount>("Connect-EcsAccount OpenStack -Name app -Endpoint $identity -AccessKeyId $id -AccessKeySecret $secret", ("id", id), ("secret", new NetworkCredential("", secret).SecurePassword)).Select(a => a.AccountId),
            .. Run<EcsAccount>("Connect-EcsAccount OpenStack -Name token -Endpoint $identity -Token $token", ("token", new NetworkCredential("", token).SecurePassword)).Select(a => a.AccountId),
        ];

        Assert.Equal(["lab (Default)", _lab.ProjectId, _lab.ProjectId], identities);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_token_taken_back_is_replaced_and_one_that_cannot_be_is_told()
    {
        _lab.Require();
        (string token, _) = await _lab.LogInAsync(OpenStackLab.User);
        Run<EcsAccount>("Connect-EcsAccount OpenStack -Name token -Endpoint $identity -Token $token", ("token", new NetworkCredential("", token).SecurePassword));

        await _lab.RevokeAsync(token);
        Outcome gone = _session.Invoke("Get-EcsInstance -Account token");

        Assert.Equal([EcsErrorId.InvalidCredential], gone.ErrorIds);
        Assert.DoesNotContain(token, gone.Errors[0].Exception.ToString(), StringComparison.Ordinal);
    }

    // How many is said by ECSTOOLS_OPENSTACK_FLEET: making two hundred takes the lab a minute and more.
    [Fact]
    public async Task A_fleet_is_listed_in_small_pages_stopped_and_started()
    {
        _lab.Require();
        int count = int.TryParse(Environment.GetEnvironmentVariable("ECSTOOLS_OPENSTACK_FLEET"), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? wanted : 40;
        string[] made = await _lab.CreateAsync("fleet", count, hasNetwork: false);
        using NovaApiProcess nova = new(_lab, $"[api]\nmax_limit = {count / 4}");
        await nova.StartAsync();
        Run<EcsAccount>($"$null = $ExecutionContext.SessionState.Path.SetLocation('{nova.Folder}'); Connect-EcsAccount -Profile own");

        IReadOnlyList<EcsInstance> listed = Run<EcsInstance>($"Get-EcsInstance -Name {_lab.Prefix}-fleet*");
        IReadOnlyList<EcsInstance> stopped = Run<EcsInstance>($"Get-EcsInstance -Name {_lab.Prefix}-fleet* | Stop-EcsInstance -PassThru -ThrottleLimit 10 -Confirm:$false");
        IReadOnlyList<EcsInstance> started = Run<EcsInstance>($"Get-EcsInstance -Name {_lab.Prefix}-fleet* | Start-EcsInstance -PassThru -ThrottleLimit 10");

        Assert.Equal(made.Order(), listed.Select(i => i.Id).Order());
        Assert.Equal((count, count), (stopped.Count(i => i.Status == EcsInstanceStatus.Stopped), started.Count(i => i.Status == EcsInstanceStatus.Running)));
        Assert.All(await _lab.ListAsync($"{_lab.Prefix}-fleet"), s => Assert.Equal("ACTIVE", (string?)s["status"]));
    }

    private IReadOnlyList<T> Run<T>(string script, params (string Name, object? Value)[] variables) => _session.Run<T>(script, variables);
}
