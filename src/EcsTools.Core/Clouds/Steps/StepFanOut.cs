using EcsTools.Core.Http;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Clouds;

/// <summary>Hands the result of calls to each of the servers that they were made for.</summary>
internal static class StepFanOut
{
    // The clouds ask for about ten single calls side by side at most (docs/contracts/alibaba-ecs.md 7).
    private const int Degree = 10;

    /// <summary>Makes a call for each item, a few at a time.</summary>
    /// <returns>The results, each as soon as it is there.</returns>
    public static IReadOnlyList<Task<TResult>> EachAsync<TItem, TResult>(
        this IReadOnlyList<TItem> items, Func<TItem, Task<TResult>> call, CancellationToken cancellation) => items.StartEach(Degree, call, cancellation);

    /// <summary>Makes one call for all items, and works on each item with what it gave.</summary>
    /// <returns>The results; all fail if the shared call does.</returns>
    public static IReadOnlyList<Task<TResult>> WithAsync<TItem, TShared, TResult>(
        this IReadOnlyList<TItem> items, Task<TShared> shared, Func<TItem, TShared, Task<TResult>> work, CancellationToken cancellation) =>
        items.EachAsync(async item => await work(item, await shared.ConfigureAwait(false)).ConfigureAwait(false), cancellation);

    /// <summary>Judges each item by what one call gave for all of them.</summary>
    /// <returns>The results; all fail if the shared call does.</returns>
    public static IReadOnlyList<Task<TResult>> WithAsync<TItem, TShared, TResult>(
        this IReadOnlyList<TItem> items, Task<TShared> shared, Func<TItem, TShared, TResult> judge) =>
        [.. items.Select(async item => judge(item, await shared.ConfigureAwait(false)))];

    /// <summary>Sends a step to servers.</summary>
    /// <returns>The answers, in the order given, each with the cloud's ids of the requests that were for its server.</returns>
    public static IReadOnlyList<Task<StepHandle>> SendNotedAsync(this ICloudStep step, IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        using IDisposable noting = RequestTrail.Begin(out RequestTrail requests);
        return [.. step.SendAsync(targets, cancellation).Zip(targets, async (answer, target) =>
        {
            StepHandle handle = await answer.ConfigureAwait(false);
            return handle with { RequestId = handle.RequestId ?? requests.IdsOf(target.Instance.Id) };
        })];
    }

    /// <summary>
    /// Sends calls that each take many servers. One unfit server may refuse a whole call: what it refused is asked for in halves, so that
    /// the others do not suffer for it.
    /// </summary>
    /// <param name="send">Sends one call for one server or more, once.</param>
    /// <returns>The handle of its call for each, in the order given.</returns>
    public static IReadOnlyList<Task<StepHandle>> SendTogetherAsync(
        this IReadOnlyList<StepTarget> targets, int most, Func<IReadOnlyList<StepTarget>, Task<StepHandle>> send) =>
        [.. targets.InBatches(most).SelectMany(batch => Share(SendAsync(batch, send), batch.Length))];

    private static IEnumerable<Task<StepHandle>> Share(Task<IReadOnlyList<Task<StepHandle>>> all, int count) =>
        Enumerable.Range(0, count).Select(async i => await (await all.ConfigureAwait(false))[i].ConfigureAwait(false));

    // The list is there when every call has been answered; what it refused is in it as a task that has failed.
    private static async Task<IReadOnlyList<Task<StepHandle>>> SendAsync(
        IReadOnlyList<StepTarget> targets, Func<IReadOnlyList<StepTarget>, Task<StepHandle>> send)
    {
        Task<StepHandle> call = send(targets);
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (EcsException error) when (targets.Count > 1 && !ConcernsAll(error))
        {
            int half = (targets.Count + 1) / 2;
            return
            [
                .. await SendAsync([.. targets.Take(half)], send).ConfigureAwait(false),
                .. await SendAsync([.. targets.Skip(half)], send).ConfigureAwait(false),
            ];
        }
        catch (EcsException)
        {
            // Each server's own task tells it.
        }

        return [.. targets.Select(_ => call)];
    }

    private static bool ConcernsAll(EcsException error) => error.ErrorId is EcsErrorId.OutcomeUnknown or EcsErrorId.CannotConnect
        or EcsErrorId.ThrottledByService or EcsErrorId.AccessDenied or EcsErrorId.InvalidCredential or EcsErrorId.ClockSkew
        or EcsErrorId.ServerError or EcsErrorId.MalformedAnswer;
}
