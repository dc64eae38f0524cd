namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Looks up what the checks need, each thing once for all servers, and puts the step into words.</summary>
internal sealed class AlibabaRebuildPreviewer
{
    private static readonly TimeSpan ReInitTime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ReplaceTime = TimeSpan.FromMinutes(10);
    private readonly AlibabaApi _api;
    private readonly AlibabaInstancesClient _instances;
    private readonly AlibabaDisksClient _disks;
    private readonly AlibabaImagesClient _images;
    private readonly AlibabaKeyPairsClient _keyPairs;
    private readonly AlibabaSnapshotsClient _snapshots;
    private readonly AlibabaSnapshotPolicies _policies;
    private readonly TimeProvider _wall;

    public AlibabaRebuildPreviewer(AlibabaApi api, AlibabaInstancesClient instances, AlibabaDisksClient disks)
    {
        _api = api;
        _instances = instances;
        _disks = disks;
        _images = new AlibabaImagesClient(api);
        _keyPairs = new AlibabaKeyPairsClient(api);
        _snapshots = new AlibabaSnapshotsClient(api);
        _policies = new AlibabaSnapshotPolicies(api);
        _wall = api.Connection.Wall;
    }

    /// <summary>Previews the step.</summary>
    /// <returns>A preview for each, in the order given.</returns>
    /// <exception cref="EcsException">Servers or disks could not be read; <see cref="EcsErrorId.NotSupported"/> if user data is to be given
    /// (docs/contracts/alibaba-ecs.md 3.14 and 3.15 have no field for it).</exception>
    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        if (targets.Any(t => t.Options.UserData is not null))
        {
            throw StepErrors.NotSupported(
                "Alibaba Cloud accepts no user data when it re-initializes or replaces a system disk.",
                "Omit -UserData, and run its content with Invoke-EcsCommand when the server is running.");
        }

