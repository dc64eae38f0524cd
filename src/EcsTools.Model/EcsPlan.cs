using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>What an operation would do to one server.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed class EcsPlan
{
    /// <summary>The plan's own id: a plan is run once.</summary>
    public string PlanId { get; init; } = "";

    /// <summary>The kind of operation.</summary>
    public OperationKind Kind { get; init; }

    /// <summary>The server as it was when the plan was made.</summary>
    public EcsInstance Instance { get; init; } = new();

    /// <summary>What will be done, in order, a sentence each.</summary>
    public IReadOnlyList<string> Steps { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>All conditions, checked.</summary>
    public IReadOnlyList<EcsRequirement> Requirements { get; init => field = Readable.Items(value); } = Readable.NoItems<EcsRequirement>();

    /// <summary>What is lost, a sentence each.</summary>
    public IReadOnlyList<string> Losses { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>What it costs, a sentence each; empty if it is free.</summary>
    public IReadOnlyList<string> Costs { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>The backup that is made first, in words.</summary>
    public string Backup { get; init; } = "";

    /// <summary>How long the server is expected to be away.</summary>
    public TimeSpan ExpectedDowntime { get; init; }

    /// <summary>How the server is left; null in a plan of a version that did not say so.</summary>
    public EcsEndState? EndState { get; init; }

    /// <summary>A digest of everything that must not change between plan and wipe.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The options of the operation without secrets, as name and value.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init => field = Readable.Pairs(value); } = Readable.NoPairs<string>();

    /// <summary>When the plan was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when the plan may be run; null in a plan that is run at once, and in one of version 0.1.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The SHA-256 of the plan's text, so that a plan that did not come back whole is noticed; empty in a plan that is run at once.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Signatures over the plan's text, in OpenSSH's format; see Approve-EcsPlan.</summary>
    public IReadOnlyList<string> Approvals { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>True if no requirement has failed.</summary>
    public bool CanProceed => Requirements.All(r => r.Outcome != EcsRequirementOutcome.Failed);

    /// <summary>The text that an approver reads and signs: everything that was decided, one value on a line. It ends with a line feed.</summary>
    /// <returns>The text; UTF-8 without a byte order mark when it is signed.</returns>
    public string GetStatement() => PlanStatement.Write(this);

    /// <summary>Kind and server, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{OperationNames.Title(Kind)} of {Instance}";
}
