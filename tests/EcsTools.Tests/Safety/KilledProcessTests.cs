using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

using EcsTools.Tests.Commands;
using EcsTools.Tests.Safety.Wire;

using Xunit;

namespace EcsTools.Tests.Safety;

/// <summary>
/// Processes are killed (SIGKILL) while they carry out operations: before and after every call that changes something, and while they
/// wait. Nothing is done twice, and what another process then says of each is true.
/// </summary>
public abstract class KilledProcessTests(string account)
{
    /// <summary>Kills on Alibaba Cloud.</summary>
    public sealed class OnAlibaba() : KilledProcessTests(SandboxFixture.Alibaba);

    /// <summary>Kills on Huawei Cloud.</summary>
    public sealed class OnHuawei() : KilledProcessTests(SandboxFixture.Huawei);

    /// <summary>Kills on Open Telekom Cloud.</summary>
    public sealed class OnOpenTelekom() : KilledProcessTests(SandboxFixture.OpenTelekom);

    [Fact]
    public Task Nothing_is_done_twice_and_every_verdict_is_true() => RunAsync([.. Points.Where(p => p.Point.Kind == p.Scene.Main)]);

    /// <summary>At every other call, and where nothing is left but to look: a session for each takes too long for every landing.</summary>
    [Fact(Explicit = true)]
    public Task Nor_is_anything_at_any_other_call() => RunAsync([.. Points.Where(p => p.Point.Kind != p.Scene.Main)]);

    // There is one server with what each of these needs, so that a sandbox serves for one point of each.
    [Fact]
    public async Task Nor_is_it_where_a_cloud_has_one_such_server()
    {
        Scene[] scenes = [.. Scenes.At(account).Where(s => s.Server is not null)];
        Assert.SkipWhen(scenes.Length == 0, "No operation here needs a server of which the cloud has one.");
        foreach (IEnumerable<(Scene, Interruption)> round in scenes
            .SelectMany(s => s.Interruptions.Select((point, i) => (Round: i, Scene: s, Point: point)))
            .GroupBy(p => p.Round, p => (p.Scene, p.Point)))
        {
            await RunAsync([.. round]);
        }
    }

    private IEnumerable<(Scene Scene, Interruption Point)> Points =>
        Scenes.At(account).Where(s => s.Server is null).SelectMany(s => s.Interruptions.Select(point => (s, point)));

    private async Task RunAsync(params (Scene, Interruption)[] points)
    {
        using ProcessKillFixture bench = new(account, points.Length);
        await bench.RunAsync(points, TestContext.Current.CancellationToken);
    }
}
