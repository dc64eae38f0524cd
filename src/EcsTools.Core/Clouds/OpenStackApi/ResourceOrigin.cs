using EcsTools.Model;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>What stands on every object that is read through one account, and who reads it.</summary>
/// <param name="Cloud">The cloud.</param>
/// <param name="Account">The name of the account.</param>
/// <param name="ProjectId">The project's id.</param>
/// <param name="Region">The region's id.</param>
/// <param name="UserId">The user's id, or null if it is not known.</param>
internal sealed record ResourceOrigin(EcsCloud Cloud, string Account, string ProjectId, string Region, string? UserId = null)
{
    /// <summary>The key of the account.</summary>
    public string AccountKey => $"{Cloud}/{ProjectId}/{Region}";
}
