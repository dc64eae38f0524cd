using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;
using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;
using EcsTools.Tests.Safety.Wire;

using Xunit;

namespace EcsTools.Tests.Safety;

/// <summary>
/// Processes are killed (SIGKILL) while they carry out operations: before and after every call that changes something, and while they
/// wait. One process works on as many servers as there are such points, each held at its own on the wire, and is killed once all are
/// held. Another process settles what the journal has. Then what was done is counted, and the verdicts are held against it.
/// </summary>
public abstract class KilledProcessTests(string account) : IDisposable
{
    private const int Nodes = 90;
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-killed-").FullName;
    private readonly SandboxBench _bench = new($"-Listen -TimeScale 20000 -InstanceCount {Nodes}");

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
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        _bench.Connect(account);
        await using Bridge bridge = new(_bench.Sandbox.Url!);
        Victim[] victims =
        [
            .. Scenes().Where(s => s.Account == account).SelectMany(s => s.Interruptions.Select(point => (Scene: s, Point: point)))
                .Select((row, i) => Choose(bridge, row.Scene, row.Point, i + 1)),
        ];

        await KillAsync(bridge, victims, cancellation);
        int before = bridge.Calls.Count;
        Later();
        IReadOnlyDictionary<string, EcsOperationState> verdicts = await ResumeAsync(bridge, cancellation);

