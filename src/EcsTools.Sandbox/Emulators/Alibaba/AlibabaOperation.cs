using System;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>An operation of the API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsWrite">True if it changes something.</param>
/// <param name="Run">Does it and writes the answer's members; a refusal is thrown.</param>
internal sealed record AlibabaOperation(string Name, bool IsWrite, Action<AlibabaRequestContext, ResponseWriter> Run)
{
    /// <summary>Version of the API of servers.</summary>
    public const string EcsVersion = "2014-05-26";

    /// <summary>Version of the API of identities and temporary credentials.</summary>
    public const string StsVersion = "2015-04-01";

    /// <summary>The version it belongs to.</summary>
    public string Version { get; init; } = EcsVersion;

    /// <summary>True if it needs to be told the region; otherwise the endpoint decides it.</summary>
    public bool NeedsRegion { get; init; }

    /// <summary>The parameter that tells the region: a few operations write it small.</summary>
    public string RegionName { get; init; } = "RegionId";

    /// <summary>
    /// How it refuses a ClientToken that comes again with other parameters (docs/contracts/alibaba-ecs.md 1.8); null if it takes no token.
    /// </summary>
    public Func<AlibabaApiError>? TokenMismatch { get; init; }
}
