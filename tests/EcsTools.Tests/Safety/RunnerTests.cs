using System.Globalization;

using EcsTools.Core.Tests.State;
using EcsTools.Tests.Commands;
using EcsTools.Tests.Safety.Wire;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace EcsTools.Tests.Safety;

/// <summary>Processes that share a database as machines of a pool do: no server is in two hands, and nothing is lost.</summary>
public sealed class RunnerTests(PostgresServer server) : IDisposable
{
    private const string Count = "ECSTOOLS_RUNNERS";
    private readonly ChildDatabase _state = new(server);

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    /// <summary>All of them are given the same approved plans. <c>ECSTOOLS_RUNNERS=20x1000</c> takes so many runners and servers.</summary>
    [Fact]
    public async Task Invoke_SamePlansOnSeveralRunners_EachIsRunOnce()
    {
        int[] size = [.. (Environment.GetEnvironmentVariable(Count) ?? "3x12").Split('x').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using SandboxFixture bench = new($"-Listen -TimeScale 20000 -InstanceCount {size[1] + 20}");
        await using FaultProxy bridge = new(bench.Sandbox.Url!);
        string plans = Path.Combine(_state.Folder, "plans.xml");
        string[] made = [.. await RunAsync(
            $"Get-EcsInstance node-* | Select-Object -First {size[1]} | Invoke-EcsOsReinstall -StopFirst -Backup None -PlanOnly | Export-Clixml '{plans}'; 'made'")];
        Assert.Equal(["made"], made);

        string[][] outcomes = await Task.WhenAll(Enumerable.Range(0, size[0]).Select(i => RunAsync(
            $"Import-Clixml '{plans}' | Sort-Object {{ Get-Random -SetSeed {i + 1} }} | Invoke-EcsPlan -Confirm:$false -Force -ThrottleLimit 20 -FailureLimit 100000 -ErrorAction SilentlyContinue -ErrorVariable refused "
            + "| ForEach-Object { \"$($_.InstanceName)=$($_.State)\" }; $refused | ForEach-Object { 'refused=' + ($_.FullyQualifiedErrorId -split ',')[0] + '=' + $_ }")));

        string[] done = [.. outcomes.SelectMany(o => o).Where(o => o.EndsWith("=Succeeded", StringComparison.Ordinal))];
        Assert.True(size[1] == done.Length, string.Join(Environment.NewLine, outcomes.SelectMany(o => o)));
        Assert.Equal(size[1], done.Distinct().Count());
        Assert.All(outcomes.SelectMany(o => o).Except(done), o => Assert.Contains(o.Split('=')[1], new[] { EcsErrorId.PlanChanged, EcsErrorId.OperationInProgress, "Abandoned" }));
        Assert.Equal(size[1], bridge.Calls.Count(c => c.Kind == "wipe"));
        Assert.Equal(
            ["True", $"{size[1]}"],
            await RunAsync("(Get-EcsAuditRecord -Verify).IsIntact; @(Get-EcsAuditRecord | Where-Object { $_.Step -eq 'RebuildSystemDisk' -and $_.Outcome -eq 'Sending' } | Group-Object InstanceId).Count"));
        Assert.Equal($"{size[1]}", _state.Execute("SELECT count(*) FROM operation WHERE entry::jsonb ->> 'State' = 'Succeeded'"));
        Assert.Equal("0", _state.Execute("SELECT count(*) FROM claim"));

        async Task<string[]> RunAsync(string script)
        {
            using ChildShell shell = ChildShell.Start(_state, bench.Sandbox, bridge.Url, SandboxFixture.Alibaba, [script], cancellation);
            (IReadOnlyList<string> lines, string errors) = await shell.EndAsync(cancellation);
            Assert.Equal("", errors);
            return [.. lines];
        }
    }

    [Fact]
    public async Task WaitEcsOperation_OfAnotherRunner_EndsWithItsClaim()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using SandboxFixture bench = new("-Listen -TimeScale 20000");
        await using FaultProxy bridge = new(bench.Sandbox.Url!);
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isFree = false;
        bridge.Rule = call => call.Kind == "wipe" && !isFree ? ProxyAction.HeldBefore : ProxyAction.Free;
        bridge.Held = () => held.TrySetResult();
        using ChildShell first = Start("Invoke-EcsOsReinstall web-01 -StopFirst -Backup None -Confirm:$false -Force | ForEach-Object { \"$($_.State)\" }");
        Task<(IReadOnlyList<string> Lines, string Errors)> end = first.EndAsync(cancellation);
        await Task.WhenAny(held.Task, end);
        Assert.False(end.IsCompleted);
        using ChildShell second = Start("Get-EcsOperation | Wait-EcsOperation -ErrorAction SilentlyContinue -ErrorVariable e | ForEach-Object { \"$($_.State)\" }; $e.FullyQualifiedErrorId");
        Task<(IReadOnlyList<string> Lines, string Errors)> wait = second.EndAsync(cancellation);

        // The held call never arrives, and its runner ends: the operation is found as it was left.
        await first.KillAsync(cancellation);
        isFree = true;
        _state.EndClaims();
        _state.Age();
        (IReadOnlyList<string> lines, string errors) = await wait;

        Assert.Equal("", errors);
        Assert.NotEmpty(lines);
        Assert.DoesNotContain("Succeeded", lines);
        Assert.Equal(0, bench.Effects("wipe"));

        ChildShell Start(string script) => ChildShell.Start(_state, bench.Sandbox, bridge.Url, SandboxFixture.Alibaba, [script], cancellation);
    }
}
