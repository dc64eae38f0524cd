using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Makes a snapshot of one disk of a server with CreateSnapshot (docs/contracts/alibaba-ecs.md 3.17).</summary>
internal sealed class AlibabaCreateSnapshotStep : ICloudStep
{
    private const string Activity = "Creating the snapshot";
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaDiskPrefetcher _gatherer;
    private readonly AlibabaSnapshotsClient _snapshots;
    private readonly TimeProvider _wall;

    public AlibabaCreateSnapshotStep(AlibabaApi api, AlibabaDiskPrefetcher gatherer, AlibabaSnapshotsClient snapshots)
    {
        _writer = new AlibabaMutationClient(api);
        _gatherer = gatherer;
        _snapshots = snapshots;
        _wall = api.Connection.Wall;
    }

    public StepKind Kind => StepKind.CreateSnapshot;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        [.. (await _gatherer.GatherAsync(targets, t => t.Options.DiskId, concernsAll: false, cancellation).ConfigureAwait(false)).Select(Preview)];

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        string disk = AlibabaChecks.Planned(target, StepFactKeys.DiskId);
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("DiskId", disk)
            .Add("SnapshotName", Name(target))
            .Add("Description", BackupNaming.Describe(target))
            .AddPairs("Tag", [Mark(target)]);
        JObject answer = await _writer.SendWithTokenAsync(
            "CreateSnapshot",
            parameters,
            target,
            () => _gatherer.IsInUseAsync(target.Instance.Id, disk, cancellation),
            cancellation).ConfigureAwait(false);
        Dictionary<string, string> facts = answer.Text("SnapshotId") is { } id ? new() { [StepFactKeys.SnapshotId] = id } : [];
        return new StepHandle { RequestId = answer.Text("RequestId"), Facts = facts };
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => sent.WithAsync(
        _snapshots.FindAsync(sent.Select(s => s.Receive(StepFactKeys.SnapshotId)).OfType<string>(), cancellation),
        async (s, found) => Judge(s, await FindAsync(s, found, cancellation).ConfigureAwait(false)),
        cancellation);

    private static StepObservation Judge(SentStep sent, EcsSnapshot? snapshot)
    {
        if (snapshot is null)
        {
            return sent.Handle is null ? new StepObservation(ObservedState.Unknown) : AlibabaChecks.Pending(null, Activity);
        }

        Dictionary<string, string> facts = new() { [StepFactKeys.SnapshotId] = snapshot.Id, [StepFactKeys.SourceDiskId] = snapshot.DiskId };
        return snapshot.Status.ToLowerInvariant() switch
        {
            AlibabaSnapshotsClient.Accomplished => new StepObservation(ObservedState.TookEffect) { Facts = facts },
            AlibabaSnapshotsClient.Failed => Failed(sent.Target, snapshot.Id) with { Facts = facts },
            _ => AlibabaChecks.Pending(null, Activity) with { Percent = snapshot.Percent, Facts = facts },
        };
    }

    private static StepObservation Failed(StepTarget target, string id) => AlibabaChecks.Failed(
        target, null, EcsErrorId.OperationFailed, $"The snapshot {id} of {target.Instance} failed. Do not stop or restart the server while a snapshot is created.");

    // Where the answer that named it was lost, its own mark of the operation tells.
    private async Task<EcsSnapshot?> FindAsync(SentStep sent, IReadOnlyDictionary<string, EcsSnapshot> found, CancellationToken cancellation) =>
        sent.Receive(StepFactKeys.SnapshotId) is { } id ? found.TryGetValue(id, out EcsSnapshot? known) ? known : null
        : sent.Target.OperationId.Length > 0 && AlibabaChecks.Before(sent.Target, StepFactKeys.DiskId) is { } disk
            ? await _snapshots.FindByTagAsync(disk, Mark(sent.Target), cancellation).ConfigureAwait(false)
        : null;

    private StepPreview Preview(AlibabaDiskPreflightContext subject)
    {
        EcsInstance instance = subject.Target.Instance;
        string disk = subject.Disk is { Disk: { } found } ? $"{(found.IsSystemDisk ? "system disk" : "disk")} {found.Id} ({found.SizeGiB} GiB)" : "the disk";
        return new StepPreview
        {
            Summary = $"Create a snapshot of {disk}. Do not start, stop, or restart the server until it is complete.",
            Requirements = [AlibabaChecks.AtRest(instance), subject.CheckLock(ServerAction.Snapshot, _wall.GetUtcNow()), subject.CheckBusy(), subject.CheckDisk(), CheckName(subject.Target)],
            Costs = ["The snapshot is billed until you delete it."],
            Facts = subject.Facts(),
        };
    }

    private static EcsRequirement CheckName(StepTarget target) => target.Options.NewName is not { } name || IsGood(name)
        ? Requirement.Passed(EcsRequirementId.Backup, "The snapshot's name is valid.")
        : Requirement.Failed(
            EcsRequirementId.Backup, "A snapshot's name has 2 to 128 characters, begins with a letter and not with 'auto'.", "Specify another name with -SnapshotName.");

    // Made of the server's name, which may begin with anything.
    private string Name(StepTarget target)
    {
        string name = BackupNaming.Find(target, _wall.GetUtcNow());
        return target.Options.NewName is null && !IsGood(name) ? "snapshot-" + name : name;
    }

    private static bool IsGood(string name) => name.Length is >= 2 and <= BackupNaming.Longest
        && char.IsLetter(name[0])
        && !name.StartsWith("auto", StringComparison.OrdinalIgnoreCase);

    private static KeyValuePair<string, string?> Mark(StepTarget target) => new(BackupNaming.OperationTag, target.OperationId);
}
