namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>An image that was made of a server, with what only its making tells (@alicloud/ecs20140526 7.11.6, DescribeImages).</summary>
/// <param name="Percent">How far its making is, 0 to 100; null if the cloud does not tell.</param>
internal sealed record AlibabaCustomImage(EcsImage Image, int? Percent, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The snapshots that it is built from; they stay when it is deleted (docs/contracts/alibaba-ecs-lifecycle.md 10.2).</summary>
    public IReadOnlyList<string> SnapshotIds { get; init; } = [];

    /// <summary>True if other accounts may use it.</summary>
    public bool IsShared { get; init; }

    /// <summary>True if it is published as a community image.</summary>
    public bool IsPublished { get; init; }

    /// <summary>Tells whether an operation of ours made it. Tags can be changed by others, so the description counts as well.</summary>
    public bool IsOf(string operationId) => operationId.Length > 0
        && ((Tags.TryGetValue(BackupNaming.OperationTag, out string? mark) && mark == operationId) || Image.Description.Contains(operationId));
}
