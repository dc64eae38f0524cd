using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>
/// Attaches the system disk of a stopped server to another server, where it is a data disk (docs/contracts/huawei-ecs-lifecycle.md 2.3). The
/// operation detaches it before.
/// </summary>
internal sealed class HuaweiStartRescueStep(HuaweiClientSet families, HuaweiStepObserver witness) : ICloudStep
{
    public StepKind Kind => StepKind.StartRescue;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        RescuePreflightData read = await RescuePreflightData.GatherAsync(
            families, targets, FindDisk, (t, _) => t.Options.HelperInstanceId, cancellation).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, read))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => families.Disks.AttachAsync(RescueHelper.At(t), cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => HuaweiDiskObserver.ObserveAsync(
        families,
        witness,
        sent,
        (s, volume) => VolumeChanges.JudgeAttachment(RescueHelper.At(s), volume),
        "Attaching the system disk to the other server",
        "The attachment of the system disk to the other server",
        cancellation,
        ApiService.Compute);

    // Once it is detached, only what the plan saw tells which disk it is.
    private static string? FindDisk(StepTarget target, LookupResult<IReadOnlyList<EcsDisk>> attached) =>
        attached.Value?.FirstOrDefault(d => d.IsSystemDisk)?.Id ?? (target.Before.TryGetValue(StepFactKeys.DiskId, out string? planned) ? planned : null);

    private StepPreview Preview(StepTarget target, RescuePreflightData read)
    {
        Volume? disk = read.FindDisk(target).Value;
        EcsInstance? helper = read.FindHelper(target).Value;
        Dictionary<string, string> facts = new() { [StepFactKeys.Status] = target.Instance.Status.ToString() };
        if (disk is not null && helper is not null)
        {
            facts[StepFactKeys.DiskId] = disk.Id;
            facts[StepFactKeys.HelperId] = helper.Id;
        }

        return new StepPreview
        {
            Summary = $"Attach {(disk is null ? "the system disk" : $"system disk {disk.Name} ({disk.Id})")} to server {helper?.ToString() ?? target.Options.HelperInstanceId ?? "of your choice"}, where it is a data disk.",
            Requirements =
            [
                CheckState(target),
                CommonServerChecks.CheckLock(target),
                CommonServerChecks.CheckBusy(target),
                CheckDisk(target, read),
                CheckHelper(target, read),
                .. target.Options.ImageId is null ? Array.Empty<EcsRequirement>()
                    : [Failed(EcsRequirementId.Image, $"{families.Variant.Name} boots no rescue images.", "Omit -ImageId, and specify another server with -HelperInstance.")],
                .. target.Options.Login.Password is null ? Array.Empty<EcsRequirement>()
                    : [Failed(EcsRequirementId.Login, "The other server keeps its own logins.", "Omit -Password.")],
            ],
            Losses = ["The work of the server, until Stop-EcsRescue brings its system disk back. The data on the disk stays."],
            Facts = facts,
            Other = helper,
        };
    }

    private static EcsRequirement CheckState(StepTarget target) => HuaweiAttachDiskStep.IsDown(target.Instance)
        ? Passed(EcsRequirementId.State, "The server is stopped.")
        : Failed(EcsRequirementId.State, $"The server is {StatusText.Of(target.Instance)}; it must be stopped before its system disk is detached.", "Specify -StopFirst, or stop the server.");

    private static EcsRequirement CheckDisk(StepTarget target, RescuePreflightData read)
    {
        const string Id = EcsRequirementId.SystemDisk;
        LookupResult<IReadOnlyList<EcsDisk>> attached = read.FindAttached(target);
        LookupResult<Volume?> disk = read.FindDisk(target);
        return (attached.Error ?? disk.Error) is { } error ? Unknown(Id, "Cannot read the system disk of the server", error)
            : disk.Value is not { } found ? Failed(Id, "The server has no system disk.", "If the server is in rescue already, run Stop-EcsRescue to end that.")
            : found.Attachments.Count > 1 ? Failed(Id, $"Disk {found.Id} is attached to other servers, too.", "Detach it from the other servers first.")
            : found is { Status: "available" } || (found is { Status: "in-use" } && found.IsAttachedTo(target.Instance.Id))
                ? Passed(Id, $"System disk {found.Name} ({found.Id}) can be detached.")
            : Failed(Id, $"System disk {found.Id} is {found.Status}.", "Wait until the other task is complete.");
    }

    private EcsRequirement CheckHelper(StepTarget target, RescuePreflightData read)
    {
        const string Id = EcsRequirementId.Helper;
        const string Other = "Specify another server with -HelperInstance.";
        LookupResult<EcsInstance?> helper = read.FindHelper(target);
        return target.Options.HelperInstanceId is not { } id ? Failed(
                Id, $"{families.Variant.Name} boots no rescue images: another server has to take the system disk.", "Specify a server of the same zone with -HelperInstance.")
            : string.Equals(id, target.Instance.Id, StringComparison.OrdinalIgnoreCase) ? Failed(Id, "A server cannot be rescued by itself.", Other)
            : helper.Error is not null ? Unknown(Id, $"Cannot read server {id}", helper.Error)
            : helper.Value is not { } found ? Failed(Id, $"Cannot find server {id}.", Other)
            : RescueHelper.FindFlaw(found) is { } flaw ? Failed(Id, flaw, Other)
            : found.Status is not (EcsInstanceStatus.Running or EcsInstanceStatus.Stopped) ? Failed(Id, $"Server {found} is {StatusText.Of(found)}; it must be running or stopped.", Other)
            : !string.Equals(found.Zone, target.Instance.Zone, StringComparison.OrdinalIgnoreCase) ? Failed(
                Id, $"Server {found} is in zone {found.Zone}, and the system disk is in {target.Instance.Zone}.", "Specify a server of the same zone with -HelperInstance.")
            : Passed(Id, $"Server {found} can take the system disk.");
    }
}
