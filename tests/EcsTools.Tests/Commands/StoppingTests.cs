using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class StoppingTests
{
    [Theory]
    [InlineData("Stop-EcsInstance web-01")]
    [InlineData("Wait-EcsInstance web-01 -For Stopped")]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false")]
    public async Task Waiting_ends_within_a_second(string script)
    {
        // At the pace of the wall what is waited for would take minutes.
        using SandboxFixture bench = new("-TimeScale 1");

        TimeSpan taken = await bench.Session.StopAsync(script, _ => bench.Records.Progress.Count > 1, TestContext.Current.CancellationToken);

        Assert.InRange(taken, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_listening_sandbox_that_waits_ends_with_its_command()
    {
        using ModuleSession session = new();

        await session.StopAsync("Start-EcsSandbox -Listen -Wait", output => output.Count > 0, TestContext.Current.CancellationToken);

        Assert.Empty(session.Run("Get-EcsSandbox"));
    }
}
