using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// Starts, stops and restarts servers (docs/contracts/alibaba-ecs.md 3.6 to 3.8): one batch call in which each server has its own result,
/// single calls where the right for the batch is missing, and another look where a refusal may come from a state that lags behind.
/// </summary>
internal sealed class AlibabaPowerStep : ICloudStep
{
    private readonly AlibabaApi _api;
    private readonly AlibabaInstancesClient _instances;
    private readonly AlibabaPowerObserver _observer;

    public AlibabaPowerStep(AlibabaApi api, AlibabaInstancesClient instances, StepKind kind)
    {
        _api = api;
        _instances = instances;
        _observer = new AlibabaPowerObserver(instances, api.Connection.Time, kind);
        Kind = kind;
    }

    public StepKind Kind { get; }

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(t => StepPreview.OfPower(Kind, t))]);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        [.. targets.InBatches(AlibabaFanOut.IdsPerCall).SelectMany(batch => SendBatch(batch, cancellation))];

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        _observer.ObserveAsync(sent, cancellation);

    // A server that was accepted has its answer at once, while another of the same call is still tried again.
    private IEnumerable<Task<StepHandle>> SendBatch(StepTarget[] batch, CancellationToken cancellation)
    {
        Dictionary<string, TaskCompletionSource<StepHandle>> answers = batch.Select(t => t.Instance.Id).Distinct(StringComparer.Ordinal)
            .ToDictionary(id => id, _ => new TaskCompletionSource<StepHandle>(TaskCreationOptions.RunContinuationsAsynchronously), StringComparer.Ordinal);
        Task all = SendAsync(batch, answers, cancellation);
        return batch.Select(t => ReadAsync(answers[t.Instance.Id].Task, all));
    }

    // What befell the whole call is the error of each that has no answer of its own.
    private static async Task<StepHandle> ReadAsync(Task<StepHandle> answer, Task all)
    {
        if (await Task.WhenAny(answer, all).ConfigureAwait(false) != answer)
        {
            await all.ConfigureAwait(false);
        }

        return await answer.ConfigureAwait(false);
    }

    private async Task SendAsync(IReadOnlyList<StepTarget> batch, Dictionary<string, TaskCompletionSource<StepHandle>> answers, CancellationToken cancellation)
    {
        TimeProvider time = _api.Connection.Time;
        long begun = time.GetTimestamp();
        Dictionary<string, EcsException?> errors = new(StringComparer.Ordinal);
        AlibabaLagPause pause = new();
        ServerWait wait = new(time);
        IReadOnlyList<string> open = [.. answers.Keys];
        while (open.Count > 0)
        {
            IReadOnlyList<string> sent = open;
            foreach ((string id, EcsException? error) in await SendOnceAsync(batch[0].Options, sent, cancellation).ConfigureAwait(false))
            {
                errors[id] = error;
            }

            open = await LookAtRefusedAsync(sent, errors, cancellation).ConfigureAwait(false);
            TimeSpan left = AlibabaLagPause.Limit() - time.GetElapsedTime(begun);
            open = left > TimeSpan.Zero ? open : [];
            foreach (string id in sent.Except(open))
            {
                Answer(answers[id], errors[id]);
            }

            if (open.Count > 0)
            {
                wait.Report(
                    [.. batch.Select(t => t.Instance).Where(i => open.Contains(i.Id))], ActionName(isBatch: true), errors[open[0]]?.CloudCode, AlibabaLagPause.Limit());
                await time.Delay(pause.Next(left), cancellation).ConfigureAwait(false);
            }
        }
    }

    private static void Answer(TaskCompletionSource<StepHandle> answer, EcsException? error)
    {
        if (error is null)
        {
            answer.SetResult(new StepHandle());
        }
        else
        {
            answer.SetException(error);
        }
    }

    private async Task<IReadOnlyList<(string Id, EcsException? Error)>> SendOnceAsync(OperationOptions options, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        AlibabaParameters parameters = Describe(options, isBatch: true).AddList("InstanceId", ids).Add("BatchOptimization", "SuccessFirst");
        string action = ActionName(isBatch: true);
        try
        {
            JObject answer = await _api.CallAsync(
                action, parameters, Safety, ids.Count == 1 ? ids[0] : null, cancellation).ConfigureAwait(false);
            return ReadItems(action, ids, answer);
        }
        catch (EcsException error) when (MayAskOneByOne(error, ids.Count))
        {
            return await ids.ForEachAsync(id => SendSingleAsync(options, id, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            return [.. ids.Select(id => (id, (EcsException?)error))];
        }
    }

    // The batch operations have rights of their own (docs/contracts/alibaba-ecs.md 11), and one unfit server may refuse the whole call.
    private bool MayAskOneByOne(EcsException error, int count) => error.WasNotCarriedOut && error.ErrorId switch
    {
        EcsErrorId.AccessDenied => error.CloudCode != AlibabaErrorMapper.RiskControl,
        EcsErrorId.InstanceNotFound => count > 1,
        EcsErrorId.IncorrectState or EcsErrorId.OperationInProgress or EcsErrorId.SizeNotAvailable or EcsErrorId.QuotaExceeded
            or EcsErrorId.CloudError => count > 1 && Kind != StepKind.Restart,
        _ => false,
    };

    private async Task<(string Id, EcsException? Error)> SendSingleAsync(OperationOptions options, string id, CancellationToken cancellation)
    {
        string action = ActionName(isBatch: false);
        try
        {
            await _api.CallAsync(
                action, Describe(options, isBatch: false).Add("InstanceId", id), Safety, id, cancellation).ConfigureAwait(false);
            return (id, null);
        }
        catch (EcsException error)
        {
            return (id, error);
        }
    }

    private string ActionName(bool isBatch) => Kind switch { StepKind.Start => "StartInstance", StepKind.Stop => "StopInstance", _ => "RebootInstance" } + (isBatch ? "s" : "");

    // A second restart restarts again; a second start or stop does nothing (docs/contracts/alibaba-ecs.md 1.7).
    private RequestIdempotency Safety => Kind == StepKind.Restart ? RequestIdempotency.NonIdempotent : RequestIdempotency.Idempotent;

    private AlibabaParameters Describe(OperationOptions options, bool isBatch) => Kind switch
    {
        StepKind.Start => new AlibabaParameters(),

        // The mode is always said: without it a setting of the account decides whether address and stock are given up.
        StepKind.Stop => new AlibabaParameters()
            .Add("ForceStop", options.Hard)
            .Add("StoppedMode", options.StopCharging ? "StopCharging" : "KeepCharging"),
        _ => new AlibabaParameters().Add(isBatch ? "ForceReboot" : "ForceStop", options.Hard),
    };

    private List<(string Id, EcsException? Error)> ReadItems(string action, IReadOnlyList<string> ids, JObject answer)
    {
        Dictionary<string, JObject> items = new(StringComparer.Ordinal);
        foreach (JObject item in answer.Object("InstanceResponses").Objects("InstanceResponse"))
        {
            items[item.Text("InstanceId") ?? ""] = item;
        }

        string? requestId = answer.Text("RequestId");
        return [.. ids.Select(id => (id, items.TryGetValue(id, out JObject? item) ? ReadItem(item, id) : Missing(id)))];

        EcsException? ReadItem(JObject item, string id) => item.Text("Code") is not { } code || code == "200"
            ? null
            : new AlibabaServiceError(action, Safety, code) { Message = item.Text("Message"), InstanceId = id, RequestId = requestId }.ToException();

        // A start or stop shows in the state that is watched next; a restart that was not taken cannot be told from one that was.
        EcsException? Missing(string id) => Kind != StepKind.Restart ? null : new EcsException(
            EcsErrorId.OutcomeUnknown, $"The outcome of the restart of {id} is unknown: the response to {action} does not mention it.")
        {
            InstanceId = id,
            RequestId = requestId,
            RecommendedAction = AlibabaErrorMapper.Advise(EcsErrorId.OutcomeUnknown),
        };
    }

    // Settles what was refused because it had already been done, and returns those that are worth another call.
    private async Task<IReadOnlyList<string>> LookAtRefusedAsync(
        IReadOnlyList<string> sent, Dictionary<string, EcsException?> errors, CancellationToken cancellation)
    {
        List<string> again = [.. sent.Where(id => errors[id] is { ErrorId: EcsErrorId.ThrottledByService, WasNotCarriedOut: true })];
        string[] refused = [.. sent.Where(id => errors[id] is { } error && AlibabaErrorMapper.IsRace(error))];
        if (refused.Length == 0 || Kind == StepKind.Restart)
        {
            return again;
        }

        foreach (EcsInstance instance in await TryFindAsync(refused, cancellation).ConfigureAwait(false))
        {
            if (IsThereOrOnItsWay(instance.Status))
            {
                errors[instance.Id] = null;
            }
            else if (instance.Status != EcsInstanceStatus.Unknown && instance.LockReasons.Count == 0)
            {
                again.Add(instance.Id);
            }
        }

        return again;
    }

    // What was accepted must not be lost because the rest cannot be read: the refusals stand then.
    private async Task<IReadOnlyList<EcsInstance>> TryFindAsync(string[] ids, CancellationToken cancellation)
    {
        try
        {
            return await _instances.FindAsync(ids, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            AmbientLog.Current.Verbose($"Cannot read the state of {ids.Length} refused servers: {error.Message}");
            return [];
        }
    }

    private bool IsThereOrOnItsWay(EcsInstanceStatus status) => Kind == StepKind.Start
        ? status is EcsInstanceStatus.Running or EcsInstanceStatus.Starting
        : status is EcsInstanceStatus.Stopped or EcsInstanceStatus.Stopping;
}
