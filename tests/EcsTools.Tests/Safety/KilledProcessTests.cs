using EcsTools.Core.Tests.State;
using EcsTools.Tests.Commands;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Tests.Safety;

/// <summary>
/// Processes are killed (SIGKILL) while they carry out operations: before and after every call that changes something, and while they
/// wait. Nothing is done twice, and what another process then says of each is true.
/// </summary>
public abstract class KilledProcessTests(string account, PostgresServer? server = null)
{
    /// <summary>Kills on Alibaba Cloud.</summary>
    public sealed class OnAlibaba() : KilledProcessTests(SandboxFixture.Alibaba)
    {
        [Fact]
        public Task Nor_is_it_where_a_cloud_has_one_such_server() => RunMainCallsInRoundsAsync();
    }

    /// <summary>Kills on Huawei Cloud.</summary>
    public sealed class OnHuawei() : KilledProcessTests(SandboxFixture.Huawei)
    {
        [Fact]
        public Task Nor_is_it_where_a_cloud_has_one_such_server() => RunMainCallsInRoundsAsync();
    }

    /// <summary>Kills on Open Telekom Cloud.</summary>
    public sealed class OnOpenTelekom() : KilledProcessTests(SandboxFixture.OpenTelekom)
    {
        /// <summary>By the same code as on Huawei Cloud.</summary>
        [Fact(Explicit = true)]
        public Task Nor_is_it_where_a_cloud_has_one_such_server() => RunMainCallsInRoundsAsync();
    }

    /// <summary>Kills on Alibaba Cloud, with the state in a database.</summary>
    public sealed class OnAlibabaWithDatabase(PostgresServer server) : KilledProcessTests(SandboxFixture.Alibaba, server)
    {
        [Fact(Explicit = true)]
        public Task Nor_is_it_where_a_cloud_has_one_such_server() => RunMainCallsInRoundsAsync();
    }

    /// <summary>Kills on Huawei Cloud, with the state in a database.</summary>
    public sealed class OnHuaweiWithDatabase(PostgresServer server) : KilledProcessTests(SandboxFixture.Huawei, server)
    {
        [Fact(Explicit = true)]
        public Task Nor_is_it_where_a_cloud_has_one_such_server() => RunMainCallsInRoundsAsync();
    }

    [Fact]
    public Task Nothing_is_done_twice_and_every_verdict_is_true() => RunAsync([.. Points.Where(p => p.Point.Kind == p.Scenario.Main)]);

    /// <summary>At every other call, and where nothing is left but to look: a session for each takes too long for every landing.</summary>
    [Fact(Explicit = true)]
    public Task Nor_is_anything_at_any_other_call() => RunAsync([.. Points.Where(p => p.Point.Kind != p.Scenario.Main)]);

    /// <summary>At every other call of operations for which a cloud has one server.</summary>
    [Fact(Explicit = true)]
    public Task Nor_is_anything_at_any_other_call_of_the_one_such_server() => RunInRoundsAsync((scenario, point) => point.Kind != scenario.Main);

    /// <summary>Kills before and after the main calls of operations for which a cloud has one server; everywhere each night, and where the code differs at every landing.</summary>
    private protected Task RunMainCallsInRoundsAsync() => RunInRoundsAsync((scenario, point) => point.Kind == scenario.Main);

    // There is one server with what each of these needs, so that a sandbox serves for one point of each.
    private async Task RunInRoundsAsync(Func<InterruptionScenario, Interruption, bool> filter)
    {
        InterruptionScenario[] scenes = [.. Scenes.Where(s => s.Server is not null)];
        Assert.SkipWhen(scenes.Length == 0, "No operation here needs a server of which the cloud has one.");
        foreach (IEnumerable<(InterruptionScenario, Interruption)> round in scenes
            .SelectMany(s => s.Interruptions.Where(point => filter(s, point)).Select((point, i) => (Round: i, Scenario: s, Point: point)))
            .GroupBy(p => p.Round, p => (p.Scenario, p.Point)))
        {
            await RunAsync([.. round]);
        }
    }

    private IEnumerable<(InterruptionScenario Scenario, Interruption Point)> Points =>
        Scenes.Where(s => s.Server is null).SelectMany(s => s.Interruptions.Select(point => (s, point)));

    // What was begun by this process is in a folder's journal.
    private IEnumerable<InterruptionScenario> Scenes => InterruptionScenarios.At(account).Where(s => server is null || !s.Before.Contains("$journal", StringComparison.Ordinal));

    private async Task RunAsync(params (InterruptionScenario, Interruption)[] points)
    {
        using ProcessKillFixture bench = new(account, server is null ? new ChildState() : new ChildDatabase(server), points.Length);
        await bench.RunAsync(points, TestContext.Current.CancellationToken);
    }
}
