using System.Collections.Generic;
using System.Linq;

using EcsTools.Model;

namespace EcsTools.Tests.Safety.Wire;

/// <summary>An operation that is interrupted, and what it sends.</summary>
/// <param name="Account">Where.</param>
/// <param name="Name">What the rows are called by.</param>
/// <param name="Command">The command, for servers from the pipeline.</param>
/// <param name="Writes">The kinds of calls that change something, in order.</param>
/// <param name="Main">The one among them that does what was asked for.</param>
internal sealed record Scene(string Account, string Name, string Command, string[] Writes, string Main)
{
    /// <summary>True where the contract gives no proof whether the main call took effect once its answer was lost.</summary>
    public bool LeavesNoProof { get; init; }

    /// <summary>True where nothing proves that the main call did not arrive, either.</summary>
    public bool LeavesNoProofOfNothing { get; init; }

    /// <summary>True if there is no server any more when it has come through; else the server runs then.</summary>
    public bool EndsGone { get; init; }

    /// <summary>True if servers that are worked on side by side may share the main call.</summary>
    public bool MayShareCalls { get; init; }

    /// <summary>Where it is interrupted: before and after every call, and when all that is left is to look.</summary>
    public IReadOnlyList<Interruption> Interruptions =>
    [
        .. Writes.SelectMany(w => new[] { new Interruption(w, Passage.HeldBefore), new Interruption(w, Passage.HeldAfter) }),
        new Interruption(Interruption.Look, Passage.HeldBefore),
    ];

    /// <summary>The only true verdict on an operation that was interrupted.</summary>
    /// <param name="point">Where.</param>
    /// <returns>The state that the journal must come to.</returns>
    public EcsOperationState Truth(Interruption point)
    {
        bool isAtMain = point.Kind == Main;
        bool isDone = point.Kind == Interruption.Look || (isAtMain && point.Passage == Passage.HeldAfter) || Writes.SkipWhile(w => w != Main).Skip(1).Contains(point.Kind);
        return isAtMain && (isDone ? LeavesNoProof : LeavesNoProofOfNothing) ? EcsOperationState.Unknown
            : isDone ? EcsOperationState.Succeeded
            : EcsOperationState.Abandoned;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Account} {Name}";
}
