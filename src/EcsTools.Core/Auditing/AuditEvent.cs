using EcsTools.Core.Http;

namespace EcsTools.Core.Auditing;

/// <summary>What is to be recorded. Who, where and when are added by the log.</summary>
public sealed record AuditEvent
{
    /// <summary>What it is about.</summary>
    public EcsAuditKind Kind { get; init; }

    /// <summary>The operation or action.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The step of the operation, or empty.</summary>
    public string Step { get; init; } = "";

    /// <summary>How it stands.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>The server, with its account.</summary>
    public EcsInstance Instance { get; init; } = new();

    /// <summary>The operation's id, or empty.</summary>
    public string OperationId { get; init; } = "";

    /// <summary>The plan's id, or empty.</summary>
    public string PlanId { get; init; } = "";

    /// <summary>The cloud's request id, or empty.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>The error id, or empty.</summary>
    public string ErrorId { get; init; } = "";

    /// <summary>More, in words.</summary>
    public string Detail { get; init; } = "";

    /// <summary>A text that may hold a secret: how long it is and its SHA-256, so that it can be recognized by who knows it.</summary>
    public static string Describe(string text) => $"{text.Length} characters, SHA-256 {HexDigest.Sha256(text)}";

    /// <summary>The same with what came of it.</summary>
    /// <param name="outcome">How it stands.</param>
    /// <param name="error">Why it did not succeed, or null.</param>
    public AuditEvent With(string outcome, EcsException? error) => this with { Outcome = outcome, ErrorId = error?.ErrorId ?? "", RequestId = error?.RequestId ?? RequestId };

    /// <summary>The same with what came of it: done, refused, or not known.</summary>
    /// <param name="error">Why it did not succeed, or null.</param>
    public AuditEvent Ended(EcsException? error) =>
        With(error is null ? AuditOutcome.Done : error.ErrorId is EcsErrorId.OutcomeUnknown or EcsErrorId.OperationTimeout ? AuditOutcome.Unknown : AuditOutcome.Failed, error);
}
