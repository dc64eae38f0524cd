using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>
/// Looks at servers and at what was done to them, for the steps. Nova writes an action down and marks the server before it answers: who
/// has the answer finds the end when the server is at rest, and whose answer was lost finds the action, or that there is none.
/// </summary>
internal sealed class NovaStepObserver(NovaInventory inventory, NovaActionsClient actions)
{
    // Longer than any request is on its way: what is not written down by then was never taken.
    private static readonly TimeSpan NeverTaken = TimeSpan.FromMinutes(3);

    /// <summary>Reads the servers of steps that were sent.</summary>
    public async Task<ServersById> FindServersAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        new(await inventory.FindAsync([.. sent.Select(s => s.Target.Instance.Id).Distinct()], cancellation).ConfigureAwait(false));

    /// <summary>Looks how steps stand that are done to servers.</summary>
    /// <param name="judge">Judges one by its server as read, or null.</param>
    public IReadOnlyList<Task<StepObservation>> ObserveAsync(
        IReadOnlyList<SentStep> sent, Func<SentStep, EcsInstance?, Task<StepObservation>> judge, CancellationToken cancellation) =>
        sent.WithAsync(FindServersAsync(sent, cancellation), (s, servers) => judge(s, servers.Find(s)), cancellation);

    /// <summary>Judges a step that is done to a server.</summary>
    /// <param name="now">The server as read; null if it does not exist.</param>
    /// <param name="what">What was to be done, for example <c>The resize</c>.</param>
    public async Task<StepObservation> JudgeAsync(
        SentStep sent, EcsInstance? now, string action, string what, string activity, Func<EcsInstance, bool> isDone, CancellationToken cancellation)
    {
        (StepTarget target, StepHandle? handle) = (sent.Target, sent.Handle);
        if (now is null)
        {
            return StepObservation.Gone(target);
        }

        if (now.TaskState is not null)
        {
            return StepObservation.Pending(activity, now);
        }

        NovaAction? done = handle?.JobId is { } request
            ? await actions.FindAsync(now.Id, request, cancellation).ConfigureAwait(false)
            : await actions.FindLostAsync(now.Id, action, sent.Age, cancellation).ConfigureAwait(false);
        if (done is not null && handle?.JobId is null)
        {
            // The list that it was found in does not tell of its parts.
            done = await actions.FindAsync(now.Id, done.RequestId, cancellation).ConfigureAwait(false) ?? done;
        }

        // A stopped server that is rebuilt is started first, and for a moment looks as if that were all; then it is destroyed and stopped.
        return done is { HasFailed: true } ? StepObservation.Failed(now, FailureOf(what, now, done))
            : done is null && handle is null ? JudgeUnseen(sent, now)
            : done is { IsUnderWay: true } ? StepObservation.Pending(activity, now)
            : isDone(now) ? new StepObservation(ObservedState.TookEffect, now)
            : ServerStatus.Is(now, ServerStatus.Error) ? StepObservation.Failed(now, FailureOf(what, now, done))
            : StepObservation.Pending(activity, now);
    }

    /// <summary>What a step is whose answer was lost and of which nothing is seen.</summary>
    /// <returns>Not taken, once no request can be on its way any more.</returns>
    public static StepObservation JudgeUnseen(SentStep sent, EcsInstance? now) =>
        sent.Age > NeverTaken ? new StepObservation(ObservedState.NotTaken, now) : StepObservation.Pending("Checking whether the request was accepted", now);

    /// <summary>The error of something that Nova says has failed.</summary>
    /// <param name="action">What Nova says of it, or null.</param>
    public static EcsException FailureOf(string what, EcsInstance now, NovaAction? action)
    {
        string? why = now.Fault ?? action?.Detail;
        return new EcsException(EcsErrorId.OperationFailed, $"{what} of {now} has failed: {(why is null ? "the cloud returned no reason" : ProviderText.Shorten(why).TrimEnd('.'))}.")
        {
            InstanceId = now.Id,
            RequestId = action?.RequestId,
            RecommendedAction = "Check the server with Get-EcsInstance; see its ProviderStatus and Fault. The operator of the cloud can find the reason by the request ID.",
        };
    }
}
