using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Start, stop and restart (docs/contracts/huawei-ecs.md 3.3): one job for many servers, with a part for each.</summary>
internal sealed class HuaweiPowerStep : ICloudStep
{
    private const int ServersPerCall = 1000;
    private readonly HuaweiServersClient _servers;
    private readonly HuaweiStepObserver _witness;

    public HuaweiPowerStep(HuaweiServersClient servers, HuaweiStepObserver witness, StepKind kind)
    {
        _servers = servers;
        _witness = witness;
        Kind = kind;
    }

    public StepKind Kind { get; }

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(t => StepPreview.OfPower(Kind, t))]);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.SendTogetherAsync(ServersPerCall, batch => SendTogetherAsync(batch, cancellation));

    /// <summary>Finds why the cloud does not offer a request.</summary>
    /// <returns>Why, and what to do instead; null if it offers it.</returns>
    public static (string Why, string Advice)? FindUnoffered(OperationOptions options) =>
        options.StopCharging ? ("This cloud does not support -StopCharging.", "Omit -StopCharging.") : null;

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation)
    {
        Task<StepObservation?[]> byJob = JudgeJobsAsync(sent, cancellation);
        Task<ServersById> servers = ReadOpenAsync(sent, byJob, cancellation);
        return [.. sent.Select(async (s, i) => Judge(s, (await byJob.ConfigureAwait(false))[i], (await servers.ConfigureAwait(false)).Find(s)))];
    }

    private async Task<StepObservation?[]> JudgeJobsAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation)
    {
        HuaweiJobsById jobs = await _witness.FindJobsAsync(sent.Where(s => !s.JobSucceeded), cancellation).ConfigureAwait(false);
        return [.. sent.Select(s => JudgeJob(s, jobs.Find(s)))];
    }

    // States are read only of servers whose part of the job has ended.
    private async Task<ServersById> ReadOpenAsync(IReadOnlyList<SentStep> sent, Task<StepObservation?[]> judged, CancellationToken cancellation)
    {
        StepObservation?[] byJob = await judged.ConfigureAwait(false);
        SentStep[] open = [.. sent.Where((s, i) => byJob[i] is null || IsFailedSwitch(byJob[i]))];
        return open.Length == 0 ? new ServersById([]) : await _witness.FindServersAsync(open, cancellation).ConfigureAwait(false);
    }

    // A start or stop whose answer was lost is sent again, and the second one's job fails on what the first has begun: the state decides.
    private StepObservation Judge(SentStep sent, StepObservation? byJob, EcsInstance? now) =>
        byJob is null || (IsFailedSwitch(byJob) && now is not null && IsOnItsWay(now)) ? JudgeState(sent, now) : byJob;

    private bool IsFailedSwitch(StepObservation? byJob) =>
        byJob?.State == ObservedState.Failed && Kind != StepKind.Restart;

    private bool IsOnItsWay(EcsInstance now) =>
        PowerSteps.IsThere(Kind, now) || now.Status == (Kind == StepKind.Start ? EcsInstanceStatus.Starting : EcsInstanceStatus.Stopping);

    private async Task<StepHandle> SendTogetherAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        JArray servers = [.. targets.Select(t => new JObject { ["id"] = t.Instance.Id })];
        string type = targets[0].Options.Hard ? "HARD" : "SOFT";
        (string operation, JObject body, RequestIdempotency safety) = Kind switch
        {
            StepKind.Start => ("StartServers", new JObject { ["os-start"] = new JObject { ["servers"] = servers } }, RequestIdempotency.Idempotent),
            StepKind.Stop => ("StopServers", new JObject { ["os-stop"] = new JObject { ["type"] = type, ["servers"] = servers } }, RequestIdempotency.Idempotent),
            _ => ("RebootServers", new JObject { ["reboot"] = new JObject { ["type"] = type, ["servers"] = servers } }, RequestIdempotency.NonIdempotent),
        };
        string? instanceId = targets.Count == 1 ? targets[0].Instance.Id : null;
        return new StepHandle { JobId = await _servers.ActAsync(operation, body, safety, instanceId, cancellation).ConfigureAwait(false) };
    }

    // Null if the job leaves it to the server's state.
    private StepObservation? JudgeJob(SentStep sent, HuaweiJob? job)
    {
        if (job is null || sent.JobSucceeded)
        {
            return null;
        }

        HuaweiJob? part = job.Parts.FirstOrDefault(p => string.Equals(p.ServerId, sent.Target.Instance.Id, StringComparison.OrdinalIgnoreCase));
        HuaweiJob judge = part ?? job;
        if (judge.HasSucceeded)
        {
            sent.JobSucceeded = true;
            return null;
        }

        if (!judge.HasFailed)
        {
            return new StepObservation(ObservedState.Pending, null);
        }

        // The failure of a batch says nothing of a server that has no part in it.
        return part is null && job.Parts.Count > 0
            ? null
            : StepObservation.Failed(null, HuaweiErrorMapper.OfJob(PowerSteps.Describe(Kind), judge.Culprit.Code, judge.Culprit.Reason, job.Id, sent.Target.Instance.Id));
    }

    private StepObservation JudgeState(SentStep sent, EcsInstance? now)
    {
        if (now is null)
        {
            return StepObservation.Gone(sent.Target);
        }

        if (!sent.IsPassive && now.TaskState is null && ServerStatus.Is(now, ServerStatus.Error))
        {
            EcsException faulty = new(EcsErrorId.OperationFailed, $"{now} is faulty: {now.Fault ?? "the cloud returned no reason"}.")
            {
                InstanceId = now.Id,
                RecommendedAction = "Check the server in the console.",
            };
            return StepObservation.Failed(now, faulty);
        }

        if (!PowerSteps.IsThere(Kind, now))
        {
            sent.SawWork |= Kind == StepKind.Restart;
            return new StepObservation(ObservedState.Pending, now);
        }

        return Kind == StepKind.Restart ? PowerSteps.JudgeRestarted(sent, now, sent.JobSucceeded) : new StepObservation(ObservedState.TookEffect, now);
    }
}
