using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;
using EcsTools.Tests.Commands;
using EcsTools.Tests.Safety.Wire;

using Xunit;

namespace EcsTools.Tests.Safety;

/// <summary>
/// Processes are killed (SIGKILL) while they carry out operations: before and after every call that changes something, and while they
/// wait. One process works on as many servers as there are such points, each held at its own on the wire, and is killed once all are
/// held. Another process settles what the journal has. Then what was done is counted, and the verdicts are held against it.
/// </summary>
public abstract partial class KilledProcessTests(string account) : IDisposable
{
    private const int Nodes = 40;
    private static readonly SemaphoreSlim Processes = new(4);
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-killed-").FullName;
    private readonly SandboxBench _bench = new($"-Listen -InstanceCount {Nodes}");
    private int _nodesTaken;

    /// <summary>Kills on Alibaba Cloud.</summary>
    public sealed class OnAlibaba() : KilledProcessTests(SandboxBench.Alibaba);

    /// <summary>Kills on Huawei Cloud.</summary>
    public sealed class OnHuawei() : KilledProcessTests(SandboxBench.Huawei);

    /// <summary>Kills on Open Telekom Cloud.</summary>
    public sealed class OnOpenTelekom() : KilledProcessTests(SandboxBench.OpenTelekom);

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Nothing_is_done_twice_and_every_verdict_is_true()
    {
        _bench.Connect(account);
        await Task.WhenAll(Scenes().Where(s => s.Account == account).Select(PlayAsync).ToArray());
    }

    // A row for each operation that a cloud offers.
    private static IEnumerable<Scene> Scenes()
    {
        yield return new(SandboxBench.Alibaba, "reinstall", "Invoke-EcsOsReinstall -StopFirst -Backup None", ["stop", "wipe"], "wipe")
        {
            // The disk keeps its id, and nothing else tells (contract 3.14).
            LeavesNoProof = true,
            LeavesNoProofOfNothing = true,
        };
        yield return new(SandboxBench.Alibaba, "switch", "Switch-EcsSystemDisk -ImageId $image -StopFirst -Backup None", ["stop", "wipe", "start"], "wipe")
        {
            LeavesNoProofOfNothing = true,
        };
        foreach (string account in new[] { SandboxBench.Huawei, SandboxBench.OpenTelekom })
        {
            yield return new(account, "reinstall", "Invoke-EcsOsReinstall -StopFirst -Backup None", ["stop", "wipe"], "wipe");
            yield return new(account, "switch", "Switch-EcsSystemDisk -ImageId $image -StopFirst -Backup None", ["stop", "wipe"], "wipe");
        }
    }

    private async Task PlayAsync(Scene scene)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string folder = Directory.CreateDirectory(Path.Combine(_folder, scene.Name)).FullName;
        await using Bridge bridge = new(_bench.Sandbox.Url!);
        Victim[] victims = [.. scene.Interruptions.Select(point => Choose(bridge, point))];
        string servers = string.Join(", ", victims.Select(v => $"'{v.Name}'"));
        string command = $"$image = (Get-EcsInstance web-01).ImageId; {servers} | {scene.Command} -Confirm:$false -Force -ThrottleLimit 100 -FailureLimit 100";

        await KillAsync(scene, bridge, victims, folder, command, cancellation);
        int before = bridge.Calls.Count;
        Later(folder);
        IReadOnlyDictionary<string, EcsOperationState> verdicts = await ResumeAsync(scene, bridge, folder, cancellation);

