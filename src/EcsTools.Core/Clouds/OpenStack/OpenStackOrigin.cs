using EcsTools.Model;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>What stands on every object that is read through one account, and who reads it.</summary>
/// <param name="Account">The name of the account.</param>
/// <param name="ProjectId">The project's id.</param>
/// <param name="UserId">The user's id, or null if the token does not tell.</param>
/// <param name="Region">The region's id.</param>
internal sealed record OpenStackOrigin(string Account, string ProjectId, string? UserId, string Region)
{
    /// <summary>The key of the account.</summary>
    public string AccountKey => $"{EcsCloud.OpenStack}/{ProjectId}/{Region}";
}
