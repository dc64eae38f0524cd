using System.Text.RegularExpressions;

namespace EcsTools.Tests.Safety.Wire;

/// <summary>A server whose operation is interrupted, and the calls that concern it.</summary>
/// <param name="bridge">Where the calls pass.</param>
/// <param name="scene">What is done to it.</param>
/// <param name="name">Its name.</param>
/// <param name="ids">Its id, its disk's, and whatever else only its operation names.</param>
/// <param name="made">What was made for it before; empty if nothing was.</param>
/// <param name="point">Where it is interrupted.</param>
internal sealed partial class InterruptedServer(FaultProxy bridge, InterruptionScenario scene, string name, string[] ids, string made, Interruption point)
{
    private WireCall? _held;

    /// <summary>What is done to it.</summary>
    public InterruptionScenario Scenario { get; } = scene;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What was made for it before; empty if nothing was.</summary>
    public string Made { get; } = made;

    /// <summary>Where it is interrupted.</summary>
    public Interruption Point { get; } = point;

    /// <summary>True once it was interrupted. A call that was to be held once it is done, and was refused, was not held.</summary>
    public bool IsHeld => _held is not null && !(Point.ProxyAction == ProxyAction.HeldAfter && _held.Status is not null && !_held.IsDone);

    /// <summary>The calls that concern it, so far.</summary>
    public IReadOnlyList<WireCall> Calls => [.. bridge.Calls.Where(Concerns)];

    /// <summary>How often something was done to it.</summary>
    /// <param name="kind">The kind of call.</param>
    /// <returns>The number.</returns>
    public int Effects(string kind) => Calls.Count(c => c.Kind == kind && c.IsDone);

    /// <summary>Tells whether a call concerns it, by its own ids or by that of a job or a copy that was made of it.</summary>
    /// <param name="call">The call.</param>
    /// <returns>True if it does.</returns>
    public bool Concerns(WireCall call) => ids.Concat(FindMade()).Any(id => call.Text.Contains(id, StringComparison.Ordinal));

    /// <summary>Interrupts its operation where that is to be, once.</summary>
    /// <param name="call">A call that concerns it.</param>
    /// <returns>What becomes of the call.</returns>
    public ProxyAction Judge(WireCall call)
    {
        bool isPoint = Point.Kind == Interruption.Look ? call.IsRead && Effects(Scenario.Main) > 0 : call.Kind == Point.Kind;
        _held = isPoint ? call : null;
        return isPoint ? Point.ProxyAction : ProxyAction.Free;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scenario}, {Point} ({Name})";

    private IEnumerable<string> FindMade() => bridge.Calls
        .Where(c => !c.IsRead && c.Answer.Length > 0 && ids.Any(id => c.Text.Contains(id, StringComparison.Ordinal)))
        .SelectMany(c => MadeId().Matches(c.Answer).Select(m => m.Groups[1].Value))
        .Concat(FindBandwidths());

    // A call about a bandwidth names neither the server nor its address: who asks for the address is told which bandwidth it is.
    private IEnumerable<string> FindBandwidths() => !Scenario.Writes.Contains("bandwidth") ? [] : bridge.Calls
        .Where(c => c.IsRead)
        .SelectMany(c => AddressRow().Matches(c.Answer).Select(m => m.Value))
        .Where(row => ids.Any(id => row.Contains($"\"{id}\"", StringComparison.Ordinal)))
        .Select(row => BandwidthId().Match(row).Groups[1].Value);

    [GeneratedRegex("\"(?:job_id|id|SnapshotId|ImageId|DiskId|InvokeId|InstanceIdSet)\":\\s*\\[?\\s*\"([^\"]+)\"")]
    private static partial Regex MadeId();

    [GeneratedRegex("[^{}]*\"bandwidth_id\"[^{}]*")]
    private static partial Regex AddressRow();

    [GeneratedRegex("\"bandwidth_id\":\\s*\"([^\"]+)\"")]
    private static partial Regex BandwidthId();
}
