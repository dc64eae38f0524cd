namespace EcsTools.Core.Clouds;

/// <summary>Who one is at a cloud.</summary>
/// <param name="AccountId">Alibaba: account id; Huawei, OTC, OpenStack: project id.</param>
/// <param name="Name">For people: an ARN or <c>user (domain)</c>.</param>
internal sealed record CallerIdentity(string AccountId, string Name)
{
    /// <summary>The identity service as part of the account's key, where the cloud's name does not say which cloud it is; otherwise null.</summary>
    public string? Site { get; init; }

    /// <summary>
    /// What stands on every object for the identity. It tells two credentials apart that may do different things, and stays the same when a
    /// temporary credential is renewed.
    /// </summary>
    public string Key { get; init; } = Name;
}
