namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>What stands on every object that is read through one account, and who reads it.</summary>
/// <param name="UserId">The user's id, or null if it is not known.</param>
internal sealed record ResourceOrigin(EcsCloud Cloud, string Account, string ProjectId, string Region, string? UserId = null)
{
    /// <summary>The identity service as part of the key, where the cloud's name does not say which cloud it is; otherwise null.</summary>
    public string? Site { get; init; }

    /// <summary>Who reads, as <see cref="CallerIdentity.Key"/>.</summary>
    public string Identity { get; init; } = "";

    /// <summary>The key of the account.</summary>
    public string AccountKey => AccountKeys.Make(Cloud, Site, ProjectId, Region);
}
