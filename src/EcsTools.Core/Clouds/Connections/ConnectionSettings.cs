namespace EcsTools.Core.Clouds;

/// <summary>How a cloud is reached, where its profile says more than an address.</summary>
internal record ConnectionSettings
{
    /// <summary>The certificates of the authorities that the cloud's own ones are checked against (PEM), or null for those this machine trusts.</summary>
    public string? CaFile { get; init; }
}
