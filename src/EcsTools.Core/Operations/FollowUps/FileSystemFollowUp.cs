using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Guests;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>What an extension of a disk leaves to be done where that was chosen: partition and file system are extended in the guest.</summary>
internal sealed class FileSystemFollowUp(ConnectedAccount account, JournalWriter record, OperationOptions options, StepExecutor driver)
{
    // So long a guest that was just started takes until it can be spoken to.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Does it.</summary>
    /// <exception cref="EcsException">It could not be done; the disk stays extended.</exception>
    public async Task RunAsync(EcsInstance instance, CancellationToken cancellation)
    {
        if (!options.GrowFileSystem)
        {
            return;
        }

        string? disk = options.DiskId is { } id && id != instance.SystemDiskId ? id : null;
        GrowFileSystemStep step = new(account, disk);
        long begun = account.Time.GetTimestamp();
        while (true)
        {
            try
            {
                RecordedStep sent = await driver.SendAsync(step, new StepTarget(instance, options), cancellation).ConfigureAwait(false);
                await driver.ObserveAsync(sent, Pause, cancellation).ConfigureAwait(false);
                return;
            }
            catch (EcsException error) when (IsTooEarly(error) && account.Time.GetElapsedTime(begun) < Patience)
            {
                AmbientLog.Current.Verbose($"{instance}: the guest cannot be reached yet ({error.ErrorId}); trying again.");
            }
            catch (EcsException error) when (error.ErrorId != EcsErrorId.JournalUnavailable)
            {
                throw new EcsException(error.ErrorId, $"The disk of {instance} was extended, but its file system was not: {error.Message}", error)
                {
                    InstanceId = instance.Id,
                    RecommendedAction = error.RecommendedAction,
                };
            }

            await driver.DelayAsync(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Says that it is not done, where the operation is taken up again: how to log in is in no journal.</summary>
    public void Warn(EcsInstance instance)
    {
        if (options.GrowFileSystem && !record.Entry.Steps.Any(s => s is { Kind: StepKind.GrowFileSystem, State: JournalStepState.Done }))
        {
            AmbientLog.Current.Warning($"{instance}: the file system was not extended in the guest. Extend it there, for example with growpart and resize2fs or xfs_growfs.");
        }
    }

    private static bool IsTooEarly(EcsException error) =>
        error.ErrorId is EcsErrorId.AgentNotInstalled or EcsErrorId.GuestUnreachable or EcsErrorId.GuestNotResponding;
}
