using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>
/// Sends steps that ask for the same in one call, where the cloud takes many servers in one: what comes while a call is under way waits
/// for its end and goes out together. Nobody waits for a clock, and a step that comes alone is sent alone.
/// </summary>
/// <typeparam name="TKey">What must be the same.</typeparam>
internal sealed class StepGatherer<TKey>
    where TKey : class
{
    private readonly Func<TKey, IReadOnlyList<StepTarget>, Task<StepReceipt>> _send;
    private readonly int _most;
    private readonly object _gate = new();
    private readonly Dictionary<TKey, Queue<Waiting>> _queues;

    /// <summary>Makes a gatherer.</summary>
    /// <param name="send">Sends one call for one server or more, once.</param>
    /// <param name="most">How many servers a call takes.</param>
    /// <param name="comparer">Tells which keys are the same.</param>
    public StepGatherer(Func<TKey, IReadOnlyList<StepTarget>, Task<StepReceipt>> send, int most, IEqualityComparer<TKey> comparer)
    {
        _send = send;
        _most = most;
        _queues = new Dictionary<TKey, Queue<Waiting>>(comparer);
    }

    /// <summary>Sends a step, alone or with others. It goes out once, except that a batch which the cloud refuses is asked for one by one.</summary>
    /// <param name="key">What it asks for.</param>
    /// <param name="target">The server.</param>
    /// <param name="cancellation">Leaves it out if it has not been sent yet, else stops waiting for the answer.</param>
    /// <returns>The receipt of its call.</returns>
    /// <exception cref="EcsException">The cloud refused, or the answer was lost.</exception>
    public async Task<StepReceipt> SendAsync(TKey key, StepTarget target, CancellationToken cancellation)
    {
        Waiting mine = new(target, cancellation);
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_queues.TryGetValue(key, out Queue<Waiting>? queue);
            if (isFirst)
            {
                _queues[key] = queue = new Queue<Waiting>();
            }

            queue!.Enqueue(mine);
        }

        if (isFirst)
        {
            _ = SendAllAsync(key);
        }

        using CancellationTokenRegistration registration = cancellation.Register(() => mine.Result.TrySetCanceled(cancellation));
        return await mine.Result.Task.ConfigureAwait(false);
    }

    // Every outcome goes to whoever waits for it, so that this task itself never fails.
    private async Task SendAllAsync(TKey key)
    {
        while (Take(key) is { } batch)
        {
            Waiting[] wanted = [.. batch.Where(w => !w.Cancellation.IsCancellationRequested)];
            if (wanted.Length > 0 && !await TrySendAsync(key, wanted).ConfigureAwait(false))
            {
                foreach (Waiting one in wanted)
                {
                    await TrySendAsync(key, [one]).ConfigureAwait(false);
                }
            }
        }
    }

    private Waiting[]? Take(TKey key)
    {
        lock (_gate)
        {
            Queue<Waiting> queue = _queues[key];
            if (queue.Count == 0)
            {
                _queues.Remove(key);
                return null;
            }

            return [.. Enumerable.Range(0, Math.Min(_most, queue.Count)).Select(_ => queue.Dequeue())];
        }
    }

    // False if the cloud has refused several at once, for which one of them may be the cause.
    private async Task<bool> TrySendAsync(TKey key, Waiting[] batch)
    {
        try
        {
            StepReceipt receipt = await _send(key, [.. batch.Select(w => w.Target)]).ConfigureAwait(false);
            Array.ForEach(batch, w => w.Result.TrySetResult(receipt));
            return true;
        }
        catch (EcsException error) when (batch.Length > 1 && !ConcernsAll(error))
        {
            return false;
        }
        catch (Exception error)
        {
            Array.ForEach(batch, w => w.Result.TrySetException(error));
            return true;
        }
    }

    private static bool ConcernsAll(EcsException error) => error.ErrorId is EcsErrorId.OutcomeUnknown or EcsErrorId.CannotConnect
        or EcsErrorId.ThrottledByService or EcsErrorId.AccessDenied or EcsErrorId.InvalidCredential or EcsErrorId.ClockSkew;

    private sealed record Waiting(StepTarget Target, CancellationToken Cancellation)
    {
        public TaskCompletionSource<StepReceipt> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
