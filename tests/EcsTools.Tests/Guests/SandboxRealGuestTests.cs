using System.Text.Json.Nodes;

using EcsTools.Tests.Commands;
using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Guests;

/// <summary>
/// The pages of the clouds that have no lab, walked to their last sentences: the cloud is the sandbox, served as a cloud is, and the guest of the
/// server is a real system in qemu. In .ci/nightly.
/// </summary>
[Collection(RealGuestCollection.Name)]
public sealed class SandboxRealGuestTests : IDisposable
{
    private const string Address = "127.0.0.9";
    private const string OldPassword = "Before \"1ß'";
    private const string Connect = """
        function Secure([string] $Text) { [System.Net.NetworkCredential]::new('', $Text).SecurePassword }
        $null = if ($env:BENCH_CLOUD -eq 'Alibaba') {
            Connect-EcsAccount Alibaba -Name cloud -Region cn-hangzhou -AccessKeyId $env:BENCH_ID -AccessKeySecret (Secure $env:BENCH_SECRET) -Endpoint $env:BENCH_URL
        } else {
            Connect-EcsAccount OpenTelekom -Name cloud -Region eu-de -DomainName $env:BENCH_DOMAIN -Endpoint $env:BENCH_URL -Credential ([pscredential]::new($env:BENCH_USER, (Secure $env:BENCH_PASSWORD)))
        }

        """;

    private readonly OpenStackLab _lab;
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-guests-").FullName;
    private readonly GuestLogin _guest;
    private readonly SandboxFixture? _bench;
    private readonly QemuGuest? _machine;

    public SandboxRealGuestTests(OpenStackLab lab)
    {
        (_lab, _guest) = (lab, new GuestLogin(_folder));
        if (lab.HasGuests)
        {
            _machine = new QemuGuest(Path.Combine(lab.Folder, "guest", "image.qcow2"), _folder, Address);
            _bench = new SandboxFixture("-Listen -TimeScale 1");
        }
    }

