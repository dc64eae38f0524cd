using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Model;

using static EcsTools.Core.Clouds.Requirement;
using static EcsTools.Core.Clouds.ServerChecks;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Releases a server for good (docs/contracts/huawei-ecs.md 3.4).</summary>
internal sealed class HuaweiRelease : ICloudStep
{
    private const string Activity = "Releasing";
    private readonly HuaweiFamilies _families;
    private readonly HuaweiWitness _witness;

    /// <summary>Makes the step.</summary>
    /// <param name="families">The calls.</param>
    /// <param name="witness">Looks at job and server.</param>
    public HuaweiRelease(HuaweiFamilies families, HuaweiWitness witness)
    {
        _families = families;
        _witness = witness;
    }

    /// <inheritdoc/>
    public StepKind Kind => StepKind.Release;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        if (targets.Any(t => t.Options.TerminateSubscription))
        {
            throw new EcsException(EcsErrorId.NotSupported, "This cloud releases no subscriptions, expired ones neither (Ecs.0513).")
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Omit -TerminateSubscription, and unsubscribe in the console.",
            };
        }

        LookupResult<ILookup<string, HuaweiVolume>>? attached = targets.Any(t => t.Options.DeleteDataDisks)
            ? await LookupResult<ILookup<string, HuaweiVolume>>.ReadAsync(() => _families.Disks.ListAttachedAsync(cancellation)).ConfigureAwait(false)
            : null;
        return [.. targets.Select(t => Preview(t, attached))];
    }

    /// <inheritdoc/>
    public Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation) => _families.Servers.DeleteAsync(
        target.Instance.Id, target.Options.DeletePublicIp, target.Options.DeleteDataDisks, cancellation);

    /// <inheritdoc/>
    public async Task<StepObservation> ObserveAsync(StepTarget target, StepReceipt? receipt, CancellationToken cancellation)
    {
        HuaweiJob? job = await _witness.FindJobAsync(receipt, ApiService.Compute, cancellation).ConfigureAwait(false);
        if (job is not null && HuaweiWitness.JudgeOpenJob(target, job, Activity) is { } open)
        {
            return open;
        }

        EcsInstance? now = await _witness.FindServerAsync(target, cancellation).ConfigureAwait(false);
        return job is { HasFailed: true } ? HuaweiWitness.Failed(now, HuaweiWitness.ErrorOf(target, job, now is null ? "A part of the release" : "The release"))
            : now is null ? new StepObservation(ObservedState.TookEffect)
            : job is not null || now.TaskState is not null || now.Status == EcsInstanceStatus.Deleting
                ? HuaweiWitness.PendingUntilQuiet(target, now, Activity)
            : HuaweiWitness.JudgeUnchanged(target, receipt, now, Activity);
    }

    private static StepPreview Preview(StepTarget target, LookupResult<ILookup<string, HuaweiVolume>>? attached)
    {
        EcsInstance instance = target.Instance;
        HuaweiVolume[] dataDisks = attached?.Value is { } all && target.Options.DeleteDataDisks
            ? [.. all[instance.Id].Where(v => v.Id != instance.SystemDiskId && !v.IsSystemDisk).OrderBy(v => v.Id, StringComparer.Ordinal)]
            : [];
        List<EcsRequirement> requirements =
        [
            ServerChecks.CheckRelease(target),
            CheckBusy(target),
            CheckLock(target),
            CheckProtection(target),
        ];
        if (target.Options.DeleteDataDisks && attached?.Value is null)
        {
            requirements.Add(Unknown(EcsRequirementId.SystemDisk, "Which data disks would be deleted could not be read", attached?.Error));
        }

        return new StepPreview
        {
            Summary = "Release the server for good",
            Requirements = requirements,
            Losses = FindLosses(target, dataDisks),
            Facts = new Dictionary<string, string>
            {
                [StepFact.SystemDiskId] = instance.SystemDiskId ?? "",
                [HuaweiFact.DataDiskIds] = string.Join(",", dataDisks.Select(d => d.Id)),
                [StepFact.Status] = instance.Status.ToString(),
            },
        };
    }

    private static EcsRequirement CheckProtection(StepTarget target) =>
        target.Instance.DeletionProtection
            ? Failed(EcsRequirementId.Protection, "The server is locked against release.", "Unlock it with Set-EcsInstance -DeletionProtection $false.")
        : target.Instance.ChargeType == EcsChargeType.Subscription
            ? Failed(EcsRequirementId.Protection, "A prepaid server cannot be released (Ecs.0513), only unsubscribed from.", "Unsubscribe in the console.")
        : Passed(EcsRequirementId.Protection, "The server is not protected.");

    private static IReadOnlyList<string> FindLosses(StepTarget target, IReadOnlyList<HuaweiVolume> dataDisks)
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
