using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>A backup that was begun and is not used costs money until somebody deletes it: the operation names it.</summary>
public sealed class UnusedBackupTests
{
    private const string Wipe = "Invoke-EcsOsReinstall db-01 -Backup Image -Confirm:$false";

    [Theory]
    [InlineData(SandboxFixture.Alibaba, "CreateImage")]
    [InlineData(SandboxFixture.Huawei, "cloudimages/action")]
    [InlineData(SandboxFixture.OpenTelekom, "cloudimages/action")]
    public async Task ResumeEcsOperation_StoppedDuringBackup_NamesImage(string account, string call)
    {
        // Slow enough to be stopped in the middle, fast enough that what the cloud does then ends soon.
        using SandboxFixture bench = new("-TimeScale 300");
        Func<string, int> requests = bench.CountRequests();
        await bench.Session.StopAsync($"{Wipe} -Account {account}", _ => requests(call) > 0, TestContext.Current.CancellationToken);

        Outcome outcome = bench.Invoke("Get-EcsOperation -Account $account | Resume-EcsOperation -Confirm:$false", ("account", account));

        EcsOperation operation = outcome.Of<EcsOperation>().Single();
        Assert.Equal(EcsOperationState.Abandoned, operation.State);
        Assert.NotNull(operation.ImageId);
        Assert.Contains(operation.ImageId, operation.Message, StringComparison.Ordinal);
        Assert.Equal(operation.ImageId, bench.Run<EcsOperation>($"Get-EcsOperation {operation.OperationId}").Single().ImageId);
        Assert.Equal(0, requests("ReInitDisk") + requests("reinstall"));
    }
}
