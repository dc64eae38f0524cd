using System.Collections.Generic;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>A disk with what only the checks need (docs/contracts/alibaba-ecs.md 3.16).</summary>
/// <param name="DeleteAutoSnapshot">Whether its automatic snapshots go with it; null if the cloud does not tell.</param>
/// <param name="HasPolicies">Whether it has such policies, told or not.</param>
internal sealed record AlibabaDisk(
    EcsDisk Disk, IReadOnlyList<string> LockReasons, bool? DeleteAutoSnapshot, IReadOnlyList<string> Policies, bool HasPolicies)
{
    /// <summary>What becomes of its snapshots when it is released: what the cloud does not tell is taken for the loss
    /// (docs/contracts/alibaba-ecs-lifecycle.md 10.5).</summary>
    public string DescribeSnapshots() => DeleteAutoSnapshot == false
        ? $"No snapshots of disk {Disk.Id}: automatic and manual ones stay, and are charged."
        : $"The automatic snapshots of disk {Disk.Id}: they are deleted with it. Manual ones stay, and are charged.";
}
