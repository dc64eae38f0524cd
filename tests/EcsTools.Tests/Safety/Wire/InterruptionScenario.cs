namespace EcsTools.Tests.Safety.Wire;

/// <summary>An operation that is interrupted, and what it sends.</summary>
/// <param name="Account">Where.</param>
/// <param name="Name">What the rows are called by.</param>
/// <param name="Command">The command, for servers' names from the pipeline.</param>
/// <param name="Writes">The kinds of calls that change something, in order.</param>
/// <param name="Main">The one among them that does what was asked for.</param>
internal sealed record InterruptionScenario(string Account, string Name, string Command, string[] Writes, string Main)
{
    /// <summary>The one server of the cast with which it can be played; null if every node will do.</summary>
    public string? Server { get; init; }

    /// <summary>What is done for real before, with the server in <c>$instance</c>; the texts it writes are ids that the operation names, the first of them <c>$made</c> to it.</summary>
    public string Before { get; init; } = "";

    /// <summary>What the command takes beyond <c>-Confirm:$false</c>, so that nothing but the interruptions holds it up.</summary>
    public string Switches { get; init; } = "-Force -ThrottleLimit 100 -FailureLimit 100";

    /// <summary>True if nothing is looked at after the main call.</summary>
    public bool LooksAtNothing { get; init; }

    /// <summary>True where the contract gives no proof whether the main call took effect once its answer was lost.</summary>
    public bool LeavesNoProof { get; init; }

    /// <summary>True where nothing proves that the main call did not arrive, either.</summary>
    public bool LeavesNoProofOfNothing { get; init; }

    /// <summary>True if the main call's answer is not yet its acceptance, so that a look after it can be the last that is heard.</summary>
    public bool IsAcceptedLate { get; init; }

    /// <summary>True if what was asked for had been accepted before: nothing is left but to come through.</summary>
    public bool OnlyCompletes { get; init; }

    /// <summary>True if there is no server any more when it has come through.</summary>
    public bool EndsGone { get; init; }

    /// <summary>True if the server is stopped, before and after.</summary>
    public bool IsStopped { get; init; }

    /// <summary>The verdict after which the server is without its system disk; null if it always has it.</summary>
    public EcsOperationState? LacksDiskWhen { get; init; }

    /// <summary>The status of the server without its system disk. That of a rescue is read where another journal is.</summary>
    public EcsInstanceStatus WithoutDisk { get; init; } = EcsInstanceStatus.ReinstallFailed;

    /// <summary>The write that follows the main one as another change, so that the operation has failed without it; null if there is none.</summary>
    public string? FollowUp { get; init; }

    /// <summary>True if it creates the server, which is called after the node that is its model.</summary>
    public bool Creates { get; init; }

    /// <summary>Where it is interrupted: before and after every call, and when all that is left is to look.</summary>
    public IReadOnlyList<Interruption> Interruptions =>
    [
        .. Writes.SelectMany(w => new[] { new Interruption(w, ProxyAction.HeldBefore), new Interruption(w, ProxyAction.HeldAfter) }),
        .. LooksAtNothing ? [] : new[] { new Interruption(Interruption.Look, ProxyAction.HeldBefore) },
    ];

    /// <summary>The only true verdict on an operation that was interrupted.</summary>
    /// <param name="point">Where.</param>
    /// <returns>The state that the journal must come to.</returns>
    public EcsOperationState Truth(Interruption point)
    {
        bool isAtMain = point.Kind == Main || (IsAcceptedLate && point.Kind == Interruption.Look);
        bool isDone = point.Kind == Interruption.Look || (isAtMain && point.ProxyAction == ProxyAction.HeldAfter) || Writes.SkipWhile(w => w != Main).Skip(1).Contains(point.Kind);
        return OnlyCompletes ? EcsOperationState.Succeeded
            : point == new Interruption(FollowUp ?? "", ProxyAction.HeldBefore) ? (LeavesNoProofOfNothing ? EcsOperationState.Unknown : EcsOperationState.Failed)
            : isAtMain && (isDone ? LeavesNoProof : LeavesNoProofOfNothing) ? EcsOperationState.Unknown
            : isDone ? EcsOperationState.Succeeded
            : EcsOperationState.Abandoned;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Account} {Name}";
}
