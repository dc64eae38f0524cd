using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>One operation that was sent: what it is, whom it concerns, how it stands. Holds no secret.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed class EcsOperation
{
    /// <summary>The id under which the journal keeps it.</summary>
    public string OperationId { get; init; } = "";

    /// <summary>The kind of operation.</summary>
    public OperationKind Kind { get; init; }

    /// <summary>How it stands.</summary>
    public EcsOperationState State { get; init; }

    /// <summary>True if it succeeded, so that it may flow on in a pipeline.</summary>
    public bool Succeeded => State == EcsOperationState.Succeeded;

    /// <summary>The server's id.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The server's name when the operation was planned.</summary>
    public string InstanceName { get; init; } = "";

    /// <summary>The name of the account.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>Who read it, so that another identity with the same key is told apart; empty where the cloud does not say, and in version 0.1.</summary>
    public string AccountIdentity { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>The server as last read, or null.</summary>
    public EcsInstance? Instance { get; init; }

    /// <summary>The step it is at or ended with.</summary>
    public string Step { get; init; } = "";

    /// <summary>What was sent, in order.</summary>
    public IReadOnlyList<EcsOperationStep> Steps { get; init => field = Readable.Items(value); } = Readable.NoItems<EcsOperationStep>();

    /// <summary>The error id if it did not succeed, or null.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What happened, in one sentence; null while all is well.</summary>
    public string? Message { get; init; }

    /// <summary>The cloud's jobs that belong to it.</summary>
    public IReadOnlyList<string> JobIds { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>The cloud's request ids of what was sent.</summary>
    public IReadOnlyList<string> RequestIds { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>The image that it has begun to create, as its purpose or as a backup; null if there is none or its id is not known yet. Only an
    /// operation that succeeded vouches that the image can be used.</summary>
    public string? ImageId { get; init; }

    /// <summary>The snapshot that it has begun to create, as its purpose or as a backup; null if there is none or its id is not known yet. Only
    /// an operation that succeeded vouches that the snapshot can be used.</summary>
    public string? SnapshotId { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Kind, server and state, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Display.Line($"{OperationNames.Title(Kind)} of {InstanceName} ({InstanceId}): {State}");
}
