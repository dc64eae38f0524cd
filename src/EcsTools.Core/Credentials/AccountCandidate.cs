using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Keystone;

namespace EcsTools.Core.Credentials;

/// <summary>An account that could be opened: where it was found and how to get its credential. Making one sends and runs nothing.</summary>
internal sealed record AccountCandidate
{
    /// <summary>Where it was found: a file's path, <c>environment</c>, <c>metadata service</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The step it belongs to.</summary>
    public required CredentialSourceKind Step { get; init; }

    /// <summary>The cloud.</summary>
    public required EcsCloud Cloud { get; init; }

    /// <summary>The profile's name, or null where there are none.</summary>
    public string? Profile { get; init; }

    /// <summary>How it proves itself, in the words of its source, for example <c>RamRoleArn</c>.</summary>
    public string Method { get; init; } = "";

    /// <summary>True if its source takes it when no profile is named.</summary>
    public bool IsPreferred { get; init; }

    /// <summary>True if the user named it, in a variable or as its file's current profile: if it cannot be used, no other takes its place.</summary>
    public bool IsChosen { get; init; }

    /// <summary>True if the user named it, and this source does not have it. Another source of the cloud may.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The region's id, or null if the source tells none.</summary>
    public string? Region { get; init; }

    /// <summary>Asks for the region when the account is opened, or null.</summary>
    public Func<CancellationToken, Task<string?>>? FindRegion { get; init; }

    /// <summary>Makes the offer for another region, where its source says different things of its regions; null if it does not.</summary>
    public Func<string, AccountCandidate>? InRegion { get; init; }

    /// <summary>Where all requests go instead of the cloud's own hosts, or null.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>How the cloud is reached, if its source tells more than an address; of the provider's own type then.</summary>
    public ConnectionSettings Settings { get; init; } = new();

    /// <summary>Huawei, OTC, OpenStack: the project's id, or null.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The project's name, or null (Huawei, OTC: the region's main project; OpenStack: the user's own).</summary>
    public string? ProjectName { get; init; }

    /// <summary>Makes the source of access keys; null if it logs in.</summary>
    public Func<CloudConnection, IAccessKeyProvider>? Keys { get; init; }

    /// <summary>Who logs in for a token; null if it has keys.</summary>
    public KeystoneLogin? Login { get; init; }

    /// <summary>Why it cannot be used, or null.</summary>
    public EcsException? Problem { get; init; }

    /// <summary>What its user should know, without secrets.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The profile, or the source where there is none, for messages.</summary>
    public string Title => Profile is null ? Source : $"'{Profile}' in {Source}";

    /// <summary>Describes the account of the server that this runs on.</summary>
    /// <returns>The account, without its credential.</returns>
    public static AccountCandidate OfMetadata(EcsCloud cloud, string method) => new()
    {
        Source = "metadata service",
        Step = CredentialSourceKind.Metadata,
        Cloud = cloud,
        Method = method,
        IsPreferred = true,
    };

    /// <summary>Source and profile only.</summary>
    /// <returns>The text, so that no secret gets into a message.</returns>
    public override string ToString() => $"{Cloud}: {Title}";
}
