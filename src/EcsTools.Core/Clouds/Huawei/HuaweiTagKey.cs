namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The keys under which EcsTools leaves notes at the cloud.</summary>
internal static class HuaweiTagKey
{
    /// <summary>On backups: the operation that made them.</summary>
    public const string Operation = "ecstools-operation";

    /// <summary>On servers: who brings the licence, which no field of the cloud tells (contract section 4).</summary>
    public const string License = "ecstools-license";
}
