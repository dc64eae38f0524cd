using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>
/// Takes a disk off its server for the main step, and puts it back: both written to the journal before they are sent, together with the debt.
/// To attach a disk destroys nothing, so that resuming does it, too.
/// </summary>
internal sealed class DiskDetour(ConnectedAccount account, JournalWriter record, StepExecutor driver)
{
    private const int MostTries = 3;

    /// <summary>Tells whether the disk is detached from its server before the main step.</summary>
    /// <param name="facts">What the main step saw.</param>
    public static bool IsBefore(OperationOptions options, IReadOnlyDictionary<string, string> facts) =>
        facts.ContainsKey(StepFactKeys.DiskId) && (options.IncludeDetach || OperationDefinition.Of(options.Kind).Main == StepKind.StartRescue);

    /// <summary>Tells whether the disk is attached to its server after the main step.</summary>
    /// <param name="facts">What the main step saw.</param>
    public static bool IsAfter(OperationOptions options, IReadOnlyDictionary<string, string> facts) =>
        facts.ContainsKey(StepFactKeys.DiskId) && (options.IncludeDetach || OperationDefinition.Of(options.Kind).Main == StepKind.StopRescue);

    /// <summary>Detaches the disk. One that is detached already is left alone.</summary>
    /// <returns>The server afterwards.</returns>
    /// <exception cref="EcsException">It could not be detached; what is owed stays in the journal.</exception>
    public async Task<EcsInstance> DetachAsync(EcsInstance instance, string diskId, TimeSpan timeout, CancellationToken cancellation)
    {
        ICloudStep step = OperationPlanner.Find(account, StepKind.DetachDisk);
        for (int tries = 1; ; tries++)
        {
            (StepTarget target, StepPreview preview) = await LookAsync(step, instance, diskId, device: null).ConfigureAwait(false) ?? throw StepErrors.Gone(instance);
            if (preview.AlreadyDone is not null)
            {
                return target.Instance;
            }

            if (FindFailed(preview) is { } failed)
            {
                throw new EcsException(EcsErrorId.PlanChanged, $"Cannot detach disk {diskId} from {instance}: {failed.Detail}")
                {
                    InstanceId = instance.Id,
                    WasNotCarriedOut = true,
                    RecommendedAction = failed.Remedy,
                };
            }

            record.Entry.OwesAttach = true;
            await TryAsync(step, target with { Before = preview.Facts }, timeout, tries, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Attaches the disk again as it was attached, once it can be.</summary>
    /// <returns>The server afterwards; null if it is gone.</returns>
    /// <exception cref="EcsException">It could not be attached: it is still owed.</exception>
    public async Task<EcsInstance?> AttachAgainAsync(EcsInstance instance, TimeSpan timeout, CancellationToken cancellation)
    {
        (string diskId, string? device) = Find(record.Entry);
        record.OweAttach(true);
        ICloudStep step = OperationPlanner.Find(account, StepKind.AttachDisk);
        long begun = account.Time.GetTimestamp();
        for (int tries = 1; ;)
        {
            if (await LookAsync(step, instance, diskId, device).ConfigureAwait(false) is not { } look)
            {
                record.OweAttach(false);
                return null;
            }

            if (look.Preview.AlreadyDone is not null)
            {
                record.OweAttach(false);
                return look.Target.Instance;
            }

            if (FindFailed(look.Preview) is { } failed)
            {
                // A detachment or a roll-back that was sent may still be worked on.
                if (account.Time.GetElapsedTime(begun) < timeout && failed.Id is EcsRequirementId.Disk or EcsRequirementId.Busy)
                {
                    await driver.DelayAsync(account.Cloud.Capabilities.ShortestPoll, cancellation).ConfigureAwait(false);
                    continue;
                }

                throw new EcsException(EcsErrorId.OperationFailed, $"Disk {diskId} cannot be attached to {instance} again: {failed.Detail}")
                {
                    InstanceId = instance.Id,
                    RecommendedAction = failed.Remedy,
                };
            }

            await TryAsync(step, look.Target with { Before = look.Preview.Facts }, timeout, tries++, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Adds to an error that the disk is still detached, and how it is attached by hand.</summary>
    public static EcsException Name(EcsException error, JournalEntry entry) => !entry.OwesAttach ? error : new EcsException(
        error.ErrorId, $"{error.Message} Disk {Find(entry).DiskId} is detached from {entry.InstanceName}.", error)
    {
        InstanceId = error.InstanceId,
        CloudCode = error.CloudCode,
        HttpStatus = error.HttpStatus,
        RequestId = error.RequestId,
        RetryAfter = error.RetryAfter,
        WasNotCarriedOut = false,
        RecommendedAction = $"{error.RecommendedAction} To attach the disk again, run: Mount-EcsDisk {entry.InstanceId} -DiskId {Find(entry).DiskId}{(Find(entry).Device is { } device ? $" -Device {device}" : "")}".TrimStart(),
    };

    // To attach or detach a disk twice does nothing twice. The next look tells whether it took effect, and reads the server afresh; what was
    // lost and never arrived is sent again.
    private async Task TryAsync(ICloudStep step, StepTarget target, TimeSpan timeout, int tries, CancellationToken cancellation)
    {
        (_, StepObservation end) = await driver.RunAsync(step, target, timeout, cancellation).ConfigureAwait(false);
        bool mayGoOn = end.State == ObservedState.TookEffect || (end.State is ObservedState.NotTaken or ObservedState.Unknown && tries < MostTries);
        if (!mayGoOn)
        {
            throw end.Error ?? OperationErrors.Unknown(record.Entry);
        }
    }

    private static EcsRequirement? FindFailed(StepPreview preview) => preview.Requirements.FirstOrDefault(r => r.Outcome == EcsRequirementOutcome.Failed);

    private static (string DiskId, string? Device) Find(JournalEntry entry)
    {
        Dictionary<string, string> before = entry.Steps.Last(s => s.Kind is StepKind.DetachDisk or StepKind.StopRescue).Before;
        return (before[StepFactKeys.DiskId], before.TryGetValue(StepFactKeys.Device, out string? device) ? device : null);
    }

    private Task<(StepTarget Target, StepPreview Preview)?> LookAsync(ICloudStep step, EcsInstance instance, string diskId, string? device) =>
        driver.LookAsync(step, new StepTarget(instance, new OperationOptions
        {
            Kind = step.Kind == StepKind.AttachDisk ? OperationKind.DiskMount : OperationKind.DiskDismount,
            DiskId = diskId,
            Device = device,
            EndState = EcsEndState.Stopped,
        }));
}
