using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>An event of the provider that concerns a server: maintenance, a failure, or the end of what was paid for.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsEvent
{
    /// <summary>The event's id.</summary>
    public string Id { get; init; } = "";

    /// <summary>The server's id.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The type in the provider's word, for example <c>SystemMaintenance.Reboot</c> or <c>instance-redeploy</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>What it does to the server.</summary>
    public EcsEventEffect Effect { get; init; }

    /// <summary>How it stands.</summary>
    public EcsEventState State { get; init; }

    /// <summary>How it stands, in the provider's word.</summary>
    public string ProviderState { get; init; } = "";

    /// <summary>When it was announced.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When it begins at the earliest; null if the provider does not say.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When it begins at the latest; null if the provider does not say.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Until when its time can be moved; null if the provider does not say.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it takes place, in the provider's words; null if it does not say.</summary>
    public string? Reason { get; init; }

    /// <summary>True if it has not ended: it waits for consent, is scheduled, or is in progress.</summary>
    public bool IsPending => State is EcsEventState.Inquiring or EcsEventState.Scheduled or EcsEventState.Executing;

    /// <summary>The name of the account it came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account it came from.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>Who read it, so that another identity with the same key is told apart; empty where the cloud does not say, and in version 0.1.</summary>
    public string AccountIdentity { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>Type, id and server, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Display.Line($"{Type} ({Id}) of {InstanceId}");
}
