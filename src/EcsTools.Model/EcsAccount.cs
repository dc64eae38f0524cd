using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>A connection that somebody opened: cloud, identity, project and region. Holds no secret.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsAccount
{
    /// <summary>The name by which <c>-Account</c> finds it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The cloud.</summary>
    public EcsCloud Cloud { get; init; }

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>Who one is there, in the cloud's own words.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Alibaba: account id; elsewhere: project id.</summary>
    public string AccountId { get; init; } = "";

    /// <summary>Cloud, identity service (OpenStack), account or project id, and region: stands on every object and journal entry.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>Where the requests go, if it was given by the user.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>True for the account that commands use when none is named.</summary>
    public bool IsDefault { get; init; }

    /// <summary>True if it belongs to a sandbox.</summary>
    public bool IsSandbox { get; init; }

    /// <summary>The account's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