        Assert.DoesNotContain(bridge.Calls.Skip(before), c => c.Kind is not ("read" or "start" or "policy"));
        Assert.All(victims, victim => Check(victim, verdicts));
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
        yield return new(SandboxBench.Alibaba, "switch", "Switch-EcsSystemDisk -ImageId $image -StopFirst -Backup None", ["stop", "wipe", "start", "policy"], "wipe")
        {
            LeavesNoProofOfNothing = true,
        };
        yield return new(SandboxBench.Alibaba, "reinstall with backup", "Invoke-EcsOsReinstall -StopFirst -Backup Snapshot", ["stop", "snapshot", "wipe"], "wipe")
        {
            LeavesNoProof = true,
            LeavesNoProofOfNothing = true,
        };
        yield return new(SandboxBench.Alibaba, "reinstall with image", "Invoke-EcsOsReinstall -StopFirst -Backup Image", ["stop", "image", "wipe"], "wipe")
        {
            LeavesNoProof = true,
            LeavesNoProofOfNothing = true,
        };
        yield return new(SandboxBench.Alibaba, "resize", "Set-EcsInstanceSize -Size $size -StopFirst -Start", ["stop", "resize", "start"], "resize")
        {
            LeavesNoProofOfNothing = true,
        };
        yield return new(SandboxBench.Alibaba, "release", "Remove-EcsInstance -Running", ["release"], "release") { EndsGone = true, LeavesNoProofOfNothing = true };
        yield return new(SandboxBench.Alibaba, "snapshot", "New-EcsSnapshot", ["snapshot"], "snapshot") { LeavesNoProofOfNothing = true };
        yield return new(SandboxBench.Alibaba, "image", "New-EcsImage", ["image"], "image") { LeavesNoProofOfNothing = true };
        foreach (string account in new[] { SandboxBench.Huawei, SandboxBench.OpenTelekom })
        {
            yield return new(account, "reinstall", "Invoke-EcsOsReinstall -StopFirst -Backup None", ["stop", "wipe"], "wipe");
            yield return new(account, "reinstall with backup", "Invoke-EcsOsReinstall -StopFirst -Backup Image", ["stop", "image", "wipe"], "wipe");
            yield return new(account, "reset", "Reset-EcsSystemDisk -StopFirst -Backup None", ["stop", "wipe"], "wipe");
            yield return new(account, "switch", "Switch-EcsSystemDisk -ImageId $image -StopFirst -Backup None", ["stop", "wipe"], "wipe");
            yield return new(account, "resize", "Set-EcsInstanceSize -Size $size -StopFirst -Start", ["stop", "resize", "start"], "resize") { MayShareCalls = true };
            yield return new(account, "release", "Remove-EcsInstance -Running", ["release"], "release") { EndsGone = true };
            yield return new(account, "image", "New-EcsImage", ["image"], "image");
            yield return new(account, "snapshot", "New-EcsSnapshot", ["snapshot"], "snapshot");
        }
    }

    private async Task KillAsync(Bridge bridge, Victim[] victims, CancellationToken cancellation)
    {
        TaskCompletionSource allHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int held = 0;
        bridge.Rule = call => victims.FirstOrDefault(v => !v.IsHeld && v.Concerns(call))?.Judge(call) ?? Passage.Free;
        bridge.Held = () =>
        {
            if (Interlocked.Increment(ref held) == victims.Length)
            {
                allHeld.TrySetResult();
            }
        };
        // A call for several servers could be held for one of them only, so those that may share one get a session each.
        string[] commands = [.. victims.GroupBy(v => (v.Scene, Alone: v.Scene.MayShareCalls ? v.Name : "")).Select(g => Command(g.Key.Scene, [.. g]))];
        using ChildShell shell = ChildShell.Start(_folder, _bench.Sandbox, bridge.Url, account, commands, cancellation);
        Task<(IReadOnlyList<string> Lines, string Errors)> end = shell.EndAsync(cancellation);
        if (await Task.WhenAny(allHeld.Task, end, Task.Delay(TimeSpan.FromMinutes(3), cancellation)) != allHeld.Task)
        {
            string missing = string.Join("; ", victims.Where(v => !v.IsHeld).Select(v => $"{v}, after {string.Join(", ", v.Calls)}"));
            string ended = end.IsCompleted ? $" The process ended by itself: {(await end).Errors} {string.Join("\n", (await end).Lines)}" : "";
            Assert.Fail($"Not interrupted everywhere. Missing: {missing}.{ended}");
        }

        RefuseAnother(victims);
        await shell.KillAsync(cancellation);
        bridge.Rule = _ => Passage.Free;
        RefuseAnother(victims);
    }

    // As long as the process lives its lock holds, and afterwards the journal does. Planning takes a server that still runs.
    private void RefuseAnother(Victim[] victims)
    {
        Victim victim = victims.First(v => v.Point == new Interruption("stop", Passage.HeldBefore));
        Outcome outcome = _bench.Invoke(
            $"Invoke-EcsOsReinstall '{victim.Name}' -Account {account} -StopFirst -Backup None -Confirm:$false -Force -JournalPath '{Path.Combine(_folder, "journal")}'");
        Assert.Equal([EcsErrorId.OperationInProgress], outcome.ErrorIds);
    }

    private static string Command(Scene scene, Victim[] victims) =>
        $"$image = (Get-EcsInstance web-01).ImageId; $size = @(Get-EcsInstance {victims[0].Name} | Get-EcsInstanceSize -Available)[0].Name; "
        + $"{string.Join(", ", victims.Select(v => $"'{v.Name}'"))} | {scene.Command} -Confirm:$false -Force -ThrottleLimit 100 -FailureLimit 100";

    private async Task<IReadOnlyDictionary<string, EcsOperationState>> ResumeAsync(Bridge bridge, CancellationToken cancellation)
    {
        const string Script = "Get-EcsOperation | Resume-EcsOperation -Confirm:$false -ThrottleLimit 100 -ErrorAction SilentlyContinue | ForEach-Object { \"$($_.InstanceName)|$($_.State)\" }";
        using ChildShell shell = ChildShell.Start(_folder, _bench.Sandbox, bridge.Url, account, [Script], cancellation);
        (IReadOnlyList<string> lines, string errors) = await shell.EndAsync(cancellation);
        Assert.True(lines.Count > 0, errors);
        return lines.Select(l => l.Split('|')).ToDictionary(p => p[0], p => Enum.Parse<EcsOperationState>(p[1]));
    }

    private void Check(Victim victim, IReadOnlyDictionary<string, EcsOperationState> verdicts)
    {
        Scene scene = victim.Scene;
        Assert.All(scene.Writes.Append("start"), kind => Assert.True(victim.Effects(kind) <= 1, $"{victim}: {kind} was done {victim.Effects(kind)} times."));
        Assert.True(verdicts.TryGetValue(victim.Name, out EcsOperationState verdict), $"{victim}: the journal has nothing.");
        Assert.Equal(($"{victim}", scene.Truth(victim.Point)), ($"{victim}", verdict));
        if (verdict != EcsOperationState.Unknown)
        {
            EcsInstanceStatus? expected = scene.EndsGone && verdict == EcsOperationState.Succeeded ? null : EcsInstanceStatus.Running;
            Assert.Equal(($"{victim}", expected), ($"{victim}", Find(victim)?.Status));
        }
    }

    private EcsInstance? Find(Victim victim) => _bench.Run<EcsInstance>($"Get-EcsInstance '{victim.Name}*' -Account {account}").SingleOrDefault();

    private Victim Choose(Bridge bridge, Scene scene, Interruption point, int number)
    {
        EcsInstance instance = _bench.Get($"node-{number:0000}", account);
        string[] disks = [.. _bench.Run<EcsDisk>("$instance | Get-EcsDisk", ("instance", instance)).Select(d => d.Id)];
        return new Victim(bridge, scene, instance.Name, [instance.Id, .. disks], point);
    }

    // What a process has left is mostly settled later than at once; the clouds' own times of proof have passed then.
    private void Later()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(_folder, "journal"), "*.json"))
        {
            JsonNode entry = JsonNode.Parse(File.ReadAllText(file))!;
            foreach (JsonNode? step in entry["Steps"]!.AsArray())
            {
                step!["SentAt"] = step["SentAt"]!.GetValue<DateTimeOffset>().AddHours(-2);
            }

            File.WriteAllText(file, entry.ToJsonString());
        }
    }
}
