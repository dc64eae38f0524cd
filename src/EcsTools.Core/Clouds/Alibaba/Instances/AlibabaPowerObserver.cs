using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Tells from the state of servers whether a start, stop or restart has ended (docs/contracts/alibaba-ecs.md 3.8, 8, 10). There
/// are no jobs to ask.</summary>
internal sealed class AlibabaPowerObserver
{
    // Right after a call the state may still read as before.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(10);

    // A restart passes through Stopped.
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(30);

    // After so long a restart that nobody saw is taken for done.
    private static readonly TimeSpan UnseenRestart = TimeSpan.FromMinutes(2);

    // StartTime has whole minutes only, and the clocks may differ a little.
    private static readonly TimeSpan StartTimeTolerance = TimeSpan.FromMinutes(2);
    private readonly AlibabaInstancesClient _instances;
    private readonly TimeProvider _time;
    private readonly StepKind _kind;

    public AlibabaPowerObserver(AlibabaInstancesClient instances, TimeProvider time, StepKind kind)
    {
        _instances = instances;
        _time = time;
        _kind = kind;
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.WithAsync(_instances.FindOfAsync(sent, cancellation), (s, servers) => Judge(s, servers.Find(s)));

    private StepObservation Judge(SentStep sent, EcsInstance? now)
    {
        if (now is null)
        {
            return Fail(sent, null, EcsErrorId.InstanceNotFound, $"{sent.Target.Instance} no longer exists.");
        }

        string? newLock = now.LockReasons.FirstOrDefault(r => !sent.Target.Instance.LockReasons.Contains(r, StringComparer.OrdinalIgnoreCase));
        if (newLock is not null && !sent.IsPassive)
        {
            return Fail(sent, now, EcsErrorId.IncorrectState, $"The provider has locked {now} ({newLock}).");
        }

        sent.SawWork |= IsPassing(sent, now);
        return _kind switch
        {
            StepKind.Start => JudgeGoal(sent, now, EcsInstanceStatus.Running, EcsInstanceStatus.Stopped),
            StepKind.Stop => JudgeGoal(sent, now, EcsInstanceStatus.Stopped, EcsInstanceStatus.Running),
            _ => JudgeRestart(sent, now),
        };
    }

    // A start time that differs from one read long ago may be that of another restart: it must also be of this one's time.
    private bool IsPassing(SentStep sent, EcsInstance now) =>
        now.Status is EcsInstanceStatus.Starting or EcsInstanceStatus.Stopping or EcsInstanceStatus.Stopped or EcsInstanceStatus.Pending
        || (now.StartedAt is { } started && started != sent.Target.Instance.StartedAt && started >= _time.GetUtcNow() - sent.Age - StartTimeTolerance);

    private StepObservation JudgeGoal(SentStep sent, EcsInstance now, EcsInstanceStatus goal, EcsInstanceStatus opposite)
    {
        if (now.Status == goal)
        {
            // Asked for on a server that does not qualify it is no error: the server just stops in the standard way
            // (docs/contracts/alibaba-ecs.md 3.7).
            bool keptCharging = _kind == StepKind.Stop && sent.Target.Options.StopCharging && now.StoppedMode != "StopCharging";
            return new StepObservation(ObservedState.TookEffect, now)
            {
                Warning = keptCharging ? $"{now}: stopped, but still billed. -StopCharging is not supported for this server." : null,
            };
        }

        string action = _kind.ToString().ToLowerInvariant();
        return StaysWrong(sent, now.Status == opposite, Lag)
            ? Fail(sent, now, EcsErrorId.IncorrectState, $"{now} did not {action}; it is still {now.Status}.")
            : new StepObservation(ObservedState.Pending, now);
    }

    private static StepObservation JudgeRestart(SentStep sent, EcsInstance now)
    {
        if (StaysWrong(sent, now.Status == EcsInstanceStatus.Stopped, RestartPause))
        {
            return Fail(sent, now, EcsErrorId.IncorrectState, $"{now} did not restart; it is still Stopped.");
        }

        if (now.Status != EcsInstanceStatus.Running)
        {
            return new StepObservation(ObservedState.Pending, now);
        }

        if (sent.SawWork)
        {
            return new StepObservation(ObservedState.TookEffect, now);
        }

        return sent.Age < UnseenRestart ? new StepObservation(ObservedState.Pending, now) : new StepObservation(ObservedState.TookEffect, now)
        {
            Warning = $"{now}: running, but the restart could not be verified.",
        };
    }

    // Wrong for some time, since the state lags; never wrong if nothing was sent.
    private static bool StaysWrong(SentStep sent, bool isWrong, TimeSpan grace)
    {
        sent.WrongSince = isWrong ? sent.WrongSince ?? sent.Age : null;
        return !sent.IsPassive && sent.WrongSince is { } since && sent.Age - since >= grace;
    }

    private static StepObservation Fail(SentStep sent, EcsInstance? now, string id, string text) =>
        AlibabaChecks.Failed(sent.Target, now, id, text);
}
