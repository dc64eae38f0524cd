using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Decides with ModifyDiskAttribute whether a disk is deleted with its server (docs/contracts/alibaba-ecs-lifecycle.md 2.3).</summary>
internal sealed class AlibabaChangeDiskRetentionStep : ICloudStep
{
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaDiskPrefetcher _gatherer;
    private readonly AlibabaDisksClient _disks;
    private readonly TimeProvider _wall;

    public AlibabaChangeDiskRetentionStep(AlibabaApi api, AlibabaDiskPrefetcher gatherer, AlibabaDisksClient disks)
    {
        _writer = new AlibabaMutationClient(api);
        _gatherer = gatherer;
        _disks = disks;
        _wall = api.Connection.Wall;
    }

    public StepKind Kind => StepKind.ChangeDiskRetention;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        [.. (await _gatherer.GatherAsync(targets, t => t.Options.DiskId, concernsAll: false, cancellation).ConfigureAwait(false)).Select(Preview)];

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        string disk = AlibabaChecks.Planned(target, StepFactKeys.DiskId);
        AlibabaParameters parameters = new AlibabaParameters().Add("DiskId", disk).Add("DeleteWithInstance", target.Options.DeleteWithInstance);

        // Said twice, it means the same.
        JObject answer = await _writer.SendAsync(
            "ModifyDiskAttribute",
            parameters,
            RequestIdempotency.Idempotent,
            target,
            () => _gatherer.IsInUseAsync(target.Instance.Id, disk, cancellation),
            cancellation).ConfigureAwait(false);
        return new StepHandle { RequestId = answer.Text("RequestId") };
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        _disks.ObserveAsync(sent, Judge, cancellation);

    private static StepObservation Judge(SentStep sent, EcsDisk disk) => DiskRetention.Judge(sent, disk.DeleteWithInstance);

    private StepPreview Preview(AlibabaDiskPreflightContext subject)
    {
        StepPreview preview = DiskRetention.Preview(subject.Target, subject.Disk?.Disk);
        return preview with
        {
            Requirements = [subject.CheckLock(ServerAction.Disk, _wall.GetUtcNow()), CheckDisk(subject)],
            Facts = subject.Facts(preview.Facts),
        };
    }

    private static EcsRequirement CheckDisk(AlibabaDiskPreflightContext subject) =>
        subject.Target.Options.DeleteWithInstance == false && subject.Disk?.Disk is { } disk && IsBoundToServer(disk.Category)
            ? Requirement.Failed(EcsRequirementId.Disk, $"A disk of category {disk.Category} is always deleted with its server.", "Copy the data to another disk before you delete the server.")
            : subject.CheckOwnDisk();

    private static bool IsBoundToServer(string category) =>
        category.StartsWith("local_", StringComparison.OrdinalIgnoreCase)
        || category.StartsWith("elastic_ephemeral_disk_", StringComparison.OrdinalIgnoreCase)
        || category.StartsWith("ephemeral", StringComparison.OrdinalIgnoreCase);
}
