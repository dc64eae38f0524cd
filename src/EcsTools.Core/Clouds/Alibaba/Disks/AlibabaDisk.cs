namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>A disk with what only the checks need (docs/contracts/alibaba-ecs.md 3.16).</summary>
/// <param name="DeleteAutoSnapshot">Whether its automatic snapshots go with it; null if the cloud does not tell.</param>
/// <param name="HasPolicies">Whether it has such policies, told or not.</param>
internal sealed record AlibabaDisk(
    EcsDisk Disk, IReadOnlyList<string> LockReasons, bool? DeleteAutoSnapshot, IReadOnlyList<string> Policies, bool HasPolicies)
{
    /// <summary>True if it is paid for in advance: a change is an order.</summary>
    public bool IsSubscription { get; init; }

    /// <summary>What becomes of its snapshots when it is released: what the cloud does not tell is taken for the loss
    /// (docs/contracts/alibaba-ecs-lifecycle.md 10.5).</summary>
    public string DescribeSnapshots() => DeleteAutoSnapshot == false
        ? $"Kept: snapshots of disk {Disk.Id}, automatic and manual ones. They continue to be billed."
        : $"The automatic snapshots of disk {Disk.Id}: they are deleted with it. Manual ones are kept and billed.";

    /// <summary>The user's own settings of a disk that is replaced: a new one has those that every new disk has
    /// (docs/contracts/alibaba-ecs-lifecycle.md 11.1).</summary>
    public IEnumerable<string> DescribeSettings()
    {
        if (Disk.DeleteWithInstance == false)
        {
            yield return $"That disk {Disk.Id} stays when the server is released: the new disk is deleted with the server.";
        }

        if (DeleteAutoSnapshot == false)
        {
            yield return $"That the automatic snapshots of disk {Disk.Id} stay when it is released: those of the new disk are deleted with it.";
        }

        IReadOnlyDictionary<string, string> all = Disk.Tags ?? new Dictionary<string, string>();
        string[] tags = [.. all.Keys.Except(SystemTags.Of(all, AlibabaInstanceReader.SystemTagPrefixes).Keys).OrderBy(k => k, StringComparer.Ordinal)];
        if (tags.Length > 0)
        {
            yield return $"The tags of disk {Disk.Id} ({string.Join(", ", tags)}): the new disk has none.";
        }
    }
}
