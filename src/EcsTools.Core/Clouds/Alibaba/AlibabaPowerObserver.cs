using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

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
    private readonly AlibabaInstances _instances;
    private readonly TimeProvider _time;

    /// <summary>Makes an observer.</summary>
    /// <param name="instances">Reads the state.</param>
    /// <param name="time">The account's clock.</param>
    public AlibabaPowerObserver(AlibabaInstances instances, TimeProvider time)
    {
        _instances = instances;
        _time = time;
    }

    /// <summary>Looks at all servers that are waited for.</summary>
    /// <param name="watches">The waits; their notes are updated.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>An observation for each wait, in the order given.</returns>
    /// <exception cref="EcsException">The state could not be read.</exception>
    public async Task<IReadOnlyList<PowerObservation>> ObserveAsync(IReadOnlyList<PowerWatch> watches, CancellationToken cancellation)
    {
        IReadOnlyList<EcsInstance> found = await _instances.FindAsync(watches.Select(w => w.Before.Id), cancellation).ConfigureAwait(false);
        ILookup<string, EcsInstance> byId = found.ToLookup(i => i.Id, StringComparer.Ordinal);
        return [.. watches.Select(w => Judge(w, byId[w.Before.Id].FirstOrDefault()))];
    }

    private PowerObservation Judge(PowerWatch watch, EcsInstance? now)
    {
        if (now is null)
        {
            return Fail(watch, null, EcsErrorId.InstanceNotFound, $"{watch.Before} does not exist any more.");
        }

        string? newLock = now.LockReasons.FirstOrDefault(r => !watch.Before.LockReasons.Contains(r, StringComparer.OrdinalIgnoreCase));
        if (newLock is not null && !watch.IsPassive)
        {
            return Fail(watch, now, EcsErrorId.IncorrectState, $"The provider has locked {now} ({newLock}).");
        }

        watch.SawPassingState |= IsPassing(watch, now);
        return watch.Request.Action switch
        {
            PowerAction.Start => JudgeGoal(watch, now, EcsInstanceStatus.Running, EcsInstanceStatus.Stopped),
            PowerAction.Stop => JudgeGoal(watch, now, EcsInstanceStatus.Stopped, EcsInstanceStatus.Running),
            _ => JudgeRestart(watch, now),
        };
    }

    // A start time that differs from one read long ago may be that of another restart: it must also be of this one's time.
    private bool IsPassing(PowerWatch watch, EcsInstance now) =>
        now.Status is EcsInstanceStatus.Starting or EcsInstanceStatus.Stopping or EcsInstanceStatus.Stopped or EcsInstanceStatus.Pending
        || (now.StartedAt is { } started && started != watch.Before.StartedAt && started >= _time.GetUtcNow() - watch.Age - StartTimeTolerance);

    private static PowerObservation JudgeGoal(PowerWatch watch, EcsInstance now, EcsInstanceStatus goal, EcsInstanceStatus opposite)
    {
        if (now.Status == goal)
        {
            // Asked for on a server that does not qualify it is no error: the server just stops in the standard way
            // (docs/contracts/alibaba-ecs.md 3.7).
            bool keptCharging = watch.Request is { Action: PowerAction.Stop, StopCharging: true } && now.StoppedMode != "StopCharging";
            return new PowerObservation(ObservedState.TookEffect, now, Warning: keptCharging
                ? $"{now} was stopped in the standard way and goes on being charged: it does not qualify for StopCharging."
                : null);
        }

        string action = watch.Request.Action.ToString().ToLowerInvariant();
        return StaysWrong(watch, now.Status == opposite, Lag)
            ? Fail(watch, now, EcsErrorId.IncorrectState, $"{now} was told to {action}, but it stays {now.Status}.")
            : new PowerObservation(ObservedState.Pending, now);
    }

    private static PowerObservation JudgeRestart(PowerWatch watch, EcsInstance now)
    {
        if (StaysWrong(watch, now.Status == EcsInstanceStatus.Stopped, RestartPause))
        {
            return Fail(watch, now, EcsErrorId.IncorrectState, $"{now} was told to restart, but it stays Stopped.");
        }

        if (now.Status != EcsInstanceStatus.Running)
        {
            return new PowerObservation(ObservedState.Pending, now);
        }

        if (watch.SawPassingState)
        {
            return new PowerObservation(ObservedState.TookEffect, now);
        }

        return watch.Age < UnseenRestart ? new PowerObservation(ObservedState.Pending, now) : new PowerObservation(
            ObservedState.TookEffect, now, Warning: $"{now} is Running and the cloud took the restart, but the restart itself could not be seen.");
    }

    // Wrong for some time, since the state lags; never wrong if nothing was sent.
    private static bool StaysWrong(PowerWatch watch, bool isWrong, TimeSpan grace)
    {
        watch.WrongSince = isWrong ? watch.WrongSince ?? watch.Age : null;
        return !watch.IsPassive && watch.WrongSince is { } since && watch.Age - since >= grace;
    }

    private static PowerObservation Fail(PowerWatch watch, EcsInstance? now, string id, string text) =>
        new(ObservedState.Failed, now, new EcsException(id, text) { InstanceId = watch.Before.Id, RecommendedAction = AlibabaErrors.Advise(id) });
}
