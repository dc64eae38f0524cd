using System.Globalization;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// Tells from disk and server how the making of a system disk stands (docs/contracts/alibaba-ecs.md 3.14, 3.15, 10). The service has no
/// jobs for it, so what was seen on the way counts; after a restart of this program only what can still be proved does.
/// </summary>
internal sealed class AlibabaRebuildObserver
{
    // An accepted call whose work was never seen has ended after so long.
    private static readonly TimeSpan UnseenWork = TimeSpan.FromSeconds(60);

    // The cloud starts the server some time after the disk is ready.
    private static readonly TimeSpan StartGrace = TimeSpan.FromSeconds(60);

    // Any other word in OperationLocks is the replacement itself being under way.
    private static readonly HashSet<string> Locks = new(StringComparer.OrdinalIgnoreCase)
    {
        "financial", "security", "Recycling", "dedicatedhostfinancial", "refunded",
    };

    private readonly AlibabaInstancesClient _instances;
    private readonly AlibabaDisksClient _disks;

    public AlibabaRebuildObserver(AlibabaInstancesClient instances, AlibabaDisksClient disks)
    {
        _instances = instances;
        _disks = disks;
    }

    // A lost answer is never called not taken: nothing in the state would prove it.
    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.WithAsync(ReadAsync(sent, cancellation), (s, read) => read.Servers.Find(s) is { } instance
            ? Judge(s, instance, read.Disks.TryGetValue(instance.Id, out AlibabaDisk? found) ? found.Disk : null)
            : AlibabaChecks.Vanished(s.Target));

    private async Task<(IReadOnlyDictionary<string, AlibabaDisk> Disks, ServersById Servers)> ReadAsync(
        IReadOnlyList<SentStep> sent, CancellationToken cancellation)
    {
        Dictionary<string, string> expected = sent
            .Where(s => ExpectedDisk(s) is not null)
            .GroupBy(s => s.Target.Instance.Id, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => ExpectedDisk(g.Last())!, StringComparer.Ordinal);
        IReadOnlyDictionary<string, AlibabaDisk> disks = await _disks.FindSystemDisksAsync(
            [.. sent.Select(s => s.Target.Instance.Id)], expected, cancellation).ConfigureAwait(false);
        return (disks, await _instances.FindOfAsync(sent, cancellation).ConfigureAwait(false));
    }

    private static string? ExpectedDisk(SentStep sent) =>
        AlibabaRebuildPreflightContext.IsSwitch(sent.Target.Options) ? sent.Receive(StepFactKeys.SystemDiskId) : AlibabaChecks.Before(sent.Target, StepFactKeys.SystemDiskId);

    private static StepObservation Judge(SentStep sent, EcsInstance instance, EcsDisk? disk) => JudgeLock(sent.Target, instance)
        ?? (AlibabaRebuildPreflightContext.IsSwitch(sent.Target.Options) ? JudgeReplace(sent, instance, disk) : JudgeReInit(sent, instance, disk));

    private static StepObservation? JudgeLock(StepTarget target, EcsInstance instance) => instance.LockReasons.FirstOrDefault(Locks.Contains) is { } reason
        ? AlibabaChecks.Failed(target, instance, EcsErrorId.IncorrectState, $"The provider has locked {instance} ({reason}) during the change of its system disk.")
        : null;

    private static StepObservation JudgeReInit(SentStep sent, EcsInstance instance, EcsDisk? disk)
    {
        StepTarget target = sent.Target;
        if (disk is not null && disk.Id != AlibabaChecks.Before(target, StepFactKeys.SystemDiskId))
        {
            return AlibabaChecks.Failed(target, instance, EcsErrorId.OperationFailed, $"The system disk of {instance} was replaced by someone else in the meantime; it is now {disk.Id}.");
        }

        if (Is(disk, "ReIniting"))
        {
            sent.SawWork = true;
            return AlibabaChecks.Pending(instance, "Re-initializing the system disk");
        }

        if (sent.Handle is null && !sent.SawWork)
        {
            return new StepObservation(ObservedState.Unknown, instance);
        }

        if (!Is(disk, "In_use"))
        {
            return AlibabaChecks.Pending(instance, disk is null ? "Waiting for the system disk" : $"The system disk is {disk.Status}");
        }

        bool wantsRunning = target.Options.EndState == EcsEndState.Running;
        bool wasStarted = wantsRunning && instance.Status is EcsInstanceStatus.Running or EcsInstanceStatus.Starting;
        if (!sent.SawWork && !wasStarted && sent.Age < UnseenWork)
        {
            return AlibabaChecks.Pending(instance, "Waiting for re-initialization to start");
        }

        return wantsRunning ? JudgeStart(sent, instance) : new StepObservation(ObservedState.TookEffect, instance);
    }

    private static StepObservation JudgeStart(SentStep sent, EcsInstance instance)
    {
        if (instance.Status == EcsInstanceStatus.Running)
        {
            return new StepObservation(ObservedState.TookEffect, instance);
        }

        sent.WrongSince = instance.Status == EcsInstanceStatus.Stopped ? sent.WrongSince ?? sent.Age : null;
        if (sent.WrongSince is not { } since || sent.Age - since < StartGrace)
        {
            return AlibabaChecks.Pending(instance, "Starting");
        }

        string text = $"The system disk of {instance} was re-initialized, but the server was not started.";
        return AlibabaChecks.Failed(sent.Target, instance, EcsErrorId.IncorrectState, text) with { RepairByStart = true };
    }

    private static StepObservation JudgeReplace(SentStep sent, EcsInstance instance, EcsDisk? disk)
    {
        StepTarget target = sent.Target;
        string? newDisk = sent.Receive(StepFactKeys.SystemDiskId);
        bool isReplaced = disk is not null && disk.Id != AlibabaChecks.Before(target, StepFactKeys.SystemDiskId) && (newDisk is null || disk.Id == newDisk);
        if (sent.Handle is null && !isReplaced)
        {
            return new StepObservation(ObservedState.Unknown, instance);
        }

        bool isReady = isReplaced
            && Is(disk, "In_use")
            && instance.LockReasons.Count == 0
            && string.Equals(instance.ImageId, AlibabaChecks.Before(target, StepFactKeys.ImageId), StringComparison.OrdinalIgnoreCase)
            && disk!.SizeGiB >= SizeBefore(target);
        return isReady && SystemDiskEncryption.FindLoss(target, disk!) is { } loss ? new StepObservation(ObservedState.Failed, instance) { Error = loss }
            : isReady && instance.Status is EcsInstanceStatus.Stopped or EcsInstanceStatus.Running ? new StepObservation(ObservedState.TookEffect, instance)
            : AlibabaChecks.Pending(instance, isReady ? instance.Status.ToString() : "Replacing the system disk");
    }

    private static int SizeBefore(StepTarget target) =>
        int.TryParse(AlibabaChecks.Before(target, AlibabaRebuildPreflightContext.SizeFact), NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : 0;

    private static bool Is(EcsDisk? disk, string status) => string.Equals(disk?.Status, status, StringComparison.OrdinalIgnoreCase);
}
