using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;
using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Safety;

/// <summary>One password goes through the commands with every stream on; afterwards it is looked for wherever something is written.</summary>
public sealed class LeakTests(SshLab lab) : IClassFixture<SshLab>
{
    /// <summary>A password that the policies refuse: it is as secret as one that they take.</summary>
    internal const string Refused = "Canary 4711 refused";

    private const string Canary = ChangingCommand.Canary;

    /// <summary>Commands that get a password, and the faults that they meet.</summary>
    public static TheoryData<string, string> Commands => new()
    {
        { "Reset-EcsPassword web-01 -Account sandbox-huawei -Password $canary", "" },
        { "Reset-EcsPassword web-01 -Account sandbox-huawei -Password $canary -Restart", "" },
        { "Reset-EcsPassword web-01 -Account sandbox-huawei -Password $canary", "-Fault ServerError:1" },
        { "Reset-EcsPassword web-01 -Account sandbox-huawei -Password $canary", "-Fault CutAfter:1" },
        { "Reset-EcsPassword web-01 -Account sandbox-huawei -Password $canary", "-Fault Malformed:20" },
        { "Reset-EcsPassword web-01 -Account sandbox-huawei -Password $refused", "" },
        { "Reset-EcsPassword web-01 -Account sandbox-huawei -Credential ([pscredential]::new('root', $canary)) -WhatIf", "" },
        { "Reset-EcsPassword web-01 -Account sandbox-huawei -Password $canary -PlanOnly | Out-Default", "" },
        { "Reset-EcsPassword web-01 -Account sandbox-huawei -Password $canary | Out-Default", "" },
        { "Reset-EcsPassword web-01 -Account sandbox-huawei -Password $canary -Method Ssh -HostName 127.0.0.1 -Port 1 -LoginCredential ([pscredential]::new('ops', $canary))", "" },
        { "Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Password $canary -Backup None -Force", "" },
        { "Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Password $canary -Backup None -Force", "-Fault CutAfter:1" },
        { "Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Password $refused -Backup None -Force", "" },
        { "Invoke-EcsOsReinstall db-01 -Account sandbox-alibaba -Password $canary -Backup None -Force", "" },
        { "Invoke-EcsOsReinstall db-01 -Account sandbox-alibaba -Password $canary -Backup None -Force", "-Fault ServerError:1" },
        { "Invoke-EcsOsReinstall db-01 -Account sandbox-alibaba -Password $refused -Backup None -Force", "" },
        { "Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -UserData $data -Backup None -Force", "" },
        { "Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -UserData $data -Backup None -Force", "-Fault CutAfter:1" },
        { "Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -UserData $data -Backup None -Force", "-Fault Malformed:20" },
        { "Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -UserData $data -Backup None -PlanOnly | Out-Default", "" },
        { "Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -UserData $data -Backup None -WhatIf", "" },
        { "Reset-EcsPassword web-01 -Account sandbox-alibaba -Password $canary", "" },
        { "Reset-EcsPassword web-01 -Account sandbox-alibaba -Method Api -Password $canary", "" },
        { "Reset-EcsPassword web-01 -Account sandbox-alibaba -Method Agent -Password $canary", "" },
        { "Reset-EcsPassword web-01 -Account sandbox-alibaba -Method Agent -Password $canary", "-Fault CutAfter:2" },
        { "Reset-EcsPassword web-01 -Account sandbox-alibaba -Method Agent -Password $canary", "-Fault Malformed:20" },
        { "Invoke-EcsCommand web-01 -Command true -Account sandbox-otc -HostName 127.0.0.1 -Port 1 -LoginCredential ([pscredential]::new('ops', $canary))", "" },
        { "Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Password $canary -Backup None -Force", "-Fault ReinstallFails" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-alibaba -Password $canary -Force", "" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-alibaba -Password $canary -Force", "-Fault ServerError:1" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-alibaba -Password $canary -Force", "-Fault CutAfter:1" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-alibaba -Password $canary -Force", "-Fault Malformed:20" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-alibaba -Password $refused -Force", "" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-alibaba -UserData $data -Force", "" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-alibaba -UserData $data -PlanOnly | Out-Default", "" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-huawei -Password $canary -Force", "" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-huawei -Password $canary -Force", "-Fault ServerError:1" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-huawei -Password $canary -Force", "-Fault CutAfter:1" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-huawei -Password $canary -Force", "-Fault Malformed:20" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-huawei -Password $refused -Force", "" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-huawei -UserData $data -Force", "" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-huawei -UserData $data -PlanOnly | Out-Default", "" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-otc -Password $canary -Force", "" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-otc -Password $canary -Force", "-Fault ServerError:1" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-otc -Password $canary -Force", "-Fault CutAfter:1" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-otc -Password $canary -Force", "-Fault Malformed:20" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-otc -Password $refused -Force", "" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-otc -UserData $data -Force", "" },
        { "New-EcsInstance new-01 -LikeInstance web-01 -Account sandbox-otc -UserData $data -PlanOnly | Out-Default", "" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Nothing_is_left_anywhere(string command, string options)
    {
        using SandboxFixture bench = new(options);

        Look(bench, command);
    }

    [Theory]
    [InlineData("root", "web-01")]
    [InlineData("app", "web-01")]
    [InlineData("nosuchuser", "web-01")]
    [InlineData("root", "web-02")]
    public void Nothing_is_left_in_a_guest(string user, string name)
    {
        lab.Require();
        using SandboxFixture bench = new();
        lab.SayMetadata(bench.Get("web-01").Id);

        Look(
            bench,
            $"Reset-EcsPassword {name} -UserName {user} -Password $canary -Method Ssh -HostName 127.0.0.1 -Port {lab.Port} "
            + $"-KeyFile {lab.PathOf("id_ed25519")} -KnownHostsPath {lab.KnownHosts} -ConnectTimeout 60");
    }

    // What opens the sandbox, and what one could sign in with for a while.
    [Theory]
    [InlineData("Get-EcsInstance -Account sandbox-alibaba", "DescribeInstances: POST ")]
    [InlineData("Stop-EcsInstance web-01 -Account sandbox-huawei", "/cloudservers/action {\"os-stop\":{\"")]
    [InlineData("Stop-EcsInstance web-01 -Account sandbox-otc", "/cloudservers/action {\"os-stop\":{\"")]
    [InlineData("Connect-EcsAccount OpenTelekom -Region eu-de -Credential $login -DomainName $s.DomainName -Endpoint $s.Url", "/v3/auth/tokens?")]
    [InlineData("Connect-EcsAccount Alibaba -Region cn-hangzhou -AccessKeyId $s.AccessKeyId -AccessKeySecret $secret -Endpoint $s.Url", "GetCallerIdentity: POST ")]
    public void Debug_EveryRequest_IsToldWithoutWhatProvesIt(string command, string expected)
    {
        using SandboxFixture bench = new();
        if (command.StartsWith("Connect", StringComparison.Ordinal))
        {
            bench.Session.Run("Stop-EcsSandbox; $null = Start-EcsSandbox -Listen");
        }

        int before = bench.Sandbox.RequestCount;
        Outcome outcome = bench.Invoke(
            $$"""
            $s = Get-EcsSandbox
            $secret = [System.Net.NetworkCredential]::new('', $s.AccessKeySecret).SecurePassword
            $login = [pscredential]::new($s.UserName, [System.Net.NetworkCredential]::new('', $s.Password).SecurePassword)
            & { {{command}} -Debug -ErrorAction Stop } 5>&1 | Where-Object { $_ -is [System.Management.Automation.DebugRecord] } | ForEach-Object Message
            """);

        string[] lines = [.. outcome.Of<string>().Where(l => l.Contains(" -> ", StringComparison.Ordinal))];
        EcsSandbox sandbox = bench.Sandbox;
        Assert.Empty(outcome.Errors);
        Assert.Empty(bench.Records.Questions);
        Assert.Equal(sandbox.RequestCount - before, lines.Length);
        Assert.Contains(lines, l => l.Contains(expected, StringComparison.Ordinal));
        Assert.All(lines, l => Assert.Matches(@"^.+: [A-Z]+ http.+ -> HTTP \d{3}, RequestId [\w-]+, \d+ ms$", l));
        Assert.Empty(CapturedOutput.Find(string.Join('\n', lines), [sandbox.AccessKeyId, sandbox.AccessKeySecret, sandbox.Password, "X-Auth-Token", "Authorization"]));
        Assert.DoesNotContain(lines, l => l.Contains("Signature=", StringComparison.Ordinal) && !l.Contains("Signature=*", StringComparison.Ordinal));
    }

    private static void Look(SandboxFixture bench, string command)
    {
        string script = $$"""
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            $ConfirmPreference = 'None'
            & { {{command}} } 5>&1 6>&1
            $Error
            Get-EcsOperation
            """;

        Outcome outcome = bench.Invoke(script, ("canary", SshLab.Secret(Canary)), ("refused", SshLab.Secret(Refused)), ("data", $"#cloud-config\npassword: {Canary}\n"));

        string written = CapturedOutput.Collect(bench.Records, outcome, State);
        Assert.Contains(command.Split(' ')[1], written, StringComparison.Ordinal);
        Assert.Matches(@"(GET|POST) http\S+.* -> ", written);
        Assert.DoesNotContain(outcome.Errors, e => e.Exception is CommandNotFoundException);
        Assert.Empty(CapturedOutput.Find(written, [Canary, Refused]));
    }

    private static string State => Environment.GetEnvironmentVariable("ECSTOOLS_STATE")!;
}
