namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The keys under which EcsTools leaves notes on servers; see <see cref="BackupNaming.OperationTag"/> for those on backups.</summary>
internal static class HuaweiTagKey
{
    /// <summary>On servers: who brings the license, which no field of the cloud tells (docs/contracts/huawei-ecs.md 4).</summary>
    public const string License = "ecstools-license";
}
