using System.Globalization;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
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
                "This cloud does not delete subscriptions, not even expired ones (Ecs.0513).",
                "Omit -TerminateSubscription, and cancel the subscription in the console.");
        }

        LookupResult<ILookup<string, Volume>>? attached = targets.Any(t => t.Options.DeleteDataDisks)
            ? await LookupResult<ILookup<string, Volume>>.ReadAsync(() => families.Disks.ListAttachedAsync(cancellation)).ConfigureAwait(false)
            : null;
        LookupResult<HuaweiRecycleBin?> bin = families.Variant.HasRecycleBin
            ? await LookupResult<HuaweiRecycleBin?>.ReadAsync(() => families.Servers.FindRecycleBinAsync(cancellation)).ConfigureAwait(false)
            : LookupResult<HuaweiRecycleBin?>.None;
        return [.. targets.Select(t => AddRecycleBin(Preview(t, attached), t, bin))];
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
            : ServerStatus.IsSettled(now, ServerStatus.SoftDeleted) ? new StepObservation(ObservedState.TookEffect) { Warning = DescribeRecycled(target) }
            : job is not null || now.TaskState is not null || now.Status == EcsInstanceStatus.Deleting
                ? HuaweiStepObserver.PendingUntilQuiet(sent, now, Activity)
            : HuaweiStepObserver.JudgeUnchanged(sent, now, Activity);
    }

    private static string DescribeRecycled(StepTarget target)
    {
        string time = target.Before.TryGetValue(HuaweiFact.RetentionHours, out string? hours) && hours.Length > 0 ? $" for {hours} hours" : "";
        return $"{target.Instance} is in the recycle bin{time}: it still counts against the quotas and may be billed. To delete it at once, remove it from the recycle bin in the console.";
    }

    // Without the right to read it the release is planned as the final one, which is the worse case.
    private StepPreview AddRecycleBin(StepPreview preview, StepTarget target, LookupResult<HuaweiRecycleBin?> bin)
    {
        if (bin.Error is not null)
        {
            return preview with { Costs = [$"Unknown: cannot read the settings of the recycle bin ({bin.Error.ErrorId}). A server in it may be billed."] };
        }

        if (bin.Value?.Takes(target.Instance, families.Wall.GetUtcNow()) != true)
        {
            return preview;
        }

        string hours = bin.Value.RetentionHours?.ToString(CultureInfo.InvariantCulture) ?? "";
        return preview with
        {
            Summary = hours.Length == 0 ? "Move the server to the recycle bin" : $"Move the server to the recycle bin, which keeps it for {hours} hours",
            Costs = ["A server in the recycle bin still counts against the quotas and may be billed."],
            Facts = new Dictionary<string, string>(preview.Facts.ToDictionary(f => f.Key, f => f.Value)) { [HuaweiFact.RetentionHours] = hours },
        };
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
                ? Unknown(EcsRequirementId.SystemDisk, "Cannot read which data disks would be deleted", attached?.Error)
                : null,
            FindLosses(target, dataDisks),
            dataDisks.Select(d => d.Id));
    }

    private static EcsRequirement CheckProtection(StepTarget target) =>
        target.Instance is { DeletionProtection: false, ChargeType: EcsChargeType.Subscription }
            ? Failed(EcsRequirementId.Protection, "A subscription cannot be deleted (Ecs.0513), only canceled.", "Cancel the subscription in the console, or convert it to pay-as-you-go at the end of its term with Set-EcsChargeType -ChargeType PayAsYouGo.")
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
                : "Kept: public IP addresses. They continue to be billed.",
            !target.Options.DeleteDataDisks ? "Kept: data disks. They continue to be billed."
                : dataDisks.Count == 0 ? "Data disks of the server, if there are any."
                : $"Data disks {string.Join(", ", dataDisks.Select(d => $"{d.Name} ({d.Id}, {d.SizeGiB} GiB)"))}.",
        ];
    }
}
