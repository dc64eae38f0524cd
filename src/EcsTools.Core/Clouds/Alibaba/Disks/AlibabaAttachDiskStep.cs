using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Attaches a data disk to a server, or detaches it (docs/contracts/alibaba-ecs-lifecycle.md 2.4).</summary>
internal sealed class AlibabaAttachDiskStep : ICloudStep
{
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaDisksClient _disks;
    private readonly TimeProvider _wall;

    /// <param name="kind">AttachDisk or DetachDisk.</param>
    public AlibabaAttachDiskStep(AlibabaApi api, AlibabaDisksClient disks, StepKind kind)
    {
        _writer = new AlibabaMutationClient(api);
        _disks = disks;
        _wall = api.Connection.Wall;
        Kind = kind;
    }

    public StepKind Kind { get; }

    private bool Attaches => Kind == StepKind.AttachDisk;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        LookupResult<IReadOnlyDictionary<string, EcsDisk>> disks = await LookupResult<IReadOnlyDictionary<string, EcsDisk>>.ReadAsync(
            () => _disks.FindByIdAsync(targets.Select(t => t.Options.DiskId).OfType<string>(), cancellation)).ConfigureAwait(false);
        return
        [
            .. targets.Select(t => Preview(t, new LookupResult<EcsDisk?>(
                disks.Value?.TryGetValue(t.Options.DiskId ?? "", out EcsDisk? disk) == true ? disk : null, disks.Error))),
        ];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        _disks.ObserveAsync(sent, Attaches ? JudgeAttached : JudgeDetached, cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        string disk = AlibabaChecks.Planned(target, StepFactKeys.DiskId);
        AlibabaParameters parameters = new AlibabaParameters().Add("InstanceId", target.Instance.Id).Add("DiskId", disk);
        if (Attaches)
        {
            // Left out, it is false for a disk that is attached, whatever it was before.
            parameters.Add("DeleteWithInstance", target.Options.DeleteWithInstance);
        }

        try
        {
            JObject answer = await _writer.SendAsync(
                Attaches ? "AttachDisk" : "DetachDisk", parameters, RequestIdempotency.NonIdempotent, target, () => IsAsPlannedAsync(target, disk, cancellation), cancellation).ConfigureAwait(false);
            return new StepHandle { RequestId = answer.Text("RequestId") };
        }
        catch (EcsException error) when (!Attaches && error.CloudCode is "InvalidDisk.AlreadyDetached" or "InvalidOperation.DiskDetachingFromThisEcs")
        {
            // Done, or on its way.
            return new StepHandle { RequestId = error.RequestId };
        }
    }

    private async Task<bool> IsAsPlannedAsync(StepTarget target, string id, CancellationToken cancellation) =>
        (await _disks.FindByIdAsync([id], cancellation).ConfigureAwait(false)).TryGetValue(id, out EcsDisk? disk)
        && (Attaches ? IsFree(disk) : DiskAttachment.IsAttachedTo(disk, target.Instance.Id) && AlibabaDiskPreflightContext.IsInUse(disk));

    private StepPreview Preview(StepTarget target, LookupResult<EcsDisk?> disk)
    {
        bool isInUse = disk.Value is { } used && AlibabaDiskPreflightContext.IsInUse(used);
        bool isFree = disk.Value is { } free && IsFree(free);
        StepPreview preview = Attaches
            ? DiskAttachment.PreviewAttach(target, disk.Value, isInUse, device: null)
            : DiskAttachment.PreviewDetach(target, disk.Value, isFree);
        return preview with
        {
            Requirements =
            [
                AlibabaChecks.AtRest(target.Instance),
                AlibabaLocks.Check(ServerAction.Disk, target.Instance, [], _wall.GetUtcNow()),
                Attaches ? DiskAttachment.CheckFree(target, disk, isFree, isInUse) : DiskAttachment.CheckAttached(target, disk, isInUse),
                .. disk.Value?.IsSystemDisk == true
                    ? [DiskAttachment.RefuseSystemDisk("The disk is a system disk, and EcsTools attaches and detaches data disks only at Alibaba Cloud.", "Use the provider's console.")]
                    : Array.Empty<EcsRequirement>(),
                .. target.Options.Device is null ? Array.Empty<EcsRequirement>()
                    : [Requirement.Failed(EcsRequirementId.Disk, "At Alibaba Cloud the device cannot be chosen.", "Omit -Device.")],
            ],
        };
    }

    private static bool IsFree(EcsDisk disk) => string.Equals(disk.Status, "Available", StringComparison.OrdinalIgnoreCase);

    private static StepObservation JudgeAttached(SentStep sent, EcsDisk disk) => Judge(
        sent, disk, DiskAttachment.Attaching, DiskAttachment.IsAttachedTo(disk, sent.Target.Instance.Id) && AlibabaDiskPreflightContext.IsInUse(disk));

    private static StepObservation JudgeDetached(SentStep sent, EcsDisk disk) => Judge(
        sent, disk, DiskAttachment.Detaching, IsFree(disk));

    private static StepObservation Judge(SentStep sent, EcsDisk disk, string activity, bool isDone)
    {
        bool isAtRest = AlibabaDiskPreflightContext.IsInUse(disk) || IsFree(disk);
        bool hasWorked = sent.SawWork;
        sent.SawWork |= !isAtRest;
        return isDone ? new StepObservation(ObservedState.TookEffect)
            : !isAtRest ? StepObservation.Pending(activity, null)
            : hasWorked ? AlibabaChecks.Failed(sent.Target, null, EcsErrorId.OperationFailed, $"Disk {disk.Id} was not attached or detached: it is {disk.Status}.")
            : sent.Handle is null ? new StepObservation(ObservedState.Unknown)
            : StepObservation.Pending(activity, null);
    }
}
