using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// Starts, stops and restarts servers (docs/contracts/alibaba-ecs.md 3.6 to 3.8): one batch call in which each server has its own result,
/// single calls where the right for the batch is missing, and another look where a refusal may come from a state that lags behind.
/// </summary>
internal sealed class AlibabaPower
{
    private static readonly TimeSpan RaceLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RaceDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRaceDelay = TimeSpan.FromSeconds(30);
    private readonly AlibabaApi _api;
    private readonly AlibabaInstances _instances;

    /// <summary>Makes a sender.</summary>
    /// <param name="api">The API.</param>
    /// <param name="instances">Reads the state after a refusal.</param>
    public AlibabaPower(AlibabaApi api, AlibabaInstances instances)
    {
        _api = api;
        _instances = instances;
    }

    /// <summary>Sends a start, stop or restart.</summary>
    /// <param name="request">What is to be done.</param>
    /// <param name="ids">At most a hundred servers, each once.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>What became of each server, in the order given; what befell the whole call is the error of each.</returns>
    public async Task<IReadOnlyList<PowerReceipt>> SendAsync(PowerRequest request, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        TimeProvider time = _api.Connection.Time;
        long begun = time.GetTimestamp();
        Dictionary<string, PowerReceipt> receipts = new(StringComparer.Ordinal);
        TimeSpan pause = RaceDelay;
        IReadOnlyList<string> open = ids;
        while (open.Count > 0)
        {
            foreach (PowerReceipt receipt in await SendOnceAsync(request, open, cancellation).ConfigureAwait(false))
            {
                receipts[receipt.InstanceId] = receipt;
            }

            open = await LookAtRefusedAsync(request, open, receipts, cancellation).ConfigureAwait(false);
            if (open.Count == 0 || time.GetElapsedTime(begun) >= RaceLimit)
            {
                break;
            }

            // A state that lags is there soon; one that stays is no reason for a call every few seconds.
            await time.Delay(pause, cancellation).ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestRaceDelay.Ticks));
        }

        return [.. ids.Select(id => receipts[id])];
    }

    private async Task<IReadOnlyList<PowerReceipt>> SendOnceAsync(PowerRequest request, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        AlibabaParameters parameters = Describe(request, isBatch: true).AddList("InstanceId", ids).Add("BatchOptimization", "SuccessFirst");
        string action = request.Action switch { PowerAction.Start => "StartInstances", PowerAction.Stop => "StopInstances", _ => "RebootInstances" };
        try
        {
            JObject answer = await _api.CallAsync(
                action, parameters, SafetyOf(request), ids.Count == 1 ? ids[0] : null, cancellation).ConfigureAwait(false);
            return ReadItems(action, request, ids, answer);
        }
        catch (EcsException error) when (MayAskOneByOne(error, request, ids.Count))
        {
            return await ids.ForEachAsync(id => SendSingleAsync(request, id, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            return [.. ids.Select(id => new PowerReceipt(id, error))];
        }
    }

    // The batch operations have rights of their own (docs/contracts/alibaba-ecs.md 11), and one unfit server may refuse the whole call.
    private static bool MayAskOneByOne(EcsException error, PowerRequest request, int count) => error.WasNotCarriedOut && error.ErrorId switch
    {
        EcsErrorId.AccessDenied => true,
        EcsErrorId.InstanceNotFound => count > 1,
        EcsErrorId.IncorrectState or EcsErrorId.OperationInProgress or EcsErrorId.SizeNotAvailable or EcsErrorId.QuotaExceeded
            or EcsErrorId.CloudError => count > 1 && request.Action != PowerAction.Restart,
        _ => false,
    };

    private async Task<PowerReceipt> SendSingleAsync(PowerRequest request, string id, CancellationToken cancellation)
    {
        string action = request.Action switch { PowerAction.Start => "StartInstance", PowerAction.Stop => "StopInstance", _ => "RebootInstance" };
        try
        {
            await _api.CallAsync(
                action, Describe(request, isBatch: false).Add("InstanceId", id), SafetyOf(request), id, cancellation).ConfigureAwait(false);
            return new PowerReceipt(id);
        }
        catch (EcsException error)
        {
            return new PowerReceipt(id, error);
        }
    }

    // A second restart restarts again; a second start or stop does nothing (docs/contracts/alibaba-ecs.md 1.7).
    private static CallSafety SafetyOf(PowerRequest request) => request.Action == PowerAction.Restart ? CallSafety.Once : CallSafety.Repeatable;

    private static AlibabaParameters Describe(PowerRequest request, bool isBatch) => request.Action switch
    {
        PowerAction.Start => new AlibabaParameters(),

        // The mode is always said: without it a setting of the account decides whether address and stock are given up.
        PowerAction.Stop => new AlibabaParameters()
            .Add("ForceStop", request.Hard)
            .Add("StoppedMode", request.StopCharging ? "StopCharging" : "KeepCharging"),
        _ => new AlibabaParameters().Add(isBatch ? "ForceReboot" : "ForceStop", request.Hard),
    };

    private static List<PowerReceipt> ReadItems(string action, PowerRequest request, IReadOnlyList<string> ids, JObject answer)
    {
        Dictionary<string, JObject> items = new(StringComparer.Ordinal);
        foreach (JObject item in answer.Object("InstanceResponses").Objects("InstanceResponse"))
        {
            items[item.Text("InstanceId") ?? ""] = item;
        }

        string? requestId = answer.Text("RequestId");
        return [.. ids.Select(id => new PowerReceipt(id, items.TryGetValue(id, out JObject? item) ? ReadItem(item, id) : Missing(id)))];

        EcsException? ReadItem(JObject item, string id) => item.Text("Code") is not { } code || code == "200"
            ? null
            : new AlibabaRefusal(action, SafetyOf(request), code) { Message = item.Text("Message"), InstanceId = id, RequestId = requestId }.ToException();

        // A start or stop shows in the state that is watched next; a restart that was not taken cannot be told from one that was.
        EcsException? Missing(string id) => request.Action != PowerAction.Restart ? null : new EcsException(
            EcsErrorId.OutcomeUnknown, $"The answer to {action} does not mention {id}, so it is not known whether it was restarted.")
        {
            InstanceId = id,
            RequestId = requestId,
            RecommendedAction = AlibabaErrors.Advise(EcsErrorId.OutcomeUnknown),
        };
    }

    // Settles what was refused because it had already been done, and returns those that are worth another call.
    private async Task<IReadOnlyList<string>> LookAtRefusedAsync(
        PowerRequest request, IReadOnlyList<string> sent, Dictionary<string, PowerReceipt> receipts, CancellationToken cancellation)
    {
        List<string> again = [.. sent.Where(id => receipts[id].Error is { ErrorId: EcsErrorId.ThrottledByService, WasNotCarriedOut: true })];
        string[] refused = [.. sent.Where(id => receipts[id].Error is { } error && AlibabaErrors.IsRace(error))];
        if (refused.Length == 0 || request.Action == PowerAction.Restart)
        {
            return again;
        }

        foreach (EcsInstance instance in await TryFindAsync(refused, cancellation).ConfigureAwait(false))
        {
            if (IsThereOrOnItsWay(request.Action, instance.Status))
            {
                receipts[instance.Id] = new PowerReceipt(instance.Id);
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
            ActivityLog.Current.Verbose($"The state of {ids.Length} refused servers could not be read: {error.Message}");
            return [];
        }
    }

    private static bool IsThereOrOnItsWay(PowerAction action, EcsInstanceStatus status) => action == PowerAction.Start
        ? status is EcsInstanceStatus.Running or EcsInstanceStatus.Starting
        : status is EcsInstanceStatus.Stopped or EcsInstanceStatus.Stopping;
}
