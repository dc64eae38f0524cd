using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Model;
using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Releases a server for good (docs/contracts/huawei-ecs.md 3.4).</summary>
internal sealed class HuaweiReleaseStep(HuaweiClientSet families, HuaweiStepObserver witness) : ICloudStep
{
    private const string Activity = "Releasing";
    private const int ServersPerCall = 1000;

    public StepKind Kind => StepKind.Release;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        if (targets.Any(t => t.Options.TerminateSubscription))
        {
            throw StepErrors.NotSupported(
                "This cloud releases no subscriptions, expired ones neither (Ecs.0513).",
                "Omit -TerminateSubscription, and unsubscribe in the console.");
        }

        LookupResult<ILookup<string, Volume>>? attached = targets.Any(t => t.Options.DeleteDataDisks)
            ? await LookupResult<ILookup<string, Volume>>.ReadAsync(() => families.Disks.ListAttachedAsync(cancellation)).ConfigureAwait(false)
            : null;
        return [.. targets.Select(t => Preview(t, attached))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.SendTogetherAsync(
        ServersPerCall,
        batch => families.Servers.DeleteAsync(
            [.. batch.Select(t => t.Instance.Id)], batch[0].Options.DeletePublicIp, batch[0].Options.DeleteDataDisks, cancellation));

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        witness.ObserveAsync(sent, Activity, Judge, cancellation);

    private static StepObservation Judge(SentStep sent, HuaweiJob? job, EcsInstance? now)
    {
        StepTarget target = sent.Target;
        return job is { HasFailed: true } ? StepObservation.Failed(now, HuaweiStepObserver.ErrorOf(target, job, now is null ? "A part of the release" : "The release"))
            : now is null ? new StepObservation(ObservedState.TookEffect)
            : job is not null || now.TaskState is not null || now.Status == EcsInstanceStatus.Deleting
                ? HuaweiStepObserver.PendingUntilQuiet(sent, now, Activity)
            : HuaweiStepObserver.JudgeUnchanged(sent, now, Activity);
    }

    private static StepPreview Preview(StepTarget target, LookupResult<ILookup<string, Volume>>? attached)
    {
        EcsInstance instance = target.Instance;
        Volume[] dataDisks = attached?.Value is { } all && target.Options.DeleteDataDisks
            ? [.. all[instance.Id].Where(v => v.Id != instance.SystemDiskId && !v.IsSystemDisk()).OrderBy(v => v.Id, StringComparer.Ordinal)]
            : [];
        return ReleaseSteps.Preview(
            target,
            CheckProtection(target),
            target.Options.DeleteDataDisks && attached?.Value is null
                ? Unknown(EcsRequirementId.SystemDisk, "Which data disks would be deleted could not be read", attached?.Error)
                : null,
            FindLosses(target, dataDisks),
            dataDisks.Select(d => d.Id));
    }

    private static EcsRequirement CheckProtection(StepTarget target) =>
        target.Instance is { DeletionProtection: false, ChargeType: EcsChargeType.Subscription }
            ? Failed(EcsRequirementId.Protection, "A prepaid server cannot be released (Ecs.0513), only unsubscribed from.", "Unsubscribe in the console.")
            : ReleaseSteps.CheckProtection(target, "release");

    private static IReadOnlyList<string> FindLosses(StepTarget target, IReadOnlyList<Volume> dataDisks)
    {
        EcsInstance instance = target.Instance;
        string disk = instance.SystemDiskId is { } id ? $" {id}" : "";
        string addresses = string.Join(", ", instance.PublicIps);
        return
        [
            $"The server, its system disk{disk} and all data on it, and its private addresses.",
            target.Options.DeletePublicIp
                ? addresses.Length == 0 ? "Public addresses of the server, if there are any." : $"Public address {addresses}."
                : "Nothing of its public addresses: they stay, and are charged.",
            !target.Options.DeleteDataDisks ? "Nothing of its data disks: they stay, and are charged."
                : dataDisks.Count == 0 ? "Data disks of the server, if there are any."
                : $"Data disks {string.Join(", ", dataDisks.Select(d => $"{d.Name} ({d.Id}, {d.SizeGiB} GiB)"))}.",
        ];
    }
}
