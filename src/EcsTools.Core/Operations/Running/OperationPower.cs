using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Operations;

/// <summary>Starts, stops and restarts a server as part of an operation.</summary>
internal sealed class OperationPower
{
    // A stop that is not to be seen so long after it was written down was never sent, or has been undone by somebody.
    private static readonly TimeSpan StopAppears = TimeSpan.FromMinutes(1);
    private readonly ConnectedAccount _account;
    private readonly JournalWriter _record;
    private readonly StepExecutor _driver;

    public OperationPower(ConnectedAccount account, JournalWriter record, StepExecutor driver)
    {
        _account = account;
        _record = record;
        _driver = driver;
    }

    /// <summary>Starts again what the operation has stopped, once that stop is to be seen.</summary>
    /// <returns>The server afterwards; null if it is gone.</returns>
    /// <exception cref="EcsException">The cloud refused, or the state was not reached in time: the start is still owed.</exception>
    public async Task<EcsInstance?> StartAgainAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        long sentAt = _driver.FindSentAt(_record.Entry.Steps.Last(s => s.Kind == StepKind.Stop));
        long begun = _account.Time.GetTimestamp();
        while (true)
        {
            IReadOnlyList<EcsInstance> found = await _driver.AwayAsync(() => _account.Cloud.FindInstancesAsync([_record.Entry.InstanceId], cancellation)).ConfigureAwait(false);
            EcsInstance? instance = found.FirstOrDefault();
            bool isLeftRunning = instance?.Status != EcsInstanceStatus.Stopping && _account.Time.GetElapsedTime(sentAt) > StopAppears;
            if (instance is { Status: EcsInstanceStatus.Stopped })
            {
                instance = await RunAsync(OperationKind.Start, instance, timeout, cancellation).ConfigureAwait(false);
            }
            else if (instance is not null && !isLeftRunning)
            {
                if (_account.Time.GetElapsedTime(begun) >= timeout)
                {
                    throw NotStopped(instance);
                }

                await _driver.DelayAsync(_account.Cloud.Capabilities.ShortestPoll, cancellation).ConfigureAwait(false);
                continue;
            }

            _record.OweStart(false);
            return instance;
        }
    }

    /// <summary>Sends a start, stop or restart, written down first, and waits for it.</summary>
    /// <exception cref="EcsException">The cloud refused, or the state was not reached in time.</exception>
    public async Task<EcsInstance> RunAsync(OperationKind kind, EcsInstance instance, TimeSpan timeout, CancellationToken cancellation)
    {
        ICloudStep step = OperationPlanner.Find(_account, OperationDefinition.Of(kind).Main);
        StepTarget target = new(instance, new OperationOptions { Kind = kind })
        {
            Before = new Dictionary<string, string> { [StepFactKeys.Status] = instance.Status.ToString() },
        };
        (_, StepObservation end) = await _driver.RunAsync(step, target, timeout, cancellation).ConfigureAwait(false);
        return end.State == ObservedState.TookEffect ? end.Instance ?? instance : throw end.Error ?? OperationErrors.Unknown(_record.Entry);
    }

    private EcsException NotStopped(EcsInstance instance) => new(
        EcsErrorId.OperationTimeout, $"{instance} is {instance.Status} and cannot be started again.")
    {
        InstanceId = instance.Id,
        RecommendedAction = $"Run Resume-EcsOperation -OperationId {_record.Entry.OperationId} later.",
    };
}