    public void Dispose()
    {
        _machine?.Dispose();
        _bench?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>'Reinstalling the OS' of Open Telekom Cloud, by the runbook that follows it step by step.</summary>
    [Fact]
    public async Task Runbook_OpenTelekom_EndsWithTheLoginOfThePage()
    {
        _lab.RequireGuests();
        (string oldKey, string newKey, string newPair) = await UseAsync("OpenTelekom");
        string known = await LogInAsync(oldKey, "cat /etc/ssh/ssh_host_ed25519_key.pub");

        JsonObject done = await TypeAsync("OpenTelekom", $$"""
            $null = Invoke-EcsCommand web-01 hostname -Method Ssh -KeyFile '{{oldKey}}' -ConnectTimeout 120 -HostKeyPolicy AcceptNew -Confirm:$false
            $all = & '{{Repository.Root}}/docs/examples/os-reinstall-procedure.ps1' -Account cloud -Name web-01 -KeyPairName {{newPair}} -KeyFile '{{newKey}}' -Backup Image -Approve { $true }
            $login = $all | Where-Object { $_ -is [EcsTools.Model.EcsLogin] }
            [ordered]@{ said = "$($all | Where-Object { $_ -is [string] })"; password = [Net.NetworkCredential]::new('', $login.Password).Password; effective = "$($login.Effective)" } | ConvertTo-Json -Compress
            """);

        Assert.Equal(nameof(EcsLoginEffect.Now), (string?)done["effective"]);
        await AssertFreshAsync(oldKey, newKey, (string)done["password"]!);
        Assert.NotEqual(known, await LogInAsync(newKey, "cat /etc/ssh/ssh_host_ed25519_key.pub"));
    }

    /// <summary>'Reinitialize Disk' and 'Reset password' of Alibaba Cloud.</summary>
    [Fact]
    public async Task ReinitializeDisk_Alibaba_EndsWithANewPassword()
    {
        _lab.RequireGuests();
        (string oldKey, string newKey, string newPair) = await UseAsync("Alibaba");

        JsonObject done = await TypeAsync("Alibaba", $$"""
            $server = Get-EcsInstance web-01
            $snapshot = (New-EcsSnapshot $server -Confirm:$false).SnapshotId
            $server | Stop-EcsInstance -Confirm:$false
            $reset = Reset-EcsSystemDisk web-01 -KeyPairName {{newPair}} -Backup None -Confirm:$false
            Start-EcsInstance web-01 -Confirm:$false
            $up = Wait-EcsInstance web-01 -For Guest -Timeout 1800 -PassThru
            $null = Invoke-EcsCommand web-01 '{{GuestBench.Settled}}' -Method Ssh -KeyFile '{{newKey}}' -HostKeyPolicy AcceptNew -ConnectTimeout 120 -CommandTimeout 900 -Confirm:$false
            $login = Reset-EcsPassword web-01 -Method Ssh -KeyFile '{{newKey}}' -ConnectTimeout 120 -Generate -Confirm:$false
            [ordered]@{
                state = "$($reset.State)"; status = "$($up.Status)"; snapshot = (Get-EcsSnapshot -Id $snapshot).IsUsable
                password = [Net.NetworkCredential]::new('', $login.Password).Password; effective = "$($login.Effective)"
            } | ConvertTo-Json -Compress
            """);

        Assert.Equal(
            (nameof(EcsOperationState.Succeeded), nameof(EcsInstanceStatus.Running), true, nameof(EcsLoginEffect.Now)),
            ((string?)done["state"], (string?)done["status"], (bool)done["snapshot"]!, (string?)done["effective"]));
        await AssertFreshAsync(oldKey, newKey, (string)done["password"]!);
    }

    /// <summary>Boots the guest of a server, and uses it.</summary>
    private async Task<(string OldKey, string NewKey, string NewPair)> UseAsync(string cloud)
    {
        EcsSandbox sandbox = _bench!.Sandbox;
        _bench.Run<object>($"[{typeof(SandboxGuest).FullName}]::Use('{cloud}', 'web-01', $machine)", ("machine", _machine));
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(30));
        while (await _guest.TryAsync(Address, sandbox.KeyFile, "true") is null)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), patience.Token);
        }

        await LogInAsync(sandbox.KeyFile, $"{GuestBench.Settled}\nchpasswd <<'END'\nroot:{OldPassword}\nEND\necho precious >/root/marker; sync");
        Assert.True(await _guest.TakesPasswordAsync(Address, OldPassword));
        return (sandbox.KeyFile, sandbox.SecondKeyFile, sandbox.SecondKeyPairName);
    }

    private Task<string> LogInAsync(string key, string command) => _guest.RunAsync(Address, key, command);

    private async Task AssertFreshAsync(string oldKey, string newKey, string password)
    {
        Assert.NotNull(await _guest.TryAsync(Address, newKey, "true"));
        Assert.Null(await _guest.TryAsync(Address, oldKey, "true"));
        Assert.Null(await _guest.TryAsync(Address, newKey, GuestBench.Marker));
        Assert.True(await _guest.TakesPasswordAsync(Address, password));
        Assert.False(await _guest.TakesPasswordAsync(Address, OldPassword));
    }

    private async Task<JsonObject> TypeAsync(string cloud, string script)
    {
        EcsSandbox sandbox = _bench!.Sandbox;
        using LabShell shell = new(_folder, Connect + script, new Dictionary<string, string?>
        {
            ["BENCH_CLOUD"] = cloud,
            ["BENCH_URL"] = sandbox.Url!.ToString(),
            ["BENCH_ID"] = sandbox.AccessKeyId,
            ["BENCH_SECRET"] = sandbox.AccessKeySecret,
            ["BENCH_DOMAIN"] = sandbox.DomainName,
            ["BENCH_USER"] = sandbox.UserName,
            ["BENCH_PASSWORD"] = sandbox.Password,
        });
        string told = await shell.EndAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        return JsonNode.Parse(told.Split('\n')[^1])!.AsObject();
    }
}
