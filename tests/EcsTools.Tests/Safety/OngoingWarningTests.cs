using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>A command that ends before what it waits for names what may continue at the provider, in one warning.</summary>
public sealed class OngoingWarningTests
{
    [Theory]
    [InlineData("Stop-EcsInstance web-01, web-02", "StopInstances", "Stop")]
    [InlineData("Start-EcsInstance db-01, db-02", "StartInstances", "Start")]
    [InlineData("Wait-EcsInstance web-01 -For Stopped", null, "Wait")]
    [InlineData("Restart-EcsInstance web-01, web-02", "RebootInstances", null)]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false", "ReInitDisk", null)]
    [InlineData("Set-EcsInstanceSize web-01 -Size @(Get-EcsInstanceSize web-01 -Available)[0].Name -StopFirst -Confirm:$false", "StopInstances", null)]
    [InlineData("New-EcsImage db-01 -Confirm:$false", "CreateImage", null)]
    public async Task Command_Stopped_NamesWhatContinues(string script, string? call, string? action)
    {
        using SandboxFixture bench = new("-TimeScale 1");
        Func<string, int> requests = bench.CountRequests();

        await bench.Session.StopAsync(
            $"{script} -WarningVariable told", _ => call is null ? bench.Records.Progress.Count > 1 : requests(call) > 0, TestContext.Current.CancellationToken);

        string warning = Assert.Single(bench.Records.Warnings);
        Assert.Equal([warning], bench.Session.Run("$told | ForEach-Object Message").Select(m => m.ToString()));
        string[] expected = action is null
            ? [.. bench.Operations().Select(o => o.OperationId)]
            : [.. script.Split(' ', ',').Where(w => w.Contains("-0", StringComparison.Ordinal)).Select(n => bench.Get(n).Id)];
        Assert.NotEmpty(expected);
        Assert.All(expected, id => Assert.Contains(id, warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WaitEcsOperation_Stopped_NamesOperation()
    {
        using SandboxFixture bench = new("-TimeScale 1");
        EcsOperation open = bench.Run<EcsOperation>("Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Backup None -NoWait -Confirm:$false").Single();
        bench.Records.Clear();

        await bench.Session.StopAsync($"Wait-EcsOperation {open.OperationId}", _ => bench.Records.Progress.Count > 1, TestContext.Current.CancellationToken);

        Assert.Contains(open.OperationId, Assert.Single(bench.Records.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SilentlyContinue", 0, 1)]
    [InlineData("Ignore", 0, 0)]
    [InlineData("Continue", 1, 1)]
    public async Task Command_StoppedWithWarningAction_FollowsIt(string preference, int shown, int kept)
    {
        using SandboxFixture bench = new("-TimeScale 1");
        Func<string, int> requests = bench.CountRequests();

        await bench.Session.StopAsync(
            $"Stop-EcsInstance web-01 -WarningAction {preference} -WarningVariable told", _ => requests("StopInstances") > 0, TestContext.Current.CancellationToken);

        Assert.Equal(shown, bench.Records.Warnings.Count);
        Assert.Equal(kept, bench.Session.Run("$told").Count);
    }

    [Fact]
    public void Wipe_FirstResultIsEnough_NamesTheOthersAndSendsNoMore()
    {
        using SandboxFixture bench = new("-TimeScale 3000");

        bench.Session.Run("Import-Module -Assembly $own", ("own", typeof(SelectFirstCommand).Assembly));
        Outcome outcome = bench.Invoke(
            "'db-01', 'db-02', 'prepaid-01', 'byol-01' | Invoke-EcsOsReinstall -Backup None -Confirm:$false -ThrottleLimit 2 -FailureLimit 9 -WarningVariable told -ErrorAction SilentlyContinue | Select-First");

        EcsOperation first = Assert.Single(outcome.Of<EcsOperation>());
        string warning = Assert.Single(bench.Records.Warnings);
        EcsOperation[] others = [.. bench.Operations().Where(o => o.OperationId != first.OperationId)];
        Assert.NotEmpty(others);
        Assert.All(others, o => Assert.Contains(o.OperationId, warning, StringComparison.Ordinal));
        Assert.DoesNotContain(first.OperationId, warning, StringComparison.Ordinal);
        Assert.Single(bench.Session.Run("$told"));
    }

    [Fact]
    public void Command_AllReported_SaysNothing()
    {
        using SandboxFixture bench = new();

        bench.Session.Run(
            "Stop-EcsInstance web-01; Restart-EcsInstance web-02; Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false; Wait-EcsInstance web-03; Stop-EcsInstance web-04 -NoWait");

        Assert.Empty(bench.Records.Warnings);
    }
}
