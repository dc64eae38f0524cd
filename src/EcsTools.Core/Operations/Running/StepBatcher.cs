using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Operations;

/// <summary>
/// Collects what the operations of one invocation ask of their clouds, and asks it together. Nobody waits for a clock: the calls go out as
/// soon as every operation either has asked for something or waits for something else. Whoever waits for something else must say so by
/// <see cref="Leave"/> and <see cref="Return"/>, or he holds up the others.
/// </summary>
internal sealed class StepBatcher
{
    private readonly CancellationToken _cancellation;
    private readonly object _gate = new();
    private List<Request> _waiting = [];
    private int _busy;

    public StepBatcher(int seats, CancellationToken cancellation)
    {
        _busy = seats;
        _cancellation = cancellation;
    }

    /// <summary>Says that an operation has ended, or waits for something that is none of the batcher's.</summary>
    public void Leave()
    {
        Request[] due;
        lock (_gate)
        {
            _busy--;
            due = TakeIfAllWait();
        }

        Dispatch(due);
    }

    /// <summary>Says that an operation goes on.</summary>
    public void Return()
    {
        lock (_gate)
        {
            _busy++;
        }
    }

    /// <summary>Does something during which the others are not held up.</summary>
    public async Task<T> AwayAsync<T>(Func<Task<T>> work)
    {
        Leave();
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            Return();
        }
    }

    /// <summary>Reads a server freshly and previews a step for it.</summary>
    /// <returns>The target with the server as it is now, null if it no longer exists, and its preview.</returns>
    public Task<(StepTarget Target, StepPreview Preview)?> LookAsync(ConnectedAccount account, ICloudStep step, StepTarget target) =>
        AskAsync(new Request<(StepTarget, StepPreview)?>(account, step, target, LookTogetherAsync));

    /// <summary>Sends a step, once.</summary>
    /// <exception cref="EcsException">The cloud refused, or the answer was lost.</exception>
    public Task<StepHandle> SendAsync(ConnectedAccount account, ICloudStep step, StepTarget target) =>
        AskAsync(new Request<StepHandle>(account, step, target, (requests, token) => Task.FromResult(step.SendNotedAsync([.. requests.Select(r => r.Target)], token))));

    private async Task<T> AskAsync<T>(Request<T> request)
    {
        Request[] due;
        lock (_gate)
        {
            _waiting.Add(request);
            _busy--;
            due = TakeIfAllWait();
        }

        Dispatch(due);
        using CancellationTokenRegistration registration = _cancellation.Register(() => Withdraw(request));
        return await request.Result.ConfigureAwait(false);
    }

    private Request[] TakeIfAllWait()
    {
        if (_busy > 0 || _waiting.Count == 0)
        {
            return [];
        }

        Request[] due = [.. _waiting];
        _waiting = [];
        return due;
    }

    private void Withdraw(Request request)
    {
        bool wasWaiting;
        lock (_gate)
        {
            wasWaiting = _waiting.Remove(request);
            _busy += wasWaiting ? 1 : 0;
        }

        if (wasWaiting)
        {
            request.Cancel(_cancellation);
        }
    }

    private void Dispatch(Request[] due)
    {
        foreach (IGrouping<object, Request> same in due.GroupBy(r => r.Key))
        {
            Request[] requests = [.. same];
            using (ExecutionContextFlow.Suppress())
            {
                _ = Task.Run(() => AnswerAsync(requests), CancellationToken.None);
            }
        }
    }

    // Every outcome goes to whoever asked, so that this task itself never fails.
    private async Task AnswerAsync(Request[] requests)
    {
        using (AmbientLog.Use(new CompositeLog([.. requests.Select(r => r.Log).Distinct()])))
        using (ThrottleTimeout.Use(requests.Max(r => r.Patience)))
        {
            await requests[0].AnswerAsync(requests, Return, _cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<Task<(StepTarget, StepPreview)?>>> LookTogetherAsync(IReadOnlyList<Request> requests, CancellationToken cancellation)
    {
        (ConnectedAccount account, ICloudStep step) = (requests[0].Account, requests[0].Step);
        IReadOnlyDictionary<string, EcsInstance> found = await FreshInstances.ReadAsync(
            account, requests.Select(r => (r.Target.Options.Kind, r.Target.Instance)), cancellation).ConfigureAwait(false);
        StepTarget[] targets =
        [
            .. requests.Where(r => found.ContainsKey(r.Target.Instance.Id)).Select(r => r.Target with { Instance = found[r.Target.Instance.Id] }),
        ];
        IReadOnlyList<StepPreview> previews = targets.Length == 0 ? [] : await step.PreviewAsync(targets, cancellation).ConfigureAwait(false);
        Dictionary<string, (StepTarget, StepPreview)?> seen = [];
        for (int i = 0; i < targets.Length; i++)
        {
            seen[targets[i].Instance.Id] = (targets[i], previews[i]);
        }

        return [.. requests.Select(r => Task.FromResult(seen.TryGetValue(r.Target.Instance.Id, out (StepTarget, StepPreview)? look) ? look : null))];
    }

    private abstract class Request(ConnectedAccount account, ICloudStep step, StepTarget target)
    {
        public ConnectedAccount Account { get; } = account;

        public ICloudStep Step { get; } = step;

        public StepTarget Target { get; } = target;

        public IOperationLog Log { get; } = AmbientLog.Current;

        public TimeSpan Patience { get; } = ThrottleTimeout.Current;

        /// <summary>What may be asked together.</summary>
        public object Key => (Account, Step, GetType());

        public abstract Task AnswerAsync(Request[] requests, Action goOn, CancellationToken cancellation);

        public abstract void Cancel(CancellationToken cancellation);
    }

    private sealed class Request<T>(
        ConnectedAccount account, ICloudStep step, StepTarget target, Func<IReadOnlyList<Request>, CancellationToken, Task<IReadOnlyList<Task<T>>>> ask)
        : Request(account, step, target)
    {
        private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Result => _source.Task;

        public override void Cancel(CancellationToken cancellation) => _source.TrySetCanceled(cancellation);

        public override async Task AnswerAsync(Request[] requests, Action goOn, CancellationToken cancellation)
        {
            TaskCompletionSource<T>[] sources = [.. requests.Cast<Request<T>>().Select(r => r._source)];
            IReadOnlyList<Task<T>> answers;
            try
            {
                answers = await ask(requests, cancellation).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                answers = [.. requests.Select(_ => Task.FromException<T>(error))];
            }

            // What is answered at once goes on at once and together; what comes later as it comes.
            List<int> open = [.. Enumerable.Range(0, answers.Count)];
            while (open.Count > 0)
            {
                int[] answered = [.. open.Where(i => answers[i].IsCompleted)];
                Array.ForEach(answered, _ => goOn());
                Array.ForEach(answered, i => Complete(sources[i], answers[i]));
                open.RemoveAll(i => answered.Contains(i));
                if (open.Count > 0)
                {
                    await Task.WhenAny(open.Select(i => answers[i])).ConfigureAwait(false);
                }
            }
        }

        private static void Complete(TaskCompletionSource<T> source, Task<T> answer)
        {
            if (answer.IsCanceled)
            {
                source.TrySetCanceled();
            }
            else if (answer.Exception is { } error)
            {
                source.TrySetException(error.InnerExceptions);
            }
            else
            {
                source.TrySetResult(answer.Result);
            }
        }
    }
}
