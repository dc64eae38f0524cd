using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Model;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Releases a server for good.</summary>
internal sealed class NovaReleaseStep : ICloudStep
{
    private readonly OpenStackClientSet _families;

    public NovaReleaseStep(OpenStackClientSet families) => _families = families;

    public StepKind Kind => StepKind.Release;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        if (targets.Any(t => t.Options.DeletePublicIp || t.Options.DeleteDataDisks || t.Options.TerminateSubscription))
        {
            throw new EcsException(EcsErrorId.NotSupported, "OpenStack's release takes no choice: floating addresses always stay, and of the volumes those go that were attached to go with the server.")
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Leave out -DeletePublicIp, -DeleteDataDisks and -TerminateSubscription; the plan tells which volumes go.",
            };
        }

        Dictionary<string, LookupResult<IReadOnlyList<EcsDisk>>> disks = await LookupResult<IReadOnlyList<EcsDisk>>.ReadEachAsync(
            targets.Select(t => t.Instance.Id), id => _families.Disks.GetOfServerAsync(id, cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, disks[t.Instance.Id]))];
    }

    public IReadOnlyList<Task<StepReceipt>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        ApiReply reply = await _families.Servers.DeleteAsync(target.Instance.Id, cancellation).ConfigureAwait(false);
        return reply.ToReceipt();
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => _families.Witness.ObserveAsync(
        sent,
        (s, now) => now is null || ServerStatus.Is(now, "SOFT_DELETED") || ServerStatus.Is(now, "DELETED")
            ? Task.FromResult(new StepObservation(ObservedState.TookEffect))
            : _families.Witness.JudgeAsync(s, now, "delete", "The release", "Releasing", _ => false, cancellation),
        cancellation);

    private static StepPreview Preview(StepTarget target, LookupResult<IReadOnlyList<EcsDisk>> disks)
    {
        EcsInstance instance = target.Instance;
        EcsDisk[] volumes = [.. (disks.Value ?? []).Where(d => d.Id != NovaServerReader.LocalDiskOf(instance.Id)).OrderBy(d => d.Id, System.StringComparer.Ordinal)];
        EcsDisk[] going = [.. volumes.Where(v => v.DeleteWithInstance == true)];
        List<EcsRequirement> requirements =
        [
            CommonServerChecks.CheckRelease(target),
            CommonServerChecks.CheckBusy(target),
            CommonServerChecks.CheckLock(target),
            instance.DeletionProtection
                ? Failed(EcsRequirementId.Protection, "The server is locked against every change.", "Unlock it with Set-EcsInstance -DeletionProtection $false.")
                : Passed(EcsRequirementId.Protection, "The server is not protected."),
        ];
        if (disks.Value is null)
        {
            requirements.Add(Unknown(EcsRequirementId.SystemDisk, "Which volumes would go with the server could not be read", disks.Error));
        }

        return new StepPreview
        {
            Summary = "Release the server for good",
            Requirements = requirements,
            Losses =
            [
                $"The server{(NovaServerReader.IsVolumeBacked(instance) ? "" : ", its system disk and all data on it")}, and its fixed addresses.",
                .. going.Select(v => $"Volume {v} ({v.SizeGiB} GiB) and all data on it: it was attached to go with the server."),
                .. volumes.Length > going.Length ? ["Nothing of its other volumes: they stay."] : System.Array.Empty<string>(),
            ],
            Facts = new Dictionary<string, string>
            {
                [StepFactKeys.SystemDiskId] = instance.SystemDiskId ?? "",
                [ApiFact.DataDiskIds] = string.Join(",", going.Select(v => v.Id)),
                [StepFactKeys.Status] = instance.Status.ToString(),
            },
        };
    }
}
