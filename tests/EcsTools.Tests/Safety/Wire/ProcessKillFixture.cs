using EcsTools.Tests.Commands;

namespace EcsTools.Tests.Safety.Wire;

/// <summary>
/// One process works on as many servers as there are points to interrupt, each held at its own on the wire, and is killed (SIGKILL)
/// once all are held. Another process settles what the journal has. Then what was done is counted, and the verdicts are held against it.
/// </summary>
internal sealed class ProcessKillFixture : IDisposable
{
    // The sandbox counts its cast as well.
    private const int Cast = 20;
    private const string Created = "created-";
    private readonly ChildState _state;
    private readonly string _account;
    private readonly SandboxFixture _bench;

    /// <summary>Starts a sandbox that listens.</summary>
    /// <param name="account">The account that is worked at.</param>
    /// <param name="state">Where the processes keep their state. It ends with this.</param>
    /// <param name="nodes">How many servers there shall be at least that are all alike.</param>
    public ProcessKillFixture(string account, ChildState state, int nodes)
    {
        _state = state;
        _account = account;
        _bench = new SandboxFixture($"-Listen -TimeScale 20000 -InstanceCount {nodes + Cast}");
        _bench.Connect(account);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bench.Dispose();
        _state.Dispose();
    }

    /// <summary>Interrupts operations, has them settled, and checks what came of it.</summary>
    /// <param name="points">What is interrupted, and where; a server for each.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that ends when all is checked.</returns>
    public async Task RunAsync(IEnumerable<(InterruptionScenario Scenario, Interruption Point)> points, CancellationToken cancellation)
    {
        await using FaultProxy bridge = new(_bench.Sandbox.Url!);
        InterruptedServer[] victims = [.. points.Select((row, i) => Choose(bridge, row.Scenario, row.Point, row.Scenario.Server ?? $"node-{i + 1:0000}"))];

        await KillAsync(bridge, victims, cancellation);
        int before = bridge.Calls.Count;

        // What a process has left is mostly settled later than at once; the clouds' own times of proof have passed then.
        _state.EndClaims();
        _state.Age();
        IReadOnlyDictionary<string, EcsOperationState> verdicts = await ResumeAsync(bridge, cancellation);

        Assert.DoesNotContain(bridge.Calls.Skip(before), c => c.Kind is not ("read" or "start" or "policy" or "attach"));
        Assert.All(victims, victim => Check(victim, verdicts));
    }

    private InterruptedServer Choose(FaultProxy bridge, InterruptionScenario scene, Interruption point, string name)
    {
        if (scene.Creates)
        {
            return new InterruptedServer(bridge, scene, $"{Created}{name}", [$"{Created}{name}"], "", point);
        }

        EcsInstance instance = _bench.Get(name, _account);
        string[] disks = [.. _bench.Run<EcsDisk>("$instance | Get-EcsDisk", ("instance", instance)).Select(d => d.Id)];
        string[] made = [.. _bench.Run<string>(scene.Before, ("instance", instance), ("journal", _state.JournalPath))];
        return new InterruptedServer(bridge, scene, name, [instance.Id, .. instance.PublicIps, .. disks, .. made], made.FirstOrDefault() ?? "", point);
    }

    private async Task KillAsync(FaultProxy bridge, InterruptedServer[] victims, CancellationToken cancellation)
    {
        TaskCompletionSource allHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int held = 0;
        bridge.Rule = call => victims.FirstOrDefault(v => !v.IsHeld && v.Concerns(call))?.Judge(call) ?? ProxyAction.Free;
        bridge.Held = () =>
        {
            if (Interlocked.Increment(ref held) == victims.Length)
            {
                allHeld.TrySetResult();
            }
        };

        // One command for each: what one invocation does to several servers goes out in common calls, and a held one would hold all of them.
        string[] commands = [.. victims.Select(Command)];
        using ChildShell shell = ChildShell.Start(_state, _bench.Sandbox, bridge.Url, _account, commands, cancellation);
        Task<(IReadOnlyList<string> Lines, string Errors)> end = shell.EndAsync(cancellation);
        if (await Task.WhenAny(allHeld.Task, end, Task.Delay(TimeSpan.FromMinutes(3), cancellation)) != allHeld.Task)
        {
            string missing = string.Join("; ", victims.Where(v => !v.IsHeld).Select(v => $"{v}, after {string.Join(", ", v.Calls)}"));
            string ended = end.IsCompleted ? $" The process ended by itself: {(await end).Errors} {string.Join("\n", (await end).Lines)}" : "";
            Assert.Fail($"Not interrupted everywhere. Missing: {missing}.{ended}");
        }

        await RefuseAnotherAsync(victims, cancellation);
        await shell.KillAsync(cancellation);
        bridge.Rule = _ => ProxyAction.Free;
        await RefuseAnotherAsync(victims, cancellation);
    }

