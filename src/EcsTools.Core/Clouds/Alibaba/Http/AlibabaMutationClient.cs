using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// Sends what changes one server. A clear refusal that may come from a state that lags behind is answered by another look and another try,
/// within bounds; a lost answer is always <see cref="EcsErrorId.OutcomeUnknown"/>, also where the call may be repeated and no repeat got through.
/// </summary>
internal sealed class AlibabaMutationClient
{
    // Seven looks cover the five minutes and some for clocks that differ.
    private const int MostIntervalTries = 7;
    private static readonly TimeSpan IntervalDelay = TimeSpan.FromMinutes(1);
    private readonly AlibabaApi _api;

    public AlibabaMutationClient(AlibabaApi api) => _api = api;

    /// <summary>Sends one call.</summary>
    /// <param name="parameters">Its parameters; the same for every try, so that a token stays good.</param>
    /// <param name="safety">Repeatable only with a token.</param>
    /// <param name="isStillAsPlanned">Looks again before another try; false ends the tries with the refusal.</param>
    /// <exception cref="EcsException">The cloud refused, or the answer was lost.</exception>
    public async Task<JObject> SendAsync(
        string action,
        AlibabaParameters parameters,
        RequestIdempotency safety,
        StepTarget target,
        Func<Task<bool>> isStillAsPlanned,
        CancellationToken cancellation)
    {
        TimeProvider time = _api.Connection.Time;
        long begun = time.GetTimestamp();
        bool isUnderWay = false;
        AlibabaLagPause pause = new();
        ServerWait wait = new(time);
        while (true)
        {
            EcsException refusal;
            try
            {
                return await _api.CallAsync(action, parameters, safety, target.Instance.Id, cancellation).ConfigureAwait(false);
            }
            catch (EcsException error) when (MayPass(error, safety) && time.GetElapsedTime(begun) < AlibabaLagPause.Limit(error))
            {
                refusal = error;
            }
            catch (EcsException error) when (IsLost(error, safety) || (isUnderWay && error.ErrorId == EcsErrorId.ThrottledByService))
            {
                throw Lost(action, target, error);
            }

            TimeSpan limit = AlibabaLagPause.Limit(refusal);
            wait.Report([target.Instance], action, refusal.CloudCode, limit);
            await time.Delay(pause.Next(limit - time.GetElapsedTime(begun)), cancellation).ConfigureAwait(false);

            // An earlier try with the same token is being worked on: its answer is wanted, whatever the state is by now.
            isUnderWay |= IsOwnRequest(refusal);
            if (!IsOwnRequest(refusal) && !await isStillAsPlanned().ConfigureAwait(false))
            {
                throw refusal;
            }
        }
    }

    /// <summary>Sends a call that takes an idempotency token: where there is one, it may be sent again.</summary>
    /// <exception cref="EcsException">The cloud refused, or the answer was lost.</exception>
    public Task<JObject> SendWithTokenAsync(
        string action, AlibabaParameters parameters, StepTarget target, Func<Task<bool>> isStillAsPlanned, CancellationToken cancellation) =>
        SendAsync(action, parameters, AddToken(parameters, target), target, isStillAsPlanned, cancellation);

    /// <summary>Sends a call of which a server takes one in five minutes. What is left of them is waited out within the command's time: the refusal is a clear one, and the
    /// token stays the same, so that trying again does nothing twice.</summary>
    /// <exception cref="EcsException">The cloud refused, or the answer was lost.</exception>
    public async Task<JObject> SendInIntervalAsync(
        string action, AlibabaParameters parameters, StepTarget target, Func<Task<bool>> isStillAsPlanned, CancellationToken cancellation)
    {
        RequestIdempotency safety = AddToken(parameters, target);
        TimeProvider time = _api.Connection.Time;
        long begun = time.GetTimestamp();
        for (int tries = 1; ; tries++)
        {
            TimeSpan left;
            try
            {
                return await SendAsync(action, parameters, safety, target, isStillAsPlanned, cancellation).ConfigureAwait(false);
            }
            catch (EcsException error) when (AlibabaServiceError.TellsChangeInterval(error) && tries < MostIntervalTries && time.GetElapsedTime(begun) < ThrottleTimeout.Current)
            {
                left = ThrottleTimeout.Current - time.GetElapsedTime(begun);
                AmbientLog.Current.Progress(new ProgressReport(
                    target.Instance.Id, target.Instance.Name, "Waiting: the provider accepts such changes once in five minutes", null, Finished: false));
            }

            await time.Delay(IntervalDelay < left ? IntervalDelay : left, cancellation).ConfigureAwait(false);
        }
    }

    private static RequestIdempotency AddToken(AlibabaParameters parameters, StepTarget target)
    {
        bool hasToken = target.Token.Length > 0;
        parameters.Add("ClientToken", hasToken ? target.Token : null);
        return hasToken ? RequestIdempotency.Idempotent : RequestIdempotency.NonIdempotent;
    }

    private static bool MayPass(EcsException error, RequestIdempotency safety) =>
        AlibabaErrorMapper.IsRace(error) || (safety == RequestIdempotency.Idempotent && error.ErrorId == EcsErrorId.OperationInProgress);

    // The first delivery of this very request may still be worked on (docs/contracts/alibaba-ecs.md 1.8).
    private static bool IsOwnRequest(EcsException error) => error.CloudCode is "IdempotentProcessing" or "LastTokenProcessing";

    // Even a connection that was refused may follow a try whose answer was lost.
    private static bool IsLost(EcsException error, RequestIdempotency safety) => IsOwnRequest(error)
        || (safety == RequestIdempotency.Idempotent && error.ErrorId is EcsErrorId.CannotConnect or EcsErrorId.ServerError or EcsErrorId.MalformedAnswer);

    private static EcsException Lost(string action, StepTarget target, EcsException error) => new(
        EcsErrorId.OutcomeUnknown, $"The outcome of {action} on {target.Instance} is unknown: {error.Message}", error)
    {
        CloudCode = error.CloudCode,
        HttpStatus = error.HttpStatus,
        RequestId = error.RequestId,
        InstanceId = target.Instance.Id,
        RecommendedAction = AlibabaErrorMapper.Advise(EcsErrorId.OutcomeUnknown),
    };
}
