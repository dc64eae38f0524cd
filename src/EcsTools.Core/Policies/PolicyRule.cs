using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Policies;

/// <summary>One rule: what it concerns and what it asks for. What is left out concerns everything; texts may hold wildcards.</summary>
public sealed class PolicyRule
{
    /// <summary>The kind of operation or action, for example <c>OsReinstall</c> or <c>Stop</c>; null for all. See <see cref="PolicyOperations"/>.</summary>
    public string? Operation { get; init; }

    /// <summary>The account's name, key or identity; null for all. A name is what whoever connects has chosen; key and identity are not.</summary>
    public string? Account { get; init; }

    /// <summary>The provider; null for all.</summary>
    public string? Provider { get; init; }

    /// <summary>The account's or project's id at the cloud; null for all.</summary>
    public string? Project { get; init; }

    /// <summary>The server's name; null for all.</summary>
    public string? Name { get; init; }

    /// <summary>A tag as <c>key</c> or <c>key=value</c>; null for all.</summary>
    public string? Tag { get; init; }

    /// <summary>What is asked for.</summary>
    public PolicyEffect Effect { get; init; }

    /// <summary>How many different people must have signed; for <see cref="PolicyEffect.RequireApproval"/>.</summary>
    public int Approvals { get; init; } = 1;

    /// <summary>Why, in the words of who wrote the rule; null if they did not say.</summary>
    public string? Reason { get; init; }

    /// <summary>The file it stands in.</summary>
    public string Source { get; internal init; } = "";

    /// <summary>Tells whether the rule concerns an operation on a server.</summary>
    /// <param name="operation">The kind of operation or action.</param>
    /// <returns>True if it does.</returns>
    public bool Concerns(string operation, EcsInstance instance) =>
        Fits(Operation, operation)
        && (Fits(Account, instance.Account) || Fits(Account, instance.AccountKey) || Fits(Account, instance.AccountIdentity))
        && Fits(Provider, Part(instance.AccountKey, fromEnd: false))
        && Fits(Project, Part(instance.AccountKey, fromEnd: true))
        && Fits(Name, instance.Name)
        && (Tag is null || HasTag(instance));

    private static bool Fits(string? pattern, string text) => pattern is null || TextPattern.FitsWildcards(pattern, text);

    // provider/.../project/region, see AccountKeys.
    private static string Part(string key, bool fromEnd)
    {
        string[] parts = key.Split('/');
        return !fromEnd ? parts[0] : parts.Length < 3 ? "" : parts[parts.Length - 2];
    }

    private bool HasTag(EcsInstance instance)
    {
        int equals = Tag!.IndexOf('=');
        string key = equals < 0 ? Tag : Tag.Substring(0, equals);
        string? value = equals < 0 ? null : Tag.Substring(equals + 1);
        return instance.Tags.Any(t => Fits(key, t.Key) && (value is null || Fits(value, t.Value)));
    }
}
