using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Looks at jobs and servers for the steps, and words what is the same for all of them
/// (docs/contracts/huawei-ecs.md 3.9).</summary>
internal sealed class HuaweiWitness
{
    // Longer than any source says that a step takes.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(30);

    // A job may be younger than the list of jobs.
    private static readonly TimeSpan JobAppears = TimeSpan.FromMinutes(5);
    private readonly HuaweiFamilies _families;

    /// <summary>Makes a witness.</summary>
    /// <param name="families">The calls.</param>
    public HuaweiWitness(HuaweiFamilies families) => _families = families;

    /// <summary>Tells whether it is so long ago that nothing can be under way any more.</summary>
    /// <param name="target">The target.</param>
    /// <returns>True if it is.</returns>
    public static bool IsQuiet(StepTarget target) => target.Age >= Quiet;

    /// <summary>Reads the job of a step.</summary>
    /// <param name="receipt">The receipt; null if the answer was lost.</param>
    /// <param name="service">The service that runs the job.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The job; null if there is none that can be asked.</returns>
    public async Task<HuaweiJob?> FindJobAsync(StepReceipt? receipt, ApiService service, CancellationToken cancellation) =>
        receipt?.JobId is { } id ? await _families.Jobs.FindAsync(id, service, cancellation).ConfigureAwait(false) : null;

    /// <summary>Reads the server.</summary>
    /// <param name="target">The target.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The server; null if it is gone.</returns>
    public async Task<EcsInstance?> FindServerAsync(StepTarget target, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _families.GetOriginAsync(cancellation).ConfigureAwait(false);
        return (await _families.Inventory.FindAsync([target.Instance.Id], origin, cancellation).ConfigureAwait(false)).SingleOrDefault();
    }

    /// <summary>Reads the system disk of a server, from its own object or from its devices.</summary>
    /// <param name="now">The server.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The disk's id; null if none is attached.</returns>
    public async Task<string?> FindSystemDiskAsync(EcsInstance now, CancellationToken cancellation) =>
        now.SystemDiskId ?? await _families.Disks.FindSystemDiskAsync(now.Id, cancellation).ConfigureAwait(false);

    /// <summary>A job that has not ended.</summary>
    /// <param name="target">The target.</param>
    /// <param name="job">The job.</param>
    /// <param name="activity">What the cloud is doing.</param>
    /// <returns>The observation; null if the job has ended.</returns>
    public static StepObservation? JudgeOpenJob(StepTarget target, HuaweiJob job, string activity) =>
        job.HasSucceeded || job.HasFailed ? null
        : !job.AwaitsPayment ? Pending(activity, null)
        : AwaitPayment(target, null, $"Job {job.Id} waits for the payment of its order; a cancelled order leaves it so for good.", job.Status);

    /// <summary>Nothing is to be seen of the step: it may still wait in a queue or for the payment of an order.</summary>
    /// <param name="target">The target.</param>
    /// <param name="receipt">The receipt; null if the answer was lost.</param>
    /// <param name="now">The server, or null.</param>
    /// <param name="activity">What the cloud is presumably doing.</param>
    /// <returns>The observation.</returns>
    public static StepObservation JudgeUnchanged(StepTarget target, StepReceipt? receipt, EcsInstance? now, string activity)
    {
        if (receipt is { JobId: null } && receipt.Facts.TryGetValue(StepFact.OrderId, out string? order))
        {
            return AwaitPayment(target, now, $"Order {order} is placed and nothing has changed yet: it is not paid, or not carried out.", null);
        }

        return receipt?.JobId is not null && target.Age < JobAppears ? Pending(activity, now)
            : new StepObservation(IsQuiet(target) ? ObservedState.NotTaken : ObservedState.Unknown, now);
    }

    /// <summary>It is under way, or should be; after a long time nobody knows.</summary>
    /// <param name="target">The target.</param>
    /// <param name="now">The server, or null.</param>
    /// <param name="activity">What the cloud is doing.</param>
    /// <returns>The observation.</returns>
    public static StepObservation PendingUntilQuiet(StepTarget target, EcsInstance? now, string activity) =>
        IsQuiet(target) ? new StepObservation(ObservedState.Unknown, now) : Pending(activity, now);

    /// <summary>It is under way.</summary>
    /// <param name="activity">What the cloud is doing.</param>
    /// <param name="now">The server, or null.</param>
    /// <returns>The observation.</returns>
    public static StepObservation Pending(string activity, EcsInstance? now) => new(ObservedState.Pending, now) { Activity = activity };

    /// <summary>It has failed.</summary>
    /// <param name="now">The server, or null.</param>
    /// <param name="error">Why.</param>
    /// <returns>The observation.</returns>
    public static StepObservation Failed(EcsInstance? now, EcsException error) => new(ObservedState.Failed, now) { Error = error };

    /// <summary>The server is gone, which was not asked for.</summary>
    /// <param name="target">The target.</param>
    /// <returns>The observation.</returns>
    public static StepObservation Gone(StepTarget target) =>
        Failed(null, new EcsException(EcsErrorId.InstanceNotFound, $"{target.Instance} is gone.") { InstanceId = target.Instance.Id });

    /// <summary>The error of a failed job.</summary>
    /// <param name="target">The target.</param>
    /// <param name="job">The job.</param>
    /// <param name="what">What was to be done, for example <c>The reinstallation</c>.</param>
    /// <returns>The error.</returns>
    public static EcsException ErrorOf(StepTarget target, HuaweiJob job, string what) =>
        HuaweiVerdict.OfJob(what, job.Culprit.Code, job.Culprit.Reason ?? job.Reason, job.Id, target.Instance.Id);

    private static StepObservation AwaitPayment(StepTarget target, EcsInstance? now, string why, string? code) => !IsQuiet(target)
        ? Pending("Waiting for payment of the order", now)
        : new StepObservation(ObservedState.Unknown, now)
        {
            Error = new EcsException(EcsErrorId.OperationInProgress, why)
            {
                CloudCode = code,
                InstanceId = target.Instance.Id,
                RecommendedAction = "Pay or cancel the order in the console; do not give the command again before that.",
            },
        };
}
