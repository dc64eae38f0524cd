using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>One record of the audit log: a change that was sent or refused, a password that was read, a plan that was approved. Holds no secret.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed class EcsAuditRecord
{
    /// <summary>Its number in the log, from 1 on.</summary>
    public long Sequence { get; init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>What it is about.</summary>
    public EcsAuditKind Kind { get; init; }

    /// <summary>The operation or action, by the name that a policy has for it.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The step of the operation, or empty.</summary>
    public string Step { get; init; } = "";

    /// <summary>How it stands: Sending, Accepted, Done, Failed, Unknown, Denied.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>The server's id.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The server's name.</summary>
    public string InstanceName { get; init; } = "";

    /// <summary>The name of the account.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>The identity at the cloud; empty where the cloud does not say.</summary>
    public string AccountIdentity { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>The user of the operating system.</summary>
    public string User { get; init; } = "";

    /// <summary>The machine.</summary>
    public string HostName { get; init; } = "";

    /// <summary>The process.</summary>
    public int ProcessId { get; init; }

    /// <summary>The operation's id in the journal, or empty.</summary>
    public string OperationId { get; init; } = "";

    /// <summary>The plan's id, or empty.</summary>
    public string PlanId { get; init; } = "";

    /// <summary>The cloud's request id, or empty.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>The error id if it did not succeed, or empty.</summary>
    public string ErrorId { get; init; } = "";

    /// <summary>More, in words: of a text that may hold a secret only its length and SHA-256.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The hash of the record before it.</summary>
    public string Previous { get; init; } = "";

    /// <summary>The hash of this record. Whoever keeps it can tell later that nothing up to here was changed.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Kind, operation and server, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Display.Line($"{Sequence}: {Operation} of {InstanceName} ({InstanceId}), {Outcome}");
}
