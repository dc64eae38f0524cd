namespace EcsTools.Sandbox.Emulators.Alibaba;

internal sealed record AlibabaOperation(string Name, bool IsWrite, Action<AlibabaRequestContext, ResponseWriter> Run)
{
    public const string EcsVersion = "2014-05-26";

    public const string StsVersion = "2015-04-01";

    public const string VpcVersion = "2016-04-28";

    public string Version { get; init; } = EcsVersion;

    /// <summary>True if the region parameter is required; otherwise the endpoint decides.</summary>
    public bool NeedsRegion { get; init; }

    /// <summary>True if a request with DryRun is only checked, so that it writes nothing.</summary>
    public bool HasDryRun { get; init; }

    /// <summary>The name of the region parameter: a few operations write it in lower case.</summary>
    public string RegionName { get; init; } = "RegionId";

    /// <summary>The error for a ClientToken that is reused with other parameters (docs/contracts/alibaba-ecs.md 1.8); null if the
    /// operation takes no token.</summary>
    public Func<AlibabaApiError>? TokenMismatch { get; init; }
}
