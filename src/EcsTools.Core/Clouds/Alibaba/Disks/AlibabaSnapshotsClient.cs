using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads snapshots with DescribeSnapshots (docs/contracts/alibaba-ecs.md 3.17).</summary>
internal sealed class AlibabaSnapshotsClient
{
    /// <summary>The state of a snapshot that is whole.</summary>
    public const string Accomplished = "accomplished";

    /// <summary>The state of a snapshot that will never be.</summary>
    public const string Failed = "failed";

    private static readonly AlibabaList List = new("DescribeSnapshots", "Snapshots", "Snapshot", "SnapshotIds", PageSize: 100);
    private readonly AlibabaApi _api;

    public AlibabaSnapshotsClient(AlibabaApi api) => _api = api;

    /// <summary>Finds out of which disks a snapshot is being made just now.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<ILookup<string, string>> FindUnderWayAsync(IReadOnlyCollection<string> diskIds, CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("Status", "progressing")
            .Add("DiskId", diskIds.Count == 1 ? diskIds.First() : null);
        IReadOnlyList<JObject> rows = diskIds.Count == 0
            ? []
            : await List.ReadAllAsync(_api, parameters, cancellation).ConfigureAwait(false);

        // The state is looked at again, in case the filter was not taken.
        return rows
            .Where(s => string.Equals(s.Text("Status"), "progressing", StringComparison.OrdinalIgnoreCase))
            .ToLookup(s => s.Text("SourceDiskId") ?? "", s => s.Text("SnapshotId") ?? "", StringComparer.Ordinal);
    }

    /// <summary>Reads a page of snapshots.</summary>
    /// <param name="continuation">Null for the first page, else what the page before gave.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<Page<EcsSnapshot>> ListAsync(SnapshotQuery query, string? continuation, CancellationToken cancellation)
    {
        AlibabaParameters filter = new AlibabaParameters().Add("InstanceId", query.InstanceId).Add("DiskId", query.DiskId);
        AlibabaListPage<EcsSnapshot?> page = await List.ReadAsync(_api, filter, query.Ids, continuation, null, r => Read(r.ToObject()), cancellation).ConfigureAwait(false);

        // The rows do not tell the server; if it was asked for, it is known all the same.
        return new Page<EcsSnapshot>([.. page.Rows.OfType<EcsSnapshot>().Select(s => s with { InstanceId = query.InstanceId })], page.Continuation);
    }

    /// <summary>Reads snapshots by id.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyDictionary<string, EcsSnapshot>> FindAsync(IEnumerable<string> ids, CancellationToken cancellation) =>
        Map(await List.FindAsync(_api, ids, cancellation).ConfigureAwait(false))
            .GroupBy(s => s.Id, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    /// <summary>Reads snapshots by id, each with what was made of it: none, disk, image, or image_disk; empty if the cloud does not tell.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<(EcsSnapshot Snapshot, string Usage)>> FindUsedAsync(IEnumerable<string> ids, CancellationToken cancellation) =>
        [.. from row in await List.FindAsync(_api, ids, cancellation).ConfigureAwait(false) let snapshot = Read(row) where snapshot is not null select (snapshot, row.Text("Usage") ?? "")];

    /// <summary>Finds a snapshot of a disk by a tag.</summary>
    /// <returns>The snapshot, or null.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<EcsSnapshot?> FindByTagAsync(string diskId, KeyValuePair<string, string?> tag, CancellationToken cancellation)
    {
        AlibabaParameters filter = new AlibabaParameters().Add("DiskId", diskId).AddPairs("Tag", [tag]);
        IReadOnlyList<JObject> rows = await List.ReadAllAsync(_api, filter, cancellation).ConfigureAwait(false);

        // The tag is looked at again, in case the filter was not taken.
        return Map(rows.Where(r => AlibabaInstanceReader.ReadTags(r).TryGetValue(tag.Key, out string? value) && value == tag.Value))
            .FirstOrDefault(s => s.DiskId == diskId);
    }

    private IEnumerable<EcsSnapshot> Map(IEnumerable<JObject> rows) => rows.Select(Read).OfType<EcsSnapshot>();

    private EcsSnapshot? Read(JObject json)
    {
        string status = json.Text("Status") ?? "";
        bool isDone = string.Equals(status, Accomplished, StringComparison.OrdinalIgnoreCase);
        return json.Text("SnapshotId") is not { } id ? null : new EcsSnapshot
        {
            Id = id,
            Name = json.Text("SnapshotName") ?? "",
            Description = json.Text("Description") ?? "",
            DiskId = json.Text("SourceDiskId") ?? "",
            IsSystemDisk = string.Equals(json.Text("SourceDiskType"), "system", StringComparison.OrdinalIgnoreCase),
            SizeGiB = json.Integer("SourceDiskSize") ?? 0,
            Status = status,
            Percent = isDone ? 100 : json.Percent("Progress") ?? 0,

            // Some kinds of disk can be rolled back to a snapshot that is still being made (docs/contracts/alibaba-ecs.md 3.17).
            IsUsable = isDone || json.Flag("Available") == true,
            CreatedAt = json.Time("CreationTime"),
            Tags = AlibabaInstanceReader.FindTags(json),
            IsEncrypted = json.Flag("Encrypted"),
            EncryptionKeyId = json.Text("KMSKeyId"),
            ResourceGroupId = json.Text("ResourceGroupId"),
            Account = _api.Connection.AccountName,
            AccountKey = _api.AccountKey,
            AccountIdentity = _api.Identity,
            Region = json.Text("RegionId") ?? _api.Connection.Region,
        };
    }
}