        Assert.DoesNotContain(bridge.Calls.Skip(before), c => c.Kind is not ("read" or "start"));
        Assert.All(victims, victim => Check(scene, victim, verdicts));
    }

    private async Task KillAsync(Scene scene, Bridge bridge, Victim[] victims, string folder, string command, CancellationToken cancellation)
    {
        TaskCompletionSource allHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int held = 0;
        bridge.Rule = call => victims.FirstOrDefault(v => v.Concerns(call))?.Judge(call, scene.Main) ?? Passage.Free;
        bridge.Held = () =>
        {
            if (Interlocked.Increment(ref held) == victims.Length)
            {
                allHeld.TrySetResult();
            }
        };
        await Processes.WaitAsync(cancellation);
        try
        {
            using ChildShell shell = ChildShell.Start(folder, _bench.Sandbox, bridge.Url, scene.Account, command, cancellation);
            Task<(IReadOnlyList<string> Lines, string Errors)> end = shell.EndAsync(cancellation);
            if (await Task.WhenAny(allHeld.Task, end, Task.Delay(TimeSpan.FromMinutes(1), cancellation)) != allHeld.Task)
            {
                string missing = string.Join(", ", victims.Where(v => !v.IsHeld).Select(v => $"{v.Name}: {v.Point} of {string.Join("; ", v.Calls)}"));
                string ended = end.IsCompleted ? $" The process ended by itself: {(await end).Errors} {string.Join("\n", (await end).Lines)}" : "";
                Assert.Fail($"{scene} was not interrupted everywhere. Missing: {missing}.{ended}");
            }

            await shell.KillAsync(cancellation);
        }
        finally
        {
            Processes.Release();
        }

        bridge.Rule = _ => Passage.Free;
    }

    private async Task<IReadOnlyDictionary<string, EcsOperationState>> ResumeAsync(Scene scene, Bridge bridge, string folder, CancellationToken cancellation)
    {
        const string Script = "Get-EcsOperation | Resume-EcsOperation -Confirm:$false -ErrorAction SilentlyContinue | ForEach-Object { \"$($_.InstanceName)|$($_.State)\" }";
        await Processes.WaitAsync(cancellation);
        try
        {
            using ChildShell shell = ChildShell.Start(folder, _bench.Sandbox, bridge.Url, scene.Account, Script, cancellation);
            (IReadOnlyList<string> lines, string errors) = await shell.EndAsync(cancellation);
            Assert.True(lines.Count > 0, errors);
            return lines.Select(l => l.Split('|')).ToDictionary(p => p[0], p => Enum.Parse<EcsOperationState>(p[1]));
        }
        finally
        {
            Processes.Release();
        }
    }

    private void Check(Scene scene, Victim victim, IReadOnlyDictionary<string, EcsOperationState> verdicts)
    {
        string row = $"{scene}, {victim.Point}";
        Assert.All(scene.Writes.Append("start"), kind => Assert.True(victim.Effects(kind) <= 1, $"{row}: {kind} was done {victim.Effects(kind)} times."));
        Assert.True(verdicts.TryGetValue(victim.Name, out EcsOperationState verdict), $"{row}: the journal has nothing.");
        Assert.Equal((row, scene.Truth(victim.Point)), (row, verdict));
        if (verdict != EcsOperationState.Unknown && scene.EndsRunning)
        {
            Assert.Equal((row, EcsInstanceStatus.Running), (row, _bench.Get(victim.Name, scene.Account).Status));
        }
    }

    private Victim Choose(Bridge bridge, Interruption point)
    {
        lock (_bench)
        {
            string name = $"node-{++_nodesTaken:0000}";
            EcsPlan plan = _bench.Run<EcsPlan>($"Invoke-EcsOsReinstall {name} -PlanOnly -Account {account}").Single();
            return new Victim(bridge, name, [plan.Instance.Id, .. DiskId().Matches(plan.Steps[0]).Select(m => m.Value)], point);
        }
    }

    // What a process has left is mostly settled later than at once; the clouds' own times of proof have passed then.
    private static void Later(string folder)
    {
        foreach (string file in Directory.GetFiles(Path.Combine(folder, "journal"), "*.json"))
        {
            JsonNode entry = JsonNode.Parse(File.ReadAllText(file))!;
            foreach (JsonNode? step in entry["Steps"]!.AsArray())
            {
                step!["SentAt"] = step["SentAt"]!.GetValue<DateTimeOffset>().AddHours(-2);
            }

            File.WriteAllText(file, entry.ToJsonString());
        }
    }

    [GeneratedRegex("d-[a-z0-9]{10,}")]
    private static partial Regex DiskId();
}
