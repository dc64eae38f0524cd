using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Releases a server for good.</summary>
internal sealed class NovaReleaseStep(OpenStackClientSet families) : ICloudStep
{
    public StepKind Kind => StepKind.Release;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        if (targets.Any(t => t.Options.DeletePublicIp || t.Options.DeleteDataDisks || t.Options.TerminateSubscription))
        {
            throw StepErrors.NotSupported(
                "OpenStack does not let a request choose: floating IP addresses are kept, and only the volumes attached with 'delete on termination' are deleted.",
                "Omit -DeletePublicIp, -DeleteDataDisks and -TerminateSubscription; the plan shows which volumes are deleted.");
        }

        Dictionary<string, LookupResult<IReadOnlyList<EcsDisk>>> disks = await LookupResult<IReadOnlyList<EcsDisk>>.ReadEachAsync(
            targets.Select(t => t.Instance.Id), id => families.Disks.GetOfServerAsync(id, cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, disks[t.Instance.Id]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => families.Servers.DeleteAsync(t.Instance.Id, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => families.Witness.ObserveAsync(
        sent,
        (s, now) => now is null || ServerStatus.Is(now, ServerStatus.Deleted) ? Task.FromResult(new StepObservation(ObservedState.TookEffect))
            : ServerStatus.Is(now, ServerStatus.SoftDeleted) ? Task.FromResult(new StepObservation(ObservedState.TookEffect)
            {
                Warning = $"{s.Target.Instance} is kept for a while before it is deleted permanently. Until then, it counts against the quotas and may be billed.",
            })
            : families.Witness.JudgeAsync(s, now, "delete", "The release", "Releasing", _ => false, cancellation),
        cancellation);

    private static StepPreview Preview(StepTarget target, LookupResult<IReadOnlyList<EcsDisk>> disks)
    {
        EcsInstance instance = target.Instance;
        EcsDisk[] volumes = [.. (disks.Value ?? []).Where(d => d.Id != NovaServerReader.LocalDiskOf(instance.Id)).OrderBy(d => d.Id, System.StringComparer.Ordinal)];
        EcsDisk[] going = [.. volumes.Where(v => v.DeleteWithInstance == true)];
        return ReleaseSteps.Preview(
            target,
            ReleaseSteps.CheckProtection(target, "every change"),
            disks.Value is null ? Unknown(EcsRequirementId.SystemDisk, "Cannot read which volumes would be deleted with the server", disks.Error) : null,
            [
                $"The server{(NovaServerReader.IsVolumeBacked(instance) ? "" : ", its system disk and all data on it")}, and its fixed addresses.",
                .. going.Select(v => $"Volume {v} ({v.SizeGiB} GiB) and all data on it: it is deleted with the server."),
                .. volumes.Length > going.Length ? ["Kept: its other volumes."] : System.Array.Empty<string>(),
            ],
            going.Select(v => v.Id));
    }
}
