using EcsTools.Tests.Commands;

namespace EcsTools.Tests.Shell;

/// <summary>The example of plans that are approved as it is meant to be used: a process for each half, at clouds that know of neither.</summary>
public sealed class ApprovalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-approval-").FullName;
    private readonly SandboxFixture _bench = new("-Listen -TimeScale 20000");

    private string Plans => Path.Combine(_folder, "tonight.xml");

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task One_process_plans_and_another_runs_what_is_still_as_it_was()
    {
        _bench.Connect(SandboxFixture.Huawei);
        string image = _bench.Get("db-01", SandboxFixture.Huawei).ImageId;

        ShellProcess planned = await RunAsync("-Do Plan -Name db-*, hpc-01");
        Assert.True(planned.ExitCode == 0, planned.Error + planned.Output);
        Assert.Contains("Planned: db-01, db-02", planned.Output, StringComparison.Ordinal);
        Assert.Contains("Left out: hpc-01", planned.Output, StringComparison.Ordinal);
        Assert.Equal(0, _bench.Sandbox.WriteCount);

        ShellProcess shown = await RunAsync("-Do Show");
        Assert.Contains("db-02", shown.Output, StringComparison.Ordinal);
        Assert.Equal(0, _bench.Sandbox.WriteCount);

        _bench.Session.Run("Invoke-EcsOsReinstall db-02 -Backup None -Confirm:$false");
        EcsInstance changed = _bench.Get("db-02", SandboxFixture.Huawei);
        int before = _bench.Effects("Huawei:rebuild");

        ShellProcess run = await RunAsync("-Do Run");
        Assert.True(run.ExitCode == 1, run.Error + run.Output);
        Assert.Equal(["Succeeded: db-01", $"Refused: {changed}: {EcsErrorId.PlanChanged}"], Lines(run));
        Assert.Equal((1, 2), (before, _bench.Effects("Huawei:rebuild")));
        Assert.Equal(changed.Status, _bench.Get("db-02", SandboxFixture.Huawei).Status);
        Assert.Equal((image, EcsInstanceStatus.Running), (_bench.Get("db-01", SandboxFixture.Huawei).ImageId, _bench.Get("db-01", SandboxFixture.Huawei).Status));
    }

    private static IReadOnlyList<string> Lines(ShellProcess run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private Task<ShellProcess> RunAsync(string half)
    {
        EcsSandbox sandbox = _bench.Sandbox;
        string script = Path.Combine(Repository.Root, "docs", "examples", "approve-later.ps1");
        string command = $"""
            $null = Connect-EcsAccount Huawei -Name production -Region cn-north-4 -Endpoint {sandbox.Url} -AccessKeyId $env:TEST_ID -AccessKeySecret ([System.Net.NetworkCredential]::new('', $env:TEST_SECRET).SecurePassword)
            & '{script}' -Account production {half} -Path '{Plans}'
            exit $LASTEXITCODE
            """;
        return ShellProcess.RunAsync(
            "",
            ["-NoLogo", "-NoSandbox", "-Command", command],
            new Dictionary<string, string?> { ["ECSTOOLS_STATE"] = _folder, ["TEST_ID"] = sandbox.AccessKeyId, ["TEST_SECRET"] = sandbox.AccessKeySecret },
            TestContext.Current.CancellationToken);
    }
}
