namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Where the project comes from.</summary>
internal interface IProjectResolver : IDisposable
{
    /// <summary>True if calls must name the project in a header, because their proof does not (docs/contracts/huawei-ecs.md 1.4).</summary>
    bool NamesProject { get; }

    /// <summary>The project.</summary>
    /// <exception cref="EcsException">It cannot be found.</exception>
    Task<HuaweiProject> GetAsync(CancellationToken cancellation);
}
