using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Releases a server for good with DeleteInstance (docs/contracts/alibaba-ecs.md 3.9, 5): one call for each, since a batch tells
/// no results.</summary>
internal sealed class AlibabaReleaseStep : ICloudStep
{
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaInstancesClient _instances;
    private readonly AlibabaDisksClient _disks;
    private readonly TimeProvider _wall;

    public AlibabaReleaseStep(AlibabaApi api, AlibabaInstancesClient instances, AlibabaDisksClient disks)
    {
        _writer = new AlibabaMutationClient(api);
        _instances = instances;
        _disks = disks;
        _wall = api.Connection.Wall;
    }

    public StepKind Kind => StepKind.Release;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        if (targets.Any(t => t.Options.DeletePublicIp || t.Options.DeleteDataDisks))
        {
            throw StepErrors.NotSupported(
                "Alibaba Cloud does not let a request choose what happens to addresses and data disks when a server is released.",
                "Omit -DeletePublicIp and -DeleteDataDisks. The DeleteWithInstance property of each disk decides (Get-EcsDisk); -WhatIf shows what is deleted.");
        }

        LookupResult<ILookup<string, AlibabaDisk>> disks = await LookupResult<ILookup<string, AlibabaDisk>>.ReadAsync(
            () => _disks.FindAsync([.. targets.Select(t => t.Instance.Id)], cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, disks))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        // Force would also release what was started after the plan was made.
        bool runs = target.Options.ReleaseRunning && AlibabaChecks.Before(target, StepFactKeys.Status) == nameof(EcsInstanceStatus.Running);
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("InstanceId", target.Instance.Id)
            .Add("Force", runs ? true : null)
            .Add("TerminateSubscription", IsSubscription(target) && target.Options.TerminateSubscription ? true : null);
        try
        {
            JObject answer = await _writer.SendAsync(
                "DeleteInstance", parameters, RequestIdempotency.NonIdempotent, target, () => IsStillAsPlannedAsync(target, cancellation), cancellation).ConfigureAwait(false);
            return new StepHandle { RequestId = answer.Text("RequestId") };
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.InstanceNotFound)
        {
            // What is gone is as wanted, if the list says so too: a server that is still listed was refused for another reason.
            if ((await _instances.FindAsync([target.Instance.Id], cancellation).ConfigureAwait(false)).Count > 0)
            {
                throw;
            }

            return new StepHandle { RequestId = error.RequestId };
        }
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.WithAsync(_instances.FindOfAsync(sent, cancellation), (s, servers) =>
            servers.Find(s) is not { } now ? new StepObservation(ObservedState.TookEffect)
            : s.Handle is not null ? AlibabaChecks.Pending(now, "Releasing")
            : new StepObservation(ObservedState.Unknown, now));

    private async Task<bool> IsStillAsPlannedAsync(StepTarget target, CancellationToken cancellation)
    {
        EcsInstance? instance = (await _instances.FindAsync([target.Instance.Id], cancellation).ConfigureAwait(false)).FirstOrDefault();
        return instance is { DeletionProtection: false }
            && instance.LockReasons.Count <= target.Instance.LockReasons.Count
            && (instance.Status == EcsInstanceStatus.Stopped || instance.Status.ToString() == AlibabaChecks.Before(target, StepFactKeys.Status));
    }

    private StepPreview Preview(StepTarget target, LookupResult<ILookup<string, AlibabaDisk>> disks)
    {
        EcsInstance instance = target.Instance;
        AlibabaDisk[] own = disks.Value is { } all ? [.. all[instance.Id]] : [];
        EcsDisk? system = own.FirstOrDefault(d => d.Disk.IsSystemDisk)?.Disk;

        // A disk of a locked server goes whatever its own setting says (docs/contracts/alibaba-ecs.md 5).
        AlibabaDisk[] lost = [.. own.Where(d => d.Disk.DeleteWithInstance != false || IsLocked(instance))];
        List<EcsRequirement> requirements = [CheckState(target), CheckLock(target), CheckProtection(target)];
        if (disks.Error is { } denied)
        {
            requirements.Add(Requirement.Unknown(EcsRequirementId.SystemDisk, "Cannot read which disks are deleted with the server", denied));
        }

        return new StepPreview
        {
            Summary = "Delete the server permanently.",
            Requirements = requirements,
            Losses = [.. DescribeLosses(instance, own, lost)],
            Facts = new Dictionary<string, string>
            {
                [StepFactKeys.SystemDiskId] = system?.Id ?? "",
                [AlibabaFact.DataDiskIds] = string.Join(",", lost.Where(d => !d.Disk.IsSystemDisk).Select(d => d.Disk.Id).OrderBy(id => id, StringComparer.Ordinal)),
                [StepFactKeys.Status] = instance.Status.ToString(),
            },
        };
    }

