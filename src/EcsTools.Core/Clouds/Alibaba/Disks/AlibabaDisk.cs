using System.Collections.Generic;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>A disk with what only the checks need (docs/contracts/alibaba-ecs.md 3.16).</summary>
/// <param name="DeleteAutoSnapshot">Whether its automatic snapshots go with it; null if the cloud does not tell.</param>
/// <param name="HasPolicies">Whether it has such policies, told or not.</param>
internal sealed record AlibabaDisk(
    EcsDisk Disk, IReadOnlyList<string> LockReasons, bool? DeleteAutoSnapshot, IReadOnlyList<string> Policies, bool HasPolicies);
