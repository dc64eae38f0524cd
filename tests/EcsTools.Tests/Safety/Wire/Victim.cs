using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Tests.Safety.Wire;

/// <summary>A server whose operation is interrupted, and the calls that concern it.</summary>
/// <param name="bridge">Where the calls pass.</param>
/// <param name="name">Its name.</param>
/// <param name="ids">Its id and its disk's.</param>
/// <param name="point">Where it is interrupted.</param>
internal sealed partial class Victim(Bridge bridge, string name, string[] ids, Interruption point)
{
    private int _held;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Where it is interrupted.</summary>
    public Interruption Point { get; } = point;

    /// <summary>True once it was interrupted.</summary>
    public bool IsHeld => _held > 0;

    /// <summary>The calls that concern it, so far.</summary>
    public IReadOnlyList<WireCall> Calls => [.. bridge.Calls.Where(Concerns)];

    /// <summary>How often something was done to it.</summary>
    /// <param name="kind">The kind of call.</param>
    /// <returns>The number.</returns>
    public int Effects(string kind) => Calls.Count(c => c.Kind == kind && c.IsDone);

    /// <summary>Tells whether a call concerns it, by its own ids or by that of a job that works on it.</summary>
    /// <param name="call">The call.</param>
    /// <returns>True if it does.</returns>
    public bool Concerns(WireCall call) => ids.Concat(Jobs()).Any(id => call.Text.Contains(id, StringComparison.Ordinal));

    /// <summary>Interrupts its operation where that is to be, once.</summary>
    /// <param name="call">A call that concerns it.</param>
    /// <param name="main">The kind of the main call.</param>
    /// <returns>What becomes of the call.</returns>
    public Passage Judge(WireCall call, string main)
    {
        bool isHere = Point.Kind == Interruption.Look ? call.Kind == "read" && Effects(main) > 0 : call.Kind == Point.Kind;
        return isHere && _held++ == 0 ? Point.Passage : Passage.Free;
    }

    private IEnumerable<string> Jobs() => bridge.Calls
        .Where(c => c.Answer.Length > 0 && ids.Any(id => c.Text.Contains(id, StringComparison.Ordinal)))
        .SelectMany(c => Job().Matches(c.Answer).Select(m => m.Groups[1].Value));

    [GeneratedRegex("\"job_id\":\\s*\"([^\"]+)\"")]
    private static partial Regex Job();
}
