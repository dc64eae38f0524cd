using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Looks at jobs and servers for the steps, and words what is the same for all of them
/// (docs/contracts/huawei-ecs.md 3.9).</summary>
internal sealed class HuaweiStepObserver(HuaweiClientSet families)
{
    // Longer than any source says that a step takes.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(30);

    // An order that is to be paid at once is unpaid for a moment, too.
    private static readonly TimeSpan Paying = TimeSpan.FromMinutes(5);

    // A job may be younger than the list of jobs.
    private static readonly TimeSpan JobAppears = TimeSpan.FromMinutes(5);

    /// <summary>Tells whether it is so long ago that nothing can be under way any more.</summary>
    public static bool IsQuiet(SentStep sent) => sent.Age >= Quiet;

    /// <summary>Reads the job of a step.</summary>
    /// <returns>The job; null if there is none that can be asked.</returns>
    public async Task<HuaweiJob?> FindJobAsync(SentStep sent, ApiService service, CancellationToken cancellation) =>
        sent.Handle?.JobId is { } id ? await families.Jobs.FindAsync(id, service, cancellation).ConfigureAwait(false) : null;

    /// <summary>Reads the jobs of steps, each once.</summary>
    public async Task<HuaweiJobsById> FindJobsAsync(IEnumerable<SentStep> sent, CancellationToken cancellation)
    {
        string[] ids = [.. sent.Select(s => s.Handle?.JobId).OfType<string>().Distinct()];
        HuaweiJob?[] jobs = await Task.WhenAll(ids.EachAsync(id => families.Jobs.FindAsync(id, ApiService.Compute, cancellation), cancellation)).ConfigureAwait(false);
        return new HuaweiJobsById(ids.Zip(jobs, (id, job) => (id, job)).ToDictionary(j => j.id, j => j.job));
    }

    /// <summary>Looks at steps whose jobs are the judges: servers are read only where the job has ended or cannot be asked.</summary>
    /// <param name="judge">Judges a step by its job or part of a job, or null, and its server, or null.</param>
    public IReadOnlyList<Task<StepObservation>> ObserveAsync(
        IReadOnlyList<SentStep> sent, string activity, Func<SentStep, HuaweiJob?, EcsInstance?, StepObservation> judge, CancellationToken cancellation)
    {
        return sent.WithAsync(ReadAsync(), (s, read) => Open(s, read.Jobs) ?? judge(s, PartOf(s, read.Jobs), read.Servers.Find(s)));

        async Task<(HuaweiJobsById Jobs, ServersById Servers)> ReadAsync()
        {
            HuaweiJobsById jobs = await FindJobsAsync(sent, cancellation).ConfigureAwait(false);
            SentStep[] ended = [.. sent.Where(s => Open(s, jobs) is null)];
            return (jobs, ended.Length == 0 ? new ServersById([]) : await FindServersAsync(ended, cancellation).ConfigureAwait(false));
        }

        StepObservation? Open(SentStep s, HuaweiJobsById jobs) => PartOf(s, jobs) is { } job ? JudgeOpenJob(s, job, activity) : null;

        static HuaweiJob? PartOf(SentStep s, HuaweiJobsById jobs) => jobs.Find(s)?.For(s.Target.Instance.Id);
    }

    /// <summary>Reads the servers of steps that were sent.</summary>
    /// <returns>Those that are not gone.</returns>
    public async Task<ServersById> FindServersAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        new(await families.Inventory.FindAsync([.. sent.Select(s => s.Target.Instance.Id).Distinct()], cancellation).ConfigureAwait(false));

    /// <summary>Reads the system disk of a server, from its own object or from its devices.</summary>
    /// <returns>The disk's id; null if none is attached.</returns>
    public async Task<string?> FindSystemDiskAsync(EcsInstance now, CancellationToken cancellation) =>
        now.SystemDiskId ?? await families.Disks.FindSystemDiskAsync(now.Id, cancellation).ConfigureAwait(false);

    /// <summary>A job that has not ended.</summary>
    /// <returns>The observation; null if the job has ended.</returns>
    public static StepObservation? JudgeOpenJob(SentStep sent, HuaweiJob job, string activity) =>
        job.HasSucceeded || job.HasFailed ? null
        : !job.AwaitsPayment ? StepObservation.Pending(activity, null)
        : AwaitPayment(
            sent, null, sent.Target.Options.AutoPay ? Paying : TimeSpan.Zero, $"Job {job.Id} is waiting for the payment of its order. Nothing happens until it is paid.", job.Status);

    /// <summary>Nothing is to be seen of the step: it may still wait in a queue or for the payment of an order.</summary>
    /// <param name="now">The server, or null.</param>
    public static StepObservation JudgeUnchanged(SentStep sent, EcsInstance? now, string activity)
    {
        if (sent.Handle is { JobId: null } && sent.Receive(StepFactKeys.OrderId) is { } order)
        {
            return AwaitPayment(
                sent, now, sent.Target.Options.AutoPay ? Quiet : Paying, $"Order {order} is placed, but nothing has changed yet: the order is not paid or not carried out.", null);
        }

        return sent.Handle?.JobId is not null && sent.Age < JobAppears ? StepObservation.Pending(activity, now)
            : new StepObservation(IsQuiet(sent) ? ObservedState.NotTaken : ObservedState.Unknown, now);
    }

    /// <summary>It is under way, or should be; after a long time nobody knows.</summary>
    /// <param name="now">The server, or null.</param>
    public static StepObservation PendingUntilQuiet(SentStep sent, EcsInstance? now, string activity) =>
        IsQuiet(sent) ? new StepObservation(ObservedState.Unknown, now) : StepObservation.Pending(activity, now);

    /// <summary>The error of a failed job.</summary>
    /// <param name="what">What was to be done, for example <c>The reinstallation</c>.</param>
    public static EcsException ErrorOf(StepTarget target, HuaweiJob job, string what) =>
        HuaweiErrorMapper.OfJob(what, job.Culprit.Code, job.Culprit.Reason ?? job.Reason, job.Id, target.Instance.Id);

    /// <summary>It waits for the payment of an order, which after some time only the user can make.</summary>
    public static StepObservation AwaitPayment(SentStep sent, EcsInstance? now, TimeSpan patience, string why, string? code) => sent.Age < patience
        ? StepObservation.Pending("Waiting for payment of the order", now)
        : new StepObservation(ObservedState.Unknown, now)
        {
            Error = new EcsException(EcsErrorId.OperationInProgress, why)
            {
                CloudCode = code,
                InstanceId = sent.Target.Instance.Id,
                RecommendedAction = "Pay the order in the console, and then run Resume-EcsOperation; or cancel it there, and start the server if it was stopped for this. "
                    + "Do not run the command again before that. To pay orders at once, specify -AutoPay.",
            },
        };
}
