using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Listing;

/// <summary>What the journal and the jobs in it tell of the reinstallations of one server.</summary>
internal sealed class RebuildHistory
{
    /// <summary>How long a guest takes its key or password after a reinstallation: 'some minutes more', says docs/contracts/huawei-ecs.md 3.6.</summary>
    public static readonly TimeSpan SettlingTime = TimeSpan.FromMinutes(3);

    private readonly JournalEntry _last;
    private readonly int _failures;
    private readonly string? _diskWhenFailed;
    private readonly DateTimeOffset? _settlesUntil;

    private RebuildHistory(JournalEntry last, bool isOpen, int failures, string? diskWhenFailed, DateTimeOffset? settlesUntil = null)
    {
        _settlesUntil = settlesUntil;
        _last = last;
        IsOpen = isOpen;
        _failures = failures;
        _diskWhenFailed = diskWhenFailed;
    }

    /// <summary>The server.</summary>
    public string InstanceId => _last.InstanceId;

    /// <summary>True while the last one runs.</summary>
    public bool IsOpen { get; }

    /// <summary>When the last one was sent.</summary>
    public DateTimeOffset SentAt => FindStep(_last)!.SentAt;

    /// <summary>The last reinstallation or change of the system in an operation that the cloud accepted as a job.</summary>
    /// <returns>The step, or null: what was refused did not run and does not count.</returns>
    public static JournalStep? FindStep(JournalEntry entry) => entry.Steps.LastOrDefault(IsJob);

    /// <summary>Follows the operations of one server to where they stand now. Sends no write.</summary>
    /// <param name="entries">Its operations with a job, newest first; at least one.</param>
    public static async Task<RebuildHistory> FollowAsync(ConnectedAccount account, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        JournalEntry last = entries[0];
        JournalStep step = FindStep(last)!;
        int failures = entries.TakeWhile(e => e.State != EcsOperationState.Succeeded)
            .Sum(e => e.Steps.Count(s => IsJob(s) && s.State == JournalStepState.Failed));
        if (!step.IsOpen)
        {
            return new RebuildHistory(last, isOpen: false, failures, Disk(step.Facts), FindSettling(account, last));
        }

        StepObservation? seen = await TryLookAsync(account, last, step, cancellation).ConfigureAwait(false);
        return seen?.State switch
        {
            null or ObservedState.Pending => new RebuildHistory(last, isOpen: true, failures, null),
            ObservedState.Failed => new RebuildHistory(last, isOpen: false, failures + 1, Disk(seen.Facts)),
            ObservedState.TookEffect => new RebuildHistory(last, isOpen: false, 0, null),
            _ => new RebuildHistory(last, isOpen: false, failures, Disk(step.Facts)),
        };
    }

    /// <summary>Adds what is known of it to the server.</summary>
    public EcsInstance Apply(EcsInstance instance)
    {
        EcsInstanceStatus running = OperationDefinition.Find(_last.Kind)?.Running ?? EcsInstanceStatus.Reinstalling;
        if (IsOpen)
        {
            return instance with { Status = running, FailedReinstalls = _failures };
        }

        if (_settlesUntil is not null && instance.Status is EcsInstanceStatus.Running or EcsInstanceStatus.Starting)
        {
            return instance with { SettlesUntil = _settlesUntil };
        }

        // Remembered until a reinstallation succeeds; another disk since then, or a server that runs, says that somebody else saw to it.
        bool isOff = instance.Status is EcsInstanceStatus.Stopped or EcsInstanceStatus.Error or EcsInstanceStatus.ReinstallFailed;
        bool hasOtherDisk = _diskWhenFailed is not null && instance.SystemDiskId is { } disk && disk != _diskWhenFailed;
        return _failures == 0 || !isOff || hasOtherDisk ? instance : instance with
        {
            Status = running == EcsInstanceStatus.ChangingOs ? EcsInstanceStatus.ChangeOsFailed : EcsInstanceStatus.ReinstallFailed,
            FailedReinstalls = _failures,
            LostDisk = instance.SystemDiskId is null ? FindLostDisk(instance) : null,
        };
    }

    // The next attempt has to ask for what the one that failed has asked for: the disk that told of it is gone.
    private EcsDisk? FindLostDisk(EcsInstance instance)
    {
        StepTarget sent = new(instance, new OperationOptions()) { Before = FindStep(_last)!.Before };
        return SystemDiskEncryption.IsPlanned(sent)
            ? new EcsDisk { Id = Disk(sent.Before) ?? "", InstanceId = InstanceId, IsSystemDisk = true, IsEncrypted = true, EncryptionKeyId = SystemDiskEncryption.PlannedKey(sent) }
            : null;
    }

    private static DateTimeOffset? FindSettling(ConnectedAccount account, JournalEntry last)
    {
        if (last.State != EcsOperationState.Succeeded || last.EndedAt is not { } ended)
        {
            return null;
        }

        // Another process has left the time on the wall only.
        DateTimeOffset now = account.Wall.GetUtcNow();
        TimeSpan left = SettlingTime - (account.RebuiltAt.TryGetValue(last.OperationId, out long at) ? account.Time.GetElapsedTime(at) : now - ended);
        return left > TimeSpan.Zero ? now.Moved(left) : null;
    }

    private static bool IsJob(JournalStep step) => step.Kind == StepKind.RebuildSystemDisk && step.JobId is not null;

    private static string? Disk(IReadOnlyDictionary<string, string> facts) => facts.TryGetValue(StepFactKeys.SystemDiskId, out string? disk) ? disk : null;

    // Only the job is asked: nothing from before is handed on, so that nothing is judged or written that belongs to whoever sent it.
    private static async Task<StepObservation?> TryLookAsync(ConnectedAccount account, JournalEntry entry, JournalStep step, CancellationToken cancellation)
    {
        if (account.Cloud.FindStep(step.Kind) is not { } main)
        {
            return null;
        }

        EcsInstance server = new() { Id = entry.InstanceId, Name = entry.InstanceName, Account = entry.Account, AccountKey = entry.AccountKey, AccountIdentity = entry.AccountIdentity ?? "", Region = entry.Region };
        SentStep sent = new(new StepTarget(server, new OperationOptions { Kind = OperationDefinition.Parse(entry.Kind) }), new StepHandle { JobId = step.JobId, RequestId = step.RequestId })
        {
            Age = account.Wall.GetUtcNow() - step.SentAt,
        };
        try
        {
            return await main.ObserveAsync([sent], cancellation)[0].ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            AmbientLog.Current.Verbose($"Cannot read the status of job {step.JobId} of {server}: {error.Message}");
            return null;
        }
    }
}