        string[] ids = [.. targets.Select(t => t.Instance.Id).Distinct(StringComparer.Ordinal)];
        LookupResult<IReadOnlyDictionary<string, AlibabaDisk>> disks = await LookupResult<IReadOnlyDictionary<string, AlibabaDisk>>.ReadAsync(
            () => _disks.FindSystemDisksAsync(ids, cancellation)).ConfigureAwait(false);
        AlibabaRebuildPreflightContext[] subjects =
        [
            .. targets.Select(t => new AlibabaRebuildPreflightContext(t, disks.Value is { } read && read.TryGetValue(t.Instance.Id, out AlibabaDisk? disk) ? disk : null)
            {
                DiskError = disks.Error,
            }),
        ];
        string[] diskIds = [.. subjects.Select(s => s.Disk?.Disk.Id).OfType<string>()];
        LookupResult<ILookup<string, string>> snapshots = await LookupResult<ILookup<string, string>>.ReadAsync(
            () => _snapshots.FindUnderWayAsync(diskIds, cancellation)).ConfigureAwait(false);
        Dictionary<(string Id, string? Size), LookupResult<EcsImage?>> images = await LookupResult<EcsImage?>.ReadEachAsync(
            subjects.Where(s => s.ImageId.Length > 0).Select(ImageKey),
            key => _images.FindAsync(key.Id, key.Size, cancellation),
            AlibabaFanOut.Degree).ConfigureAwait(false);
        Dictionary<string, LookupResult<bool>> keyPairs = await LookupResult<bool>.ReadEachAsync(
            subjects.Select(s => AlibabaRebuildPreflightContext.KeyPairOf(s.Target)).OfType<string>(),
            name => _keyPairs.ExistsAsync(name, cancellation),
            AlibabaFanOut.Degree).ConfigureAwait(false);
        IReadOnlyList<string>[] policies = await subjects.ForEachAsync(
            s => s.Disk is { } disk && AlibabaRebuildPreflightContext.IsSwitch(s.Options) ? _policies.FindAsync(disk, cancellation) : Task.FromResult<IReadOnlyList<string>>([]),
            cancellation).ConfigureAwait(false);
        bool encryptsByDefault = Array.Exists(subjects, NeedsDefault) && await AlibabaEncryption.ReadDefaultAsync(_api, cancellation).ConfigureAwait(false);
        return [.. subjects.Select((s, i) => Describe(s with
        {
            EncryptsByDefault = encryptsByDefault && NeedsDefault(s),
            Policies = policies[i],
            Snapshots = new(snapshots.Value is { } found && s.Disk is { } disk ? [.. found[disk.Disk.Id]] : [], snapshots.Error),
            Image = images.TryGetValue(ImageKey(s), out LookupResult<EcsImage?>? image) ? image : LookupResult<EcsImage?>.None,
            KeyPair = AlibabaRebuildPreflightContext.KeyPairOf(s.Target) is { } name && keyPairs.TryGetValue(name, out LookupResult<bool>? keyPair) ? keyPair : LookupResult<bool>.None,
            HasLocalDisks = _instances.HasLocalDisks(s.Instance.Size),
        }))];
    }

    // An encrypted disk is asked for anyway.
    private static bool NeedsDefault(AlibabaRebuildPreflightContext subject) =>
        AlibabaRebuildPreflightContext.IsSwitch(subject.Options) && subject.Disk?.Disk.IsEncrypted == false;

    // Whether an image fits depends on the size only where another image is chosen.
    private static (string Id, string? Size) ImageKey(AlibabaRebuildPreflightContext subject) =>
        (subject.ImageId, AlibabaRebuildPreflightContext.IsSwitch(subject.Options) ? subject.Instance.Size : null);

    private StepPreview Describe(AlibabaRebuildPreflightContext subject)
    {
        bool isSwitch = AlibabaRebuildPreflightContext.IsSwitch(subject.Options);
        string disk = subject.Disk is { Disk: { } found } ? $"system disk {found.Id} ({found.SizeGiB} GiB)" : "the system disk";
        string encrypted = subject.Encryption is not { IsRequired: true } encryption ? "" : encryption.KeyId is { } key ? $", encrypted with key {key}," : ", encrypted,";
        string image = subject.ImageId.Length > 0 ? $"image {subject.ImageId}" : "its image";
        string start = subject.Options.EndState == EcsEndState.Running ? ", and start the server" : "";
        return new StepPreview
        {
            Summary = isSwitch
                ? $"Replace {disk} of {subject.Instance} by a new one of {subject.NewSizeGiB} GiB{encrypted} from {image} (login: {subject.DescribeLogin()}){start}."
                : $"Re-initialize {disk} of {subject.Instance} from {image} (login: {subject.DescribeLogin()}){start}.",
            Requirements = AlibabaRebuildChecks.Check(subject, _wall.GetUtcNow()),
            Losses = [.. isSwitch ? ReplaceLosses(subject, disk) : ReInitLosses(disk), .. subject.Encryption.Losses(), .. SecurityLosses(subject)],
            FollowUps = [.. subject.Policies.Select(
                p => $"Apply the automatic snapshot policy {p} to the new system disk, as it is applied to the current one. If that fails, the disk is replaced anyway.")],
            Costs = isSwitch && subject.Disk is { } old && subject.NewSizeGiB > old.Disk.SizeGiB
                ? [$"The system disk grows from {old.Disk.SizeGiB} to {subject.NewSizeGiB} GiB; the difference is billed."]
                : [],
            ExpectedDowntime = isSwitch ? ReplaceTime : ReInitTime,
            Facts = subject.Facts(),
        };
    }

    private static IEnumerable<string> SecurityLosses(AlibabaRebuildPreflightContext subject)
    {
        if (subject.SecurityEnhancement is null)
        {
            yield return "The Security Center agent, if the system has one: the provider installs it only from its public images.";
        }
    }

    private static IEnumerable<string> ReInitLosses(string disk) =>
    [
        $"All data on {disk}.",
        "OS configuration: SSH host keys, user accounts, data disk mounts.",
        "Kept: data disks.",
    ];

    private static IEnumerable<string> ReplaceLosses(AlibabaRebuildPreflightContext subject, string disk)
    {
        yield return $"All data on {disk}. The disk itself is deleted.";
        yield return "Its snapshots cannot be restored to the new disk.";
        if (subject.Disk is { HasPolicies: true } && subject.Policies.Count == 0)
        {
            yield return "The automatic snapshot policy, which could not be read. Apply it to the new disk yourself.";
        }

        if (subject.Disk is { } found)
        {
            yield return found.DescribeSnapshots();
            foreach (string setting in found.DescribeSettings())
            {
                yield return setting;
            }
        }
    }
}