    private static EcsRequirement CheckState(StepTarget target) => target.Instance.Status switch
    {
        EcsInstanceStatus.Stopped => Requirement.Passed(EcsRequirementId.State, "The server is stopped."),
        EcsInstanceStatus.Running when target.Options.ReleaseRunning => Requirement.Warned(EcsRequirementId.State, "The server is running and will be powered off without a clean shutdown."),
        EcsInstanceStatus.Running => Requirement.Failed(EcsRequirementId.State, "The server is running.", "Stop it, or specify -Running."),
        _ => Requirement.Failed(EcsRequirementId.State, $"The server is {StatusText.Of(target.Instance)}; it must be stopped.", "Wait until it has stopped."),
    };

    // An expired subscription is locked for no other reason than that it has ended, and -TerminateSubscription says that it may go.
    private EcsRequirement CheckLock(StepTarget target)
    {
        string[] reasons = [.. target.Instance.LockReasons.Where(r => AlibabaLocks.Forbid(ServerAction.Release, r))];
        bool isExpiry = target.Options.TerminateSubscription
            && AlibabaChecks.HasExpired(target.Instance, _wall.GetUtcNow())
            && Array.TrueForAll(reasons, r => string.Equals(r, AlibabaLocks.Overdue, StringComparison.OrdinalIgnoreCase));
        return reasons.Length == 0 ? Requirement.Passed(EcsRequirementId.Lock, "The provider has not locked the server.")
            : isExpiry ? Requirement.Warned(EcsRequirementId.Lock, $"The provider has locked the server because its subscription ended: {string.Join(", ", reasons)}.")
            : Requirement.Failed(EcsRequirementId.Lock, $"The provider has locked the server: {string.Join(", ", reasons)}.", ServerLocks.AdviceOfProvider);
    }

    private EcsRequirement CheckProtection(StepTarget target)
    {
        EcsInstance instance = target.Instance;
        if (instance.DeletionProtection)
        {
            return Requirement.Failed(
                EcsRequirementId.Protection, "Deletion protection is on.", "Run Set-EcsInstance -DeletionProtection $false.");
        }

        if (!IsSubscription(target))
        {
            return Requirement.Passed(EcsRequirementId.Protection, "Deletion protection is off.");
        }

        return !AlibabaChecks.HasExpired(instance, _wall.GetUtcNow())
            ? Requirement.Failed(
                EcsRequirementId.Protection, $"The server is a subscription that expires on {instance.ExpiresAt:u}.", "Convert it to pay-as-you-go with Set-EcsChargeType -ChargeType PayAsYouGo, or cancel the subscription in the console.")
            : target.Options.TerminateSubscription
                ? Requirement.Passed(EcsRequirementId.Protection, "The subscription of the server has ended.")
                : Requirement.Failed(EcsRequirementId.Protection, "The server is a subscription that has ended.", "To release it, specify -TerminateSubscription.");
    }

    private static IEnumerable<string> DescribeLosses(EcsInstance instance, IReadOnlyList<AlibabaDisk> own, IReadOnlyCollection<AlibabaDisk> lost)
    {
        string addresses = instance.PrivateIps.Count > 0 ? $" ({string.Join(", ", instance.PrivateIps)})" : "";
        yield return $"The server and its private addresses{addresses}; including a static public address. An elastic one is kept and billed.";
        if (lost.Count > 0)
        {
            yield return $"The disks {string.Join(", ", lost.Select(Describe))}, and all data on them.";
        }

        foreach (AlibabaDisk disk in lost)
        {
            yield return disk.DescribeSnapshots();
        }

        AlibabaDisk[] kept = [.. own.Where(d => !lost.Contains(d))];
        if (kept.Length > 0)
        {
            yield return $"Kept: disks {string.Join(", ", kept.Select(Describe))}. They continue to be billed.";
        }
    }

    private static string Describe(AlibabaDisk disk) => $"{disk.Disk.Id} ({(disk.Disk.IsSystemDisk ? "system, " : "")}{disk.Disk.SizeGiB} GiB)";

    private static bool IsLocked(EcsInstance instance) => instance.LockReasons.Any(r => string.Equals(r, "security", StringComparison.OrdinalIgnoreCase));

    private static bool IsSubscription(StepTarget target) => target.Instance.ChargeType == EcsChargeType.Subscription;
}