    // As long as the process lives its claim holds, and afterwards the journal does. Planning takes a server that still runs.
    private async Task RefuseAnotherAsync(InterruptedServer[] victims, CancellationToken cancellation)
    {
        if (victims.FirstOrDefault(v => v.Point == new Interruption("stop", ProxyAction.HeldBefore)) is not { } victim)
        {
            return;
        }

        string script = $"Invoke-EcsOsReinstall '{victim.Name}' -Account {_account} -StopFirst -Backup None -Confirm:$false -Force";
        if (_state.JournalPath is { } path)
        {
            Assert.Equal([EcsErrorId.OperationInProgress], _bench.Invoke($"{script} -JournalPath '{path}'").ErrorIds);
            return;
        }

        // The variables of a process choose a database.
        using ChildShell shell = ChildShell.Start(
            _state, _bench.Sandbox, _bench.Sandbox.Url!, _account, [$"{script} -ErrorAction SilentlyContinue -ErrorVariable refused; $refused.FullyQualifiedErrorId"], cancellation);
        Assert.StartsWith(EcsErrorId.OperationInProgress + ",", Assert.Single((await shell.EndAsync(cancellation)).Lines), StringComparison.Ordinal);
    }

    private static string Command(InterruptedServer victim) =>
        $"$made = '{victim.Made}'; $image = (Get-EcsInstance web-01).ImageId; $size = @(Get-EcsInstance {victim.Name.Replace(Created, "", StringComparison.Ordinal)} | Get-EcsInstanceSize -Available)[0].Name; "
        + $"'{victim.Name}' | {victim.Scenario.Command} -Confirm:$false {victim.Scenario.Switches}";

    private async Task<IReadOnlyDictionary<string, EcsOperationState>> ResumeAsync(FaultProxy bridge, CancellationToken cancellation)
    {
        const string Script = "Get-EcsOperation | Resume-EcsOperation -Confirm:$false -ThrottleLimit 100 -ErrorAction SilentlyContinue -ErrorVariable refused | ForEach-Object { \"$($_.InstanceName)|$($_.State)\" }; $refused | ForEach-Object { \"!$_\" }";
        using ChildShell shell = ChildShell.Start(_state, _bench.Sandbox, bridge.Url, _account, [Script], cancellation);
        (IReadOnlyList<string> lines, string errors) = await shell.EndAsync(cancellation);
        Assert.True(lines.Count > 0, errors);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, lines.Where(l => l[0] == '!')));
        return lines.Where(l => l[0] != '!').Select(l => l.Split('|')).ToDictionary(p => p[0], p => Enum.Parse<EcsOperationState>(p[1]));
    }

    private void Check(InterruptedServer victim, IReadOnlyDictionary<string, EcsOperationState> verdicts)
    {
        InterruptionScenario scene = victim.Scenario;
        Assert.All(scene.Writes.Append("start"), kind => Assert.True(victim.Effects(kind) <= 1, $"{victim}: {kind} was done {victim.Effects(kind)} times."));
        Assert.True(verdicts.TryGetValue(victim.Name, out EcsOperationState verdict), $"{victim}: the journal has nothing.");
        Assert.Equal(($"{victim}", scene.Truth(victim.Point)), ($"{victim}", verdict));
        if (scene.Creates && verdict == EcsOperationState.Unknown)
        {
            Assert.Null(Find(victim));
        }

        if (verdict != EcsOperationState.Unknown)
        {
            EcsInstanceStatus? expected = scene.Creates && verdict != EcsOperationState.Succeeded ? null
                : verdict == scene.LacksDiskWhen ? scene.WithoutDisk
                : scene.IsStopped ? EcsInstanceStatus.Stopped
                : verdict != EcsOperationState.Succeeded ? EcsInstanceStatus.Running
                : scene.EndsGone ? null
                : EcsInstanceStatus.Running;
            Assert.Equal(($"{victim}", expected), ($"{victim}", Find(victim)?.Status));
        }
    }

    private EcsInstance? Find(InterruptedServer victim) => _bench.Run<EcsInstance>($"Get-EcsInstance '{victim.Name}*' -Account {_account}").SingleOrDefault();
}
