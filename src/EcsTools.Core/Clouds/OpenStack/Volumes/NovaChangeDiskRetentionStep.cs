using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Decides whether a volume is deleted with its server, which compute API 2.85 does (docs/contracts/openstack-lifecycle.md 2).</summary>
internal sealed class NovaChangeDiskRetentionStep(OpenStackClientSet families) : ICloudStep
{
    private const int ChangesRetention = 85;

    public StepKind Kind => StepKind.ChangeDiskRetention;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        int version = await families.Client.GetComputeVersionAsync(cancellation).ConfigureAwait(false);
        Dictionary<string, LookupResult<IReadOnlyList<EcsDisk>>> disks = await LookupResult<IReadOnlyList<EcsDisk>>.ReadEachAsync(
            targets.Select(t => t.Instance.Id), id => families.Disks.GetOfServerAsync(id, cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, disks[t.Instance.Id], version))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.EachAsync(
        t => families.Servers.SetDiskRetentionAsync(t.Instance.Id, VolumeChanges.RequireDisk(t), t.Options.DeleteWithInstance == true, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => sent.EachAsync(
        async s =>
        {
            IReadOnlyList<EcsDisk> disks = await families.Disks.GetOfServerAsync(s.Target.Instance.Id, cancellation).ConfigureAwait(false);
            string id = VolumeChanges.RequireDisk(s.Target);
            return DiskRetention.Judge(s, disks.FirstOrDefault(d => d.Id == id)?.DeleteWithInstance);
        },
        cancellation);

    private static StepPreview Preview(StepTarget target, LookupResult<IReadOnlyList<EcsDisk>> disks, int version)
    {
        EcsDisk? disk = disks.Value?.FirstOrDefault(d => target.Options.DiskId is { } id ? d.Id == id : d.IsSystemDisk);
        StepPreview preview = DiskRetention.Preview(target, disk);
        return preview with
        {
            Requirements = [CommonServerChecks.CheckLock(target), CommonServerChecks.CheckBusy(target), CheckDisk(target, disk, disks.Error, version)],
            Facts = disk is null ? preview.Facts : VolumeChanges.WithDisk(preview.Facts, disk.Id),
        };
    }

    private static EcsRequirement CheckDisk(StepTarget target, EcsDisk? disk, EcsException? denied, int version) =>
        denied is not null ? Unknown(EcsRequirementId.Disk, "Cannot read the disks of the server", denied)
        : disk is null ? Failed(EcsRequirementId.Disk, $"The disk {target.Options.DiskId ?? "that the server boots from"} is not attached to this server.", "Run Get-EcsDisk to list its disks.")
        : disk.Id == NovaServerReader.LocalDiskOf(target.Instance.Id)
            ? Failed(EcsRequirementId.Disk, "The disk is on the server's host, and is always deleted with the server.", "Create an image of the server to keep its content: New-EcsImage.")
        : version < ChangesRetention
            ? Failed(EcsRequirementId.Disk, $"This cloud does not change the retention of a volume (compute API 2.{ChangesRetention} is needed, and it has 2.{version}).", "Detach the volume before you delete the server.")
        : Passed(EcsRequirementId.Disk, $"Disk {disk.Id} is attached.");
}
