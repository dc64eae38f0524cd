using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Operations;

/// <summary>
/// What follows once the main step took effect, stage by stage as the definition has them: the same for an operation that runs, is resumed
/// or is only waited for.
/// </summary>
internal sealed class OperationEnding
{
    private readonly ConnectedAccount _account;
    private readonly JournalWriter _record;
    private readonly OperationOptions _options;
    private readonly StepExecutor _driver;
    private readonly OperationPower _power;
    private readonly OperationMode _mode;

    public OperationEnding(ConnectedAccount account, JournalWriter record, OperationOptions options, StepExecutor driver, OperationMode mode)
    {
        _account = account;
        _record = record;
        _options = options;
        _driver = driver;
        _mode = mode;
        _power = new OperationPower(account, record, driver);
    }

    /// <summary>How long is left for a stage, by the account's clock.</summary>
    public required Func<TimeSpan> Left { get; init; }

    /// <summary>Looks after a server that ran, before what was done is confirmed; null if nobody does.</summary>
    public Func<EcsInstance, CancellationToken, Task>? HealthCheck { get; init; }

    /// <summary>True once the check has looked after the server.</summary>
    public bool IsChecked { get; private set; }

    /// <summary>True if a stage failed and is left to be settled later.</summary>
    public bool IsLeftOpen { get; private set; }

    /// <summary>True if what follows the end state ended otherwise than planned.</summary>
    public bool MissedFollowUp { get; private set; }

    private JournalEntry Entry => _record.Entry;

    /// <summary>Does what is left.</summary>
    /// <param name="instance">The server as last read; null if it is gone.</param>
    /// <returns>The server; and false if something is left that this mode does not do.</returns>
    /// <exception cref="EcsException">A stage failed.</exception>
    public async Task<(EcsInstance? Instance, bool IsDone)> RunAsync(ICloudStep main, EcsInstance? instance, CancellationToken cancellation)
    {
        foreach (OperationStage stage in OperationDefinition.Find(Entry.Kind)!.Stages.SkipWhile(s => s != OperationStage.Main))
        {
            if (instance is null)
            {
                break;
            }

            if (_mode == OperationMode.Wait && IsOwed(stage, main, instance))
            {
                return (instance, false);
            }

            instance = stage switch
            {
                OperationStage.Attach when Entry.OwesAttach || Entry.BringsDiskBack => await AttachAgainAsync(instance, cancellation).ConfigureAwait(false),
                OperationStage.Verdict => await DecideAsync(main, instance, cancellation).ConfigureAwait(false),
                OperationStage.Power => await EnsureEndStateAsync(instance, cancellation).ConfigureAwait(false),
                OperationStage.Restart when _mode == OperationMode.Run => await RestartAsync(instance, cancellation).ConfigureAwait(false),
                OperationStage.FollowUps => await FollowUpAsync(instance, cancellation).ConfigureAwait(false),
                _ => instance,
            };
        }

        // A disk that another server was to have is where it belongs.
        Entry.OwesAttach = false;
        Entry.OwesStart = false;
        if (instance is not null)
        {
            _record.NoteRebuilt(_account, instance);
        }

        return (instance, true);
    }

    private bool IsOwed(OperationStage stage, ICloudStep main, EcsInstance instance) => stage switch
    {
        OperationStage.Verdict => !Entry.AwaitsVerdict && main is IConfirmableStep provisional && provisional.IsOpen(instance),
        OperationStage.Attach => Entry.OwesAttach || Entry.BringsDiskBack,
        OperationStage.Power => IsStartOwed(instance),
        OperationStage.FollowUps => new SnapshotPolicyFollowUp(_account, _record, _driver).IsOwed,
        _ => false,
    };

    // What a command of long ago left on its way is not interfered with.
    private bool IsStartOwed(EcsInstance instance) =>
        Entry.EndsRunning && (_mode == OperationMode.Run ? instance.Status != EcsInstanceStatus.Running : instance.Status == EcsInstanceStatus.Stopped);

    // What holds only when it is confirmed is confirmed, or undone if the server runs and does not pass the user's check.
    private async Task<EcsInstance> DecideAsync(ICloudStep main, EcsInstance instance, CancellationToken cancellation)
    {
        if (main is not IConfirmableStep step || !step.IsOpen(instance))
        {
            return instance;
        }

        if (_mode != OperationMode.Run && Entry.AwaitsVerdict)
        {
            throw Unchecked(instance);
        }

        EcsException? unwell = null;
        if (HealthCheck is not null && !Entry.Steps.Exists(s => s.Kind == StepKind.Stop))
        {
            IsChecked = true;
            _record.AwaitVerdict(true);
            unwell = await CheckAsync(instance, cancellation).ConfigureAwait(false);
        }

        instance = await FollowThroughAsync(unwell is null ? step.Confirmation : step.Reversal, instance, cancellation).ConfigureAwait(false);
        _record.AwaitVerdict(false);
        return unwell is null ? instance : throw new EcsException(unwell.ErrorId, $"{unwell.Message} The {Entry.Noun} was undone; the server is unchanged.", unwell)
        {
            InstanceId = instance.Id,
            RecommendedAction = unwell.RecommendedAction,
        };
    }

