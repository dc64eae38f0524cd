using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>
/// Attaches a disk to a server, or detaches it, the system disk of a stopped server included (docs/contracts/huawei-ecs-lifecycle.md 2.3).
/// </summary>
/// <param name="kind">AttachDisk or DetachDisk.</param>
internal sealed class HuaweiAttachDiskStep(HuaweiClientSet families, HuaweiStepObserver witness, StepKind kind) : ICloudStep
{
    public StepKind Kind => kind;

    private bool Attaches => kind == StepKind.AttachDisk;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        ResourceOrigin origin = await families.Api.GetOriginAsync(cancellation).ConfigureAwait(false);
        LookupResult<IReadOnlyDictionary<string, Volume>> volumes = await LookupResult<IReadOnlyDictionary<string, Volume>>.ReadAsync(
            () => families.Disks.FindAsync([.. targets.Select(t => t.Options.DiskId).OfType<string>()], cancellation)).ConfigureAwait(false);
        Dictionary<string, LookupResult<IReadOnlyList<EcsDisk>>> attached = await LookupResult<IReadOnlyList<EcsDisk>>.ReadEachAsync(
            targets.Select(t => t.Instance.Id), id => families.Disks.GetOfServerAsync(id, cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, origin, Find(t, volumes), attached[t.Instance.Id]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.EachAsync(
        t => Attaches ? families.Disks.AttachAsync(t, cancellation) : families.Disks.DetachAsync(t, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => HuaweiDiskObserver.ObserveAsync(
        families,
        witness,
        sent,
        Attaches ? VolumeChanges.JudgeAttachment : VolumeChanges.JudgeDetachment,
        Attaches ? DiskAttachment.Attaching : DiskAttachment.Detaching,
        Attaches ? "The attachment of the disk" : "The detachment of the disk",
        cancellation,
        ApiService.Compute);

    private static LookupResult<Volume?> Find(StepTarget target, LookupResult<IReadOnlyDictionary<string, Volume>> volumes) =>
        new(volumes.Value?.TryGetValue(target.Options.DiskId ?? "", out Volume? volume) == true ? volume : null, volumes.Error);

    private StepPreview Preview(StepTarget target, ResourceOrigin origin, LookupResult<Volume?> volume, LookupResult<IReadOnlyList<EcsDisk>> attached)
    {
        // Only the server's own list of devices tells which is the system disk.
        EcsDisk? here = attached.Value?.FirstOrDefault(d => d.Id == target.Options.DiskId);
        EcsDisk? shown = volume.Value is { } found ? found.At(target.Instance.Id).ToDisk(origin, here?.IsSystemDisk ?? IsToBeSystemDisk(found, attached)) : null;
        LookupResult<EcsDisk?> disk = new(shown, volume.Error);
        bool isInUse = volume.Value?.Status == "in-use";
        bool isFree = volume.Value?.Status == "available";
        StepPreview preview = Attaches
            ? DiskAttachment.PreviewAttach(target, shown, isInUse, FindDevice(target, volume.Value, attached))
            : DiskAttachment.PreviewDetach(target, shown is null || here is null ? shown : Copy(shown, here.Device), isFree);
        return preview with
        {
            Requirements =
            [
                CheckState(target, shown?.IsSystemDisk == true),
                CommonServerChecks.CheckLock(target),
                CommonServerChecks.CheckBusy(target),
                Attaches
                    ? DiskAttachment.CheckFree(target, disk, isFree || (isInUse && volume.Value!.IsShared), isInUse)
                    : DiskAttachment.CheckAttached(target, disk, isInUse),
                .. target.Options.DeleteWithInstance is not null
                    ? [Failed(EcsRequirementId.Disk, "At this provider, whether a disk is deleted with its server is not chosen when it is attached.", "Omit -DeleteWithInstance, and use Set-EcsDisk afterward.")]
                    : Array.Empty<EcsRequirement>(),
                .. attached.Error is not null ? [Unknown(EcsRequirementId.SystemDisk, "Cannot read which disk the server boots from", attached.Error)] : Array.Empty<EcsRequirement>(),
                .. !Attaches && shown?.IsSystemDisk == true ? [DiskAttachment.CheckEnd(target)] : Array.Empty<EcsRequirement>(),
            ],
        };
    }

    /// <summary>True for a server that is down. One without a system disk is in rescue, or reads like one whose reinstallation has failed.</summary>
    public static bool IsDown(EcsInstance instance) => instance.Status == EcsInstanceStatus.Stopped
        || (instance.Status is EcsInstanceStatus.Rescued or EcsInstanceStatus.ReinstallFailed or EcsInstanceStatus.ChangeOsFailed && instance.ProviderStatus == ServerStatus.Shutoff);

    /// <summary>The device that makes a disk the system disk, by the other disks of the server.</summary>
    public static string FindSystemDevice(IReadOnlyList<EcsDisk> attached) => attached.Any(d => d.Device.StartsWith("/dev/sd", StringComparison.Ordinal)) ? "/dev/sda" : "/dev/vda";

    private static EcsRequirement CheckState(StepTarget target, bool isSystemDisk) => target.Instance.Status switch
    {
        _ when IsDown(target.Instance) => Passed(EcsRequirementId.State, "The server is stopped."),
        EcsInstanceStatus.Running when !isSystemDisk => Passed(EcsRequirementId.State, "The server is running."),
        _ => Failed(
            EcsRequirementId.State,
            $"The server is {StatusText.Of(target.Instance)}; it must be stopped{(isSystemDisk ? " to attach or detach its system disk" : " or running")}.",
            "Specify -StopFirst, or stop the server."),
    };

    // A bootable disk becomes the system disk of a server that has none.
    private static bool IsToBeSystemDisk(Volume volume, LookupResult<IReadOnlyList<EcsDisk>> attached) =>
        volume.IsBootable && attached.Value is { } disks && !disks.Any(d => d.IsSystemDisk);

    private static string? FindDevice(StepTarget target, Volume? volume, LookupResult<IReadOnlyList<EcsDisk>> attached) =>
        target.Options.Device
        ?? (volume is not null && IsToBeSystemDisk(volume, attached)
            ? FindSystemDevice(attached.Value!)
            : null);

    private static EcsDisk Copy(EcsDisk disk, string device) => new()
    {
        Id = disk.Id,
        Name = disk.Name,
        InstanceId = disk.InstanceId,
        InstanceIds = disk.InstanceIds,
        IsSystemDisk = disk.IsSystemDisk,
        SizeGiB = disk.SizeGiB,
        Status = disk.Status,
        Device = device,
    };
}
