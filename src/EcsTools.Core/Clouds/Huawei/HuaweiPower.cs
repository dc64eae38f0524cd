using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Start, stop and restart (docs/contracts/huawei-ecs.md 3.3): one job for many servers, with a part for each.</summary>
internal sealed class HuaweiPower
{
    // How long after a restart without a job that can be asked a running server is taken for restarted.
    private static readonly TimeSpan UnwitnessedRestart = TimeSpan.FromMinutes(2);
    private readonly HuaweiServers _servers;
    private readonly HuaweiJobs _jobs;
    private readonly HuaweiInventory _inventory;

    /// <summary>Makes the family.</summary>
    /// <param name="servers">The calls about servers.</param>
    /// <param name="jobs">The call about jobs.</param>
    /// <param name="inventory">Finds servers.</param>
    public HuaweiPower(HuaweiServers servers, HuaweiJobs jobs, HuaweiInventory inventory)
    {
        _servers = servers;
        _jobs = jobs;
        _inventory = inventory;
    }

    /// <summary>Sends an action.</summary>
    /// <param name="request">What is to be done.</param>
    /// <param name="instances">The servers.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>What became of each, in the order given.</returns>
    public async Task<IReadOnlyList<PowerReceipt>> SendAsync(PowerRequest request, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        try
        {
            string job = await PostAsync(request, instances, cancellation).ConfigureAwait(false);
            return [.. instances.Select(i => new PowerReceipt(i.Id, null, job))];
        }
        catch (EcsException error) when (ConcernsOneServer(error))
        {
            return instances.Count == 1
                ? [new PowerReceipt(instances[0].Id, error)]
                : await SendHalvesAsync(request, instances, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Finds why the cloud does not offer a request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Why, and what to do instead; null if it offers it.</returns>
    public static (string Why, string Advice)? FindUnoffered(PowerRequest request) =>
        request.StopCharging ? ("This cloud has no stop that ends billing.", "Omit -StopCharging.") : null;

    /// <summary>Looks how servers stand. Each job is read once; states are read only for servers whose part has ended.</summary>
    /// <param name="watches">What is waited for.</param>
    /// <param name="origin">The account.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>An observation for each, in the order given.</returns>
    public async Task<IReadOnlyList<PowerObservation>> ObserveAsync(IReadOnlyList<PowerWatch> watches, ResourceOrigin origin, CancellationToken cancellation)
    {
        Dictionary<string, HuaweiJob?> jobs = new(StringComparer.Ordinal);
        foreach (string id in watches.Where(w => !w.JobSucceeded && w.JobId is not null).Select(w => w.JobId!).Distinct())
        {
            jobs[id] = await _jobs.FindAsync(id, ApiService.Compute, cancellation).ConfigureAwait(false);
        }

        PowerObservation?[] results = [.. watches.Select(w => JudgeJob(w, w.JobId is null || !jobs.TryGetValue(w.JobId, out HuaweiJob? j) ? null : j))];
        string[] open = [.. watches.Where((w, i) => results[i] is null || IsFailedSwitch(w, results[i])).Select(w => w.Before.Id).Distinct()];
        Dictionary<string, EcsInstance> found = open.Length == 0
            ? []
            : (await _inventory.FindAsync(open, origin, cancellation).ConfigureAwait(false)).ToDictionary(i => i.Id, StringComparer.OrdinalIgnoreCase);
        return [.. watches.Select((w, i) => Judge(w, results[i], found.TryGetValue(w.Before.Id, out EcsInstance? now) ? now : null))];
    }

    // A start or stop whose answer was lost is sent again, and the second one's job fails on what the first has begun: the state decides.
    private static PowerObservation Judge(PowerWatch watch, PowerObservation? byJob, EcsInstance? now) =>
        byJob is null || (IsFailedSwitch(watch, byJob) && now is not null && IsOnItsWay(watch, now)) ? JudgeState(watch, now) : byJob;

    private static bool IsFailedSwitch(PowerWatch watch, PowerObservation? byJob) =>
        byJob?.State == ObservedState.Failed && watch.Request.Action != PowerAction.Restart;

    private static bool IsOnItsWay(PowerWatch watch, EcsInstance now) => watch.Request.Action == PowerAction.Start
        ? now.Status == EcsInstanceStatus.Starting || ServerStatus.IsSettled(now, ServerStatus.Active)
        : now.Status == EcsInstanceStatus.Stopping || ServerStatus.IsSettled(now, ServerStatus.Shutoff);

    // No source says whether one server in a wrong state refuses the whole batch. If it does, the others must not suffer for it.
    private async Task<IReadOnlyList<PowerReceipt>> SendHalvesAsync(
        PowerRequest request, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        List<PowerReceipt> receipts = [];
        int half = (instances.Count + 1) / 2;
        foreach (EcsInstance[] part in new[] { instances.Take(half).ToArray(), [.. instances.Skip(half)] })
        {
            try
            {
                receipts.AddRange(await SendAsync(request, part, cancellation).ConfigureAwait(false));
            }
            catch (EcsException error)
            {
                // The receipts of the parts that were accepted must not get lost.
                receipts.AddRange(part.Select(i => new PowerReceipt(i.Id, error)));
            }
        }

        return receipts;
    }

    private Task<string> PostAsync(PowerRequest request, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        JArray servers = [.. instances.Select(i => new JObject { ["id"] = i.Id })];
        string type = request.Hard ? "HARD" : "SOFT";
        (string operation, JObject body, CallSafety safety) = request.Action switch
        {
            PowerAction.Start => ("StartServers", new JObject { ["os-start"] = new JObject { ["servers"] = servers } }, CallSafety.Repeatable),
            PowerAction.Stop => ("StopServers", new JObject { ["os-stop"] = new JObject { ["type"] = type, ["servers"] = servers } }, CallSafety.Repeatable),
            _ => ("RebootServers", new JObject { ["reboot"] = new JObject { ["type"] = type, ["servers"] = servers } }, CallSafety.Once),
        };
        return _servers.ActAsync(operation, body, safety, instances.Count == 1 ? instances[0].Id : null, cancellation);
    }

    // Refusals that may come from a single server among many; whatever concerns the whole account is thrown.
    private static bool ConcernsOneServer(EcsException error) =>
        error.ErrorId is EcsErrorId.IncorrectState or EcsErrorId.InstanceNotFound or EcsErrorId.SizeNotAvailable or EcsErrorId.RequirementFailed;

    // Null if the job leaves it to the server's state.
    private static PowerObservation? JudgeJob(PowerWatch watch, HuaweiJob? job)
    {
        if (job is null || watch.JobSucceeded)
        {
            return null;
        }

        HuaweiJob? part = job.Parts.FirstOrDefault(p => string.Equals(p.ServerId, watch.Before.Id, StringComparison.OrdinalIgnoreCase));
        HuaweiJob judge = part ?? job;
        if (judge.HasSucceeded)
        {
            watch.JobSucceeded = true;
            return null;
        }

        if (!judge.HasFailed)
        {
            return new PowerObservation(ObservedState.Pending, null);
        }

        // The failure of a batch says nothing of a server that has no part in it.
        return part is null && job.Parts.Count > 0
            ? null
            : new PowerObservation(
                ObservedState.Failed, null, HuaweiVerdict.OfJob(Describe(watch.Request), judge.Culprit.Code, judge.Culprit.Reason, job.Id, watch.Before.Id));
    }

    private static PowerObservation JudgeState(PowerWatch watch, EcsInstance? now)
    {
        if (now is null)
        {
            EcsException gone = new(EcsErrorId.InstanceNotFound, $"{watch.Before} is gone.") { InstanceId = watch.Before.Id };
            return new PowerObservation(ObservedState.Failed, null, gone);
        }

        if (!watch.IsPassive && now.TaskState is null && ServerStatus.Is(now, ServerStatus.Error))
        {
            EcsException faulty = new(EcsErrorId.OperationFailed, $"{now} is faulty: {now.Fault ?? "the cloud does not say why"}.")
            {
                InstanceId = now.Id,
                RecommendedAction = "Look at the server in the console.",
            };
            return new PowerObservation(ObservedState.Failed, now, faulty);
        }

        return watch.Request.Action switch
        {
            PowerAction.Start => Settle(ServerStatus.IsSettled(now, ServerStatus.Active), now),
            PowerAction.Stop => Settle(ServerStatus.IsSettled(now, ServerStatus.Shutoff), now),
            _ => JudgeRestart(watch, now),
        };
    }

    private static PowerObservation JudgeRestart(PowerWatch watch, EcsInstance now)
    {
        if (!ServerStatus.IsSettled(now, ServerStatus.Active))
        {
            watch.SawPassingState = true;
            return new PowerObservation(ObservedState.Pending, now);
        }

        if (watch.JobSucceeded || watch.SawPassingState)
        {
            return new PowerObservation(ObservedState.TookEffect, now);
        }

        return watch.Age < UnwitnessedRestart
            ? new PowerObservation(ObservedState.Pending, now)
            : new PowerObservation(ObservedState.TookEffect, now, Warning: $"{now} runs, but its restart could not be witnessed.");
    }

    private static PowerObservation Settle(bool done, EcsInstance now) => new(done ? ObservedState.TookEffect : ObservedState.Pending, now);

    private static string Describe(PowerRequest request) => request.Action switch
    {
        PowerAction.Start => "The start",
        PowerAction.Stop => "The stop",
        _ => "The restart",
    };
}
