using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Waiting;

/// <summary>Somebody who waits for a step.</summary>
internal sealed class StepWait(ICloudStep step, SentStep sent, TimeSpan age, TimeSpan timeout)
{
    private TimeSpan _interval;
    private TimeSpan _shortest;
    private TimeSpan _longest;

    public ICloudStep Step { get; } = step;

    public SentStep Sent { get; } = sent;

    /// <summary>When it was sent, by the poller's clock.</summary>
    public TimeSpan SentAt { get; private set; }

    /// <summary>When the wait is in vain, by the poller's clock.</summary>
    public TimeSpan Deadline { get; private set; }

    /// <summary>When the next look is due, by the poller's clock.</summary>
    public TimeSpan DueAt { get; private set; }

    /// <summary>Gets each look, also one that comes after the wait was given up.</summary>
    public Action<StepObservation> OnLook { get; init; } = _ => { };

    /// <summary>Tells of a look at a step that has not ended whether it is to end the wait, since whoever waits must act on it.</summary>
    public Func<StepObservation, bool> IsNews { get; init; } = _ => false;

    /// <summary>Called when the wait is over, before whoever waits goes on.</summary>
    public Action OnEnd { get; init; } = () => { };

    public IOperationLog Log { get; } = AmbientLog.Current;

    public TaskCompletionSource<StepWaitEnd> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins. What was sent long ago is looked at at once.</summary>
    public void Begin(TimeSpan now, TimeSpan shortest, TimeSpan longest)
    {
        (_shortest, _longest) = (shortest, longest);
        _interval = shortest;
        SentAt = now - age;
        Deadline = now + timeout;
        DueAt = age >= _interval ? now : Plan(now, SentAt + _interval);
    }

    /// <summary>Plans the next look, later than the last.</summary>
    public void Postpone(TimeSpan now)
    {
        _interval = TimeSpan.FromTicks(Math.Min((long)(_interval.Ticks * 1.5), _longest.Ticks));
        DueAt = Plan(now, now + _interval);
    }

    // On a grid, so that those who wait fall into step and share their looks.
    private TimeSpan Plan(TimeSpan now, TimeSpan wanted)
    {
        long step = (_interval < _longest ? _shortest : _longest).Ticks;
        TimeSpan due = TimeSpan.FromTicks((wanted.Ticks + (step / 2)) / step * step);
        due = due > now ? due : due + TimeSpan.FromTicks(step);
        return due < Deadline ? due : Deadline;
    }
}
