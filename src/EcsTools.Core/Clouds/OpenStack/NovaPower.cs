using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Start, stop and restart: a call for each server, and one list for all that are waited for.</summary>
internal sealed class NovaPower
{
    // How long after a restart whose request is not known a running server is taken for restarted.
    private static readonly TimeSpan UnwitnessedRestart = TimeSpan.FromMinutes(2);
    private readonly NovaServers _servers;
    private readonly NovaInventory _inventory;
    private readonly NovaActions _actions;

    /// <summary>Makes the family.</summary>
    /// <param name="servers">Sends.</param>
    /// <param name="inventory">Reads states.</param>
    /// <param name="actions">Tells what became of a request.</param>
    public NovaPower(NovaServers servers, NovaInventory inventory, NovaActions actions)
    {
        _servers = servers;
        _inventory = inventory;
        _actions = actions;
    }

    /// <summary>Sends an action.</summary>
    /// <param name="request">What is to be done.</param>
    /// <param name="instances">The servers.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>What became of each.</returns>
    public async Task<IReadOnlyList<PowerReceipt>> SendAsync(PowerRequest request, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
        await Task.WhenAll(instances.Select(i => SendAsync(request, i, cancellation))).ConfigureAwait(false);

    /// <summary>Finds why the cloud does not offer a request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Why, and what to do instead; null if it offers it.</returns>
    public static (string Why, string Advice)? FindUnoffered(PowerRequest request) =>
        request.StopCharging ? ("OpenStack has no stop that ends billing.", "Omit -StopCharging.")
        : request is { Action: PowerAction.Stop, Hard: true } ? (
            "OpenStack has no stop that cuts the power at once.",
            "Use -StopMode Soft: the guest is asked, and after a minute or so (as its operator has set) the cloud cuts the power itself.")
        : null;

    /// <summary>Looks how servers stand.</summary>
    /// <param name="watches">What is waited for.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>An observation for each watch, in the order given.</returns>
    public async Task<IReadOnlyList<PowerObservation>> ObserveAsync(IReadOnlyList<PowerWatch> watches, CancellationToken cancellation)
    {
        Dictionary<string, EcsInstance> found = (await _inventory.FindAsync([.. watches.Select(w => w.Before.Id).Distinct()], cancellation).ConfigureAwait(false))
            .ToDictionary(i => i.Id, StringComparer.OrdinalIgnoreCase);
        return await Task.WhenAll(watches.Select(w => JudgeAsync(w, found.TryGetValue(w.Before.Id, out EcsInstance? now) ? now : null, cancellation)))
            .ConfigureAwait(false);
    }

    private async Task<PowerReceipt> SendAsync(PowerRequest request, EcsInstance instance, CancellationToken cancellation)
    {
        (string operation, string action, JObject? argument) = request.Action switch
        {
            PowerAction.Start => ("StartServer", "os-start", null),
            PowerAction.Stop => ("StopServer", "os-stop", null),
            _ => ("RebootServer", "reboot", new JObject { ["type"] = request.Hard ? "HARD" : "SOFT" }),
        };
        CallSafety safety = request.Action == PowerAction.Restart ? CallSafety.Once : CallSafety.Repeatable;
        try
        {
            ApiReply reply = await _servers.ActAsync(operation, instance.Id, action, argument, safety, cancellation).ConfigureAwait(false);
            return new PowerReceipt(instance.Id, null, reply.RequestId);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.IncorrectState && request.Action != PowerAction.Restart)
        {
            // A start or stop whose answer was lost is sent again, and the second is refused for what the first has begun.
            EcsInstance? now = (await _inventory.FindAsync([instance.Id], cancellation).ConfigureAwait(false)).SingleOrDefault();
            return new PowerReceipt(instance.Id, now is not null && IsThereOrOnItsWay(request.Action, now.Status) ? null : error);
        }
        catch (EcsException error)
        {
            return new PowerReceipt(instance.Id, error);
        }
    }

    private async Task<PowerObservation> JudgeAsync(PowerWatch watch, EcsInstance? now, CancellationToken cancellation)
    {
        if (now is null)
        {
            EcsException gone = new(EcsErrorId.InstanceNotFound, $"{watch.Before} is gone.") { InstanceId = watch.Before.Id };
            return new PowerObservation(ObservedState.Failed, null, gone);
        }

        bool isThere = ServerStatus.IsSettled(now, watch.Request.Action == PowerAction.Stop ? ServerStatus.Shutoff : ServerStatus.Active);
        if (isThere && watch.Request.Action != PowerAction.Restart)
        {
            return new PowerObservation(ObservedState.TookEffect, now);
        }

        if (watch.IsPassive || now.TaskState is not null)
        {
            watch.SawPassingState |= !isThere;
            return new PowerObservation(isThere ? ObservedState.TookEffect : ObservedState.Pending, now);
        }

        // Nova marks the server before it answers, so that one at rest has come to the end of what was accepted.
        NovaAction? action = watch.JobId is null ? null : await _actions.FindAsync(now.Id, watch.JobId, cancellation).ConfigureAwait(false);
        return action is { HasFailed: true } || ServerStatus.Is(now, ServerStatus.Error) ? new PowerObservation(ObservedState.Failed, now, NovaWitness.FailureOf(Describe(watch.Request), now, action))
            : !isThere ? new PowerObservation(ObservedState.Pending, now)
            : action is not null || watch.SawPassingState ? new PowerObservation(ObservedState.TookEffect, now)
            : watch.Age < UnwitnessedRestart ? new PowerObservation(ObservedState.Pending, now)
            : new PowerObservation(ObservedState.TookEffect, now, Warning: $"{now} runs, but its restart could not be witnessed.");
    }

    private static bool IsThereOrOnItsWay(PowerAction action, EcsInstanceStatus status) => action == PowerAction.Start
        ? status is EcsInstanceStatus.Running or EcsInstanceStatus.Starting
        : status is EcsInstanceStatus.Stopped or EcsInstanceStatus.Stopping;

    private static string Describe(PowerRequest request) => request.Action switch
    {
        PowerAction.Start => "The start",
        PowerAction.Stop => "The stop",
        _ => "The restart",
    };
}