    private Task<EcsException?> CheckAsync(EcsInstance instance, CancellationToken cancellation) => _driver.AwayAsync(async () =>
    {
        try
        {
            // It runs, though the cloud still calls it on its way.
            await HealthCheck!(instance with { Status = EcsInstanceStatus.Running }, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (EcsException error)
        {
            return error;
        }
    });

    private async Task<EcsInstance> FollowThroughAsync(ICloudStep step, EcsInstance instance, CancellationToken cancellation)
    {
        string trouble = step.Kind == StepKind.RevertResize ? "took effect, but could not be undone" : "took effect, but could not be confirmed";
        return await OpenOnFailureAsync(trouble, instance, async () =>
        {
            RecordedStep sent = await _driver.SendAsync(step, new StepTarget(instance, _options), cancellation).ConfigureAwait(false);
            StepObservation end = await _driver.ObserveAsync(sent, Left(), cancellation).ConfigureAwait(false);
            return end.State == ObservedState.TookEffect ? end.Instance ?? instance : throw end.Error ?? OperationErrors.Unknown(Entry);
        }).ConfigureAwait(false);
    }

    private Task<EcsInstance> AttachAgainAsync(EcsInstance instance, CancellationToken cancellation) => OpenOnFailureAsync(
        "took effect, but the disk could not be attached again afterward",
        instance,
        async () => await new DiskDetour(_account, _record, _driver).AttachAgainAsync(instance, Left(), cancellation).ConfigureAwait(false) ?? instance);

    private async Task<EcsInstance> EnsureEndStateAsync(EcsInstance instance, CancellationToken cancellation)
    {
        if (IsStartOwed(instance))
        {
            instance = await ChangePowerAsync(OperationKind.Start, instance, Left(), cancellation).ConfigureAwait(false);
        }
        else if (Entry.EndsStopped && _mode == OperationMode.Run && instance.Status != EcsInstanceStatus.Stopped)
        {
            // A stop while the guest takes its key or password leaves a server that nobody can log in to (docs/contracts/huawei-ecs.md 3.6).
            if (OperationDefinition.Find(Entry.Kind) is { Rebuilds: true } && _account.Cloud.Capabilities.RebuildsAreJobs)
            {
                await _driver.DelayAsync(RebuildHistory.SettlingTime, cancellation).ConfigureAwait(false);
            }

            instance = await ChangePowerAsync(OperationKind.Stop, instance, OperationExecution.PowerTime, cancellation).ConfigureAwait(false);
        }
        else if (Entry.EndsStopped && instance.Status == EcsInstanceStatus.Running)
        {
            // A start destroys nothing; a stop now would take the server from whoever works on it by now.
            AmbientLog.Current.Warning($"{instance} was to be left stopped, and is running. To stop it, run Stop-EcsInstance.");
        }

        _record.OweStart(false);
        return instance;
    }

    private async Task<EcsInstance> RestartAsync(EcsInstance instance, CancellationToken cancellation) =>
        _options.Restart && instance.Status == EcsInstanceStatus.Running && Entry.FindLoginEffect() == EcsLoginEffect.AfterRestart
            ? await ChangePowerAsync(OperationKind.Restart, instance, Left(), cancellation).ConfigureAwait(false)
            : instance;

    private async Task<EcsInstance> FollowUpAsync(EcsInstance instance, CancellationToken cancellation)
    {
        await new SnapshotPolicyFollowUp(_account, _record, _driver).RunAsync(instance, cancellation).ConfigureAwait(false);
        FileSystemFollowUp fileSystem = new(_account, _record, _options, _driver);
        if (_mode == OperationMode.Run)
        {
            await fileSystem.RunAsync(instance, cancellation).ConfigureAwait(false);
        }
        else
        {
            fileSystem.Warn(instance);
        }

        return await ChangeBandwidthAsync(instance, cancellation).ConfigureAwait(false);
    }

    private async Task<EcsInstance> ChangeBandwidthAsync(EcsInstance instance, CancellationToken cancellation)
    {
        BandwidthFollowUp bandwidth = new(_account, _record, _options, _driver);
        try
        {
            return await (_mode == OperationMode.Run ? bandwidth.RunAsync(instance, Left(), cancellation) : bandwidth.SettleAsync(instance, Left(), cancellation)).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId is not (EcsErrorId.OperationTimeout or EcsErrorId.JournalUnavailable))
        {
            MissedFollowUp = true;
            throw;
        }
    }

    private Task<EcsInstance> ChangePowerAsync(OperationKind kind, EcsInstance instance, TimeSpan timeout, CancellationToken cancellation) => OpenOnFailureAsync(
        "took effect, but the server could not be started, stopped, or restarted afterward", instance, () => _power.RunAsync(kind, instance, timeout, cancellation));

    private async Task<EcsInstance> OpenOnFailureAsync(string trouble, EcsInstance instance, Func<Task<EcsInstance>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId is not (EcsErrorId.OperationTimeout or EcsErrorId.JournalUnavailable))
        {
            IsLeftOpen = true;
            throw OperationErrors.LeftOpen(Entry, instance, EcsErrorId.OperationFailed, trouble, error);
        }
    }

    private EcsException Unchecked(EcsInstance now) => new(
        EcsErrorId.HealthCheckFailed, $"The {Entry.Noun} of {now} took effect, but its health check never returned a result.")
    {
        InstanceId = now.Id,
        RecommendedAction = $"Run the command again with the present size ({now.Size}): it only confirms the size, or goes back if -HealthCheck returns $false.",
    };
}
