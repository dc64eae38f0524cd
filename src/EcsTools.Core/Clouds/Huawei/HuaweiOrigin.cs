using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What stands on every object that is read through one account.</summary>
/// <param name="Cloud">The cloud.</param>
/// <param name="Account">The name of the account.</param>
/// <param name="ProjectId">The project's id.</param>
/// <param name="Region">The region's id.</param>
internal sealed record HuaweiOrigin(EcsCloud Cloud, string Account, string ProjectId, string Region)
{
    /// <summary>The key of the account.</summary>
    public string AccountKey => $"{Cloud}/{ProjectId}/{Region}";
}
