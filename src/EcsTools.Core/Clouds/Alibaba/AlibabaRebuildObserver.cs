using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

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

    private readonly ConcurrentDictionary<string, Note> _notes = new(StringComparer.Ordinal);
    private readonly AlibabaInstances _instances;
    private readonly AlibabaDisks _disks;

    /// <summary>Makes an observer.</summary>
    /// <param name="instances">Reads servers.</param>
    /// <param name="disks">Reads disks.</param>
    public AlibabaRebuildObserver(AlibabaInstances instances, AlibabaDisks disks)
    {
        _instances = instances;
        _disks = disks;
    }

    /// <summary>Looks how the step stands.</summary>
    /// <param name="target">The server, with the facts from before.</param>
    /// <param name="receipt">What the sending gave; null if its answer was lost.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The observation. A lost answer is never called not taken: nothing in the state would prove it.</returns>
    /// <exception cref="EcsException">The state could not be read.</exception>
    public async Task<StepObservation> ObserveAsync(StepTarget target, StepReceipt? receipt, CancellationToken cancellation)
    {
        string id = target.Instance.Id;
        string key = target.Token + "/" + id;
        IReadOnlyDictionary<string, AlibabaDisk> disks = await _disks.FindSystemDisksAsync([id], cancellation).ConfigureAwait(false);
        EcsInstance? instance = (await _instances.FindAsync([id], cancellation).ConfigureAwait(false)).FirstOrDefault();
        if (instance is null)
        {
            return AlibabaChecks.Vanished(target);
        }

        EcsDisk? disk = disks.TryGetValue(id, out AlibabaDisk? found) ? found.Disk : null;
        Note note = _notes.GetOrAdd(key, _ => new Note());
        StepObservation seen = JudgeLock(target, instance)
            ?? (AlibabaRebuildCase.IsSwitch(target.Options)
                ? JudgeReplace(target, receipt, instance, disk)
                : JudgeReInit(target, receipt, instance, disk, note));
        if (seen.State is ObservedState.TookEffect or ObservedState.Failed)
        {
            _notes.TryRemove(key, out _);
        }

        return seen;
    }

    private static StepObservation? JudgeLock(StepTarget target, EcsInstance instance) => instance.LockReasons.FirstOrDefault(Locks.Contains) is { } reason
        ? AlibabaChecks.Failed(target, instance, EcsErrorId.IncorrectState, $"The provider has locked {instance} ({reason}) while its system disk was made anew.")
        : null;

    private static StepObservation JudgeReInit(StepTarget target, StepReceipt? receipt, EcsInstance instance, EcsDisk? disk, Note note)
    {
        if (disk is not null && disk.Id != AlibabaChecks.Before(target, StepFact.SystemDiskId))
        {
            return AlibabaChecks.Failed(target, instance, EcsErrorId.OperationFailed, $"Somebody has replaced the system disk of {instance} meanwhile; it is {disk.Id} now.");
        }

        if (Is(disk, "ReIniting"))
        {
            note.SawWork = true;
            return AlibabaChecks.Pending(instance, "Reinitialising the system disk");
        }

        if (receipt is null && !note.SawWork)
        {
            return new StepObservation(ObservedState.Unknown, instance);
        }

        if (!Is(disk, "In_use"))
        {
            return AlibabaChecks.Pending(instance, disk is null ? "No system disk is to be seen" : $"The system disk is {disk.Status}");
        }

        bool wantsRunning = target.Options.EndState == EcsEndState.Running;
        bool wasStarted = wantsRunning && instance.Status is EcsInstanceStatus.Running or EcsInstanceStatus.Starting;
        if (!note.SawWork && !wasStarted && target.Age < UnseenWork)
        {
            return AlibabaChecks.Pending(instance, "Waiting for the reinitialisation to begin");
        }

        return wantsRunning ? JudgeStart(target, instance, note) : new StepObservation(ObservedState.TookEffect, instance);
    }

    private static StepObservation JudgeStart(StepTarget target, EcsInstance instance, Note note)
    {
        if (instance.Status == EcsInstanceStatus.Running)
        {
            return new StepObservation(ObservedState.TookEffect, instance);
        }

        note.StoppedSince = instance.Status == EcsInstanceStatus.Stopped ? note.StoppedSince ?? target.Age : null;
        if (note.StoppedSince is not { } since || target.Age - since < StartGrace)
        {
            return AlibabaChecks.Pending(instance, "Starting");
        }

        string text = $"The system disk of {instance} was made anew, but the server was not started.";
        return AlibabaChecks.Failed(target, instance, EcsErrorId.IncorrectState, text) with { RepairByStart = true };
    }

    private static StepObservation JudgeReplace(StepTarget target, StepReceipt? receipt, EcsInstance instance, EcsDisk? disk)
    {
        string? newDisk = receipt is not null && receipt.Facts.TryGetValue(StepFact.SystemDiskId, out string? id) ? id : null;
        bool isReplaced = disk is not null && disk.Id != AlibabaChecks.Before(target, StepFact.SystemDiskId) && (newDisk is null || disk.Id == newDisk);
        if (receipt is null && !isReplaced)
        {
            return new StepObservation(ObservedState.Unknown, instance);
        }

        bool isReady = isReplaced
            && Is(disk, "In_use")
            && instance.LockReasons.Count == 0
            && string.Equals(instance.ImageId, AlibabaChecks.Before(target, StepFact.ImageId), StringComparison.OrdinalIgnoreCase)
            && disk!.SizeGiB >= SizeBefore(target);
        return isReady && instance.Status is EcsInstanceStatus.Stopped or EcsInstanceStatus.Running
            ? new StepObservation(ObservedState.TookEffect, instance)
            : AlibabaChecks.Pending(instance, isReady ? instance.Status.ToString() : "Replacing the system disk");
    }

    private static int SizeBefore(StepTarget target) =>
        int.TryParse(AlibabaChecks.Before(target, AlibabaRebuildCase.SizeFact), NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : 0;

    private static bool Is(EcsDisk? disk, string status) => string.Equals(disk?.Status, status, StringComparison.OrdinalIgnoreCase);

    // What was seen on the way, for as long as this program runs.
    private sealed class Note
    {
        public bool SawWork { get; set; }

        public TimeSpan? StoppedSince { get; set; }
    }
}
