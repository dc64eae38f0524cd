using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The disk quota of the project (docs/contracts/huawei-ecs.md 3.10).</summary>
internal sealed class HuaweiDiskQuota(JObject set)
{
    /// <summary>The room that is left.</summary>
    /// <param name="name">What is counted: <c>volumes</c>, <c>gigabytes</c>, or one of them for a disk type, as in <c>volumes_SSD</c>.</param>
    /// <returns>The room, <see cref="int.MaxValue"/> without a limit; null if the quota does not tell.</returns>
    public int? FindRoom(string name)
    {
        JObject? row = set.Object(name);
        return row.Integer("limit") switch
        {
            null => null,
            < 0 => int.MaxValue,
            { } limit => limit - (row.Integer("in_use") ?? 0) - (row.Integer("reserved") ?? 0),
        };
    }
}
