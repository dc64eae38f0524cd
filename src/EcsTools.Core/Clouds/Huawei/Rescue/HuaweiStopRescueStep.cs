using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>
/// Detaches the system disk of a server from the one that has it for a rescue (docs/contracts/huawei-ecs-lifecycle.md 2.3). The operation
/// attaches it to its own server afterwards.
/// </summary>
internal sealed class HuaweiStopRescueStep(HuaweiClientSet families, HuaweiStepObserver witness) : ICloudStep
{
    public StepKind Kind => StepKind.StopRescue;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        RescuePreflightData read = await RescuePreflightData.GatherAsync(
            families, targets, (t, _) => t.Options.DiskId, (_, disk) => disk?.ServerId, cancellation).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, read))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.EachAsync(
        t => RescueHelper.IsKnown(t) ? families.Disks.DetachAsync(RescueHelper.At(t), cancellation) : Task.FromResult(new StepHandle()), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => HuaweiDiskObserver.ObserveAsync(
        families,
        witness,
        sent,
        (s, volume) => VolumeChanges.JudgeDetachment(RescueHelper.At(s), volume),
        "Detaching the system disk from the other server",
        "The detachment of the system disk from the other server",
        cancellation,
        ApiService.Compute);

    private static StepPreview Preview(StepTarget target, RescuePreflightData read)
    {
        EcsDisk? own = read.FindAttached(target).Value?.FirstOrDefault(d => d.IsSystemDisk);
        Volume? disk = read.FindDisk(target).Value;
        EcsInstance? helper = read.FindHelper(target).Value;
        Dictionary<string, string> facts = new() { [StepFactKeys.Status] = target.Instance.Status.ToString() };
        if (disk is not null)
        {
            facts[StepFactKeys.DiskId] = disk.Id;
            facts[StepFactKeys.Device] = HuaweiAttachDiskStep.FindSystemDevice(read.FindAttached(target).Value ?? []);
            facts[StepFactKeys.HelperId] = disk.ServerId ?? "";
        }

        return new StepPreview
        {
            AlreadyDone = own is null || (disk is not null && own.Id != disk.Id) ? null : $"The server has its system disk ({own.Id}) and is not in rescue.",
            Summary = disk is { ServerId: null } ? $"Use disk {disk.Name} ({disk.Id}), which is not attached to any server."
                : $"Detach {(disk is null ? "the system disk" : $"disk {disk.Name} ({disk.Id})")} from server {helper?.ToString() ?? disk?.ServerId ?? "that has it"}.",
            Requirements =
            [
                HuaweiAttachDiskStep.IsDown(target.Instance)
                    ? Passed(EcsRequirementId.State, "The server is stopped.")
                    : Failed(EcsRequirementId.State, $"The server is {StatusText.Of(target.Instance)}; it must be stopped to attach its system disk.", "Stop the server first."),
                CommonServerChecks.CheckLock(target),
                CommonServerChecks.CheckBusy(target),
                CheckDisk(target, read),
                .. own is not null && disk is not null && own.Id != disk.Id
                    ? [Failed(EcsRequirementId.SystemDisk, $"The server has another system disk ({own.Id}).", "Detach that one first with Dismount-EcsDisk.")]
                    : Array.Empty<EcsRequirement>(),
                .. read.FindAttached(target).Error is { } error
                    ? [Unknown(EcsRequirementId.SystemDisk, "Cannot read which disk the server boots from", error)]
                    : Array.Empty<EcsRequirement>(),
                CheckHelper(read.FindHelper(target), disk?.ServerId),
            ],
            Losses = disk?.ServerId is null ? [] : ["The other server's access to the disk. The data on the disk stays."],
            Facts = facts,
            Other = helper,
        };
    }

    private static EcsRequirement CheckDisk(StepTarget target, RescuePreflightData read)
    {
        const string Id = EcsRequirementId.Disk;
        LookupResult<Volume?> disk = read.FindDisk(target);
        return target.Options.DiskId is not { } id ? Failed(
                Id, "Cannot tell which disk is the server's own: the journal on this machine contains no rescue of it.", "Run Get-EcsDisk to find the disk, and specify it with -DiskId.")
            : disk.Error is not null ? Unknown(Id, $"Cannot read disk {id}", disk.Error)
            : disk.Value is not { } found ? Failed(Id, $"Cannot find disk {id}.", "Run Get-EcsDisk to list the disks.")
            : !found.IsBootable ? Failed(Id, $"No server boots from disk {id}.", "Specify the server's system disk with -DiskId.")
            : found.Attachments.Count > 1 ? Failed(Id, $"Disk {id} is attached to several servers.", "Detach it from them first with Dismount-EcsDisk.")
            : found.Status is not ("in-use" or "available") ? Failed(Id, $"Disk {id} is {found.Status}.", "Wait until the other task is complete.")
            : found is { Status: "available", Zone: { Length: > 0 } zone } && !string.Equals(zone, target.Instance.Zone, StringComparison.OrdinalIgnoreCase)
                ? Failed(Id, $"Disk {id} is in zone {zone}, and the server is in {target.Instance.Zone}.", "Specify the server's system disk with -DiskId.")
            : Passed(Id, $"Disk {found.Name} ({id}) can be attached to the server.");
    }

    private static EcsRequirement CheckHelper(LookupResult<EcsInstance?> helper, string? id)
    {
        const string Id = EcsRequirementId.Helper;
        return id is null ? Passed(Id, "No server has the disk.")
            : helper.Error is not null ? Unknown(Id, $"Cannot read server {id}", helper.Error)
            : helper.Value is not { } found ? Failed(Id, $"Cannot find server {id}, to which the disk is attached.", "Wait until the disk is detached.")
            : RescueHelper.FindFlaw(found) is { } flaw ? Failed(Id, flaw, "Resolve that first.")
            : found.Status == EcsInstanceStatus.Running ? Warned(Id, $"Unmount the disk in the guest of server {found} before you continue: what is not written yet would be lost.")
            : found.Status == EcsInstanceStatus.Stopped ? Passed(Id, $"Server {found} is stopped.")
            : Failed(Id, $"Server {found} is {StatusText.Of(found)}; it must be running or stopped.", "Wait until it is.");
    }
}
