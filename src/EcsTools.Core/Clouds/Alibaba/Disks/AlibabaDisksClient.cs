using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads disks with DescribeDisks (docs/contracts/alibaba-ecs.md 3.16).</summary>
internal sealed class AlibabaDisksClient
{
    // The service cannot be asked for the disks of several servers: for more than these one list of the region takes fewer calls.
    private const int MostSingleCalls = 5;
    private static readonly AlibabaList List = new("DescribeDisks", "Disks", "Disk", "DiskIds", PageSize: 500);
    private readonly AlibabaApi _api;

    public AlibabaDisksClient(AlibabaApi api) => _api = api;

    /// <summary>Reads the disks of one server.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<EcsDisk>> ListAsync(string instanceId, CancellationToken cancellation)
    {
        IReadOnlyList<JObject> rows = await List.ReadAllAsync(
            _api, new AlibabaParameters().Add("InstanceId", instanceId), cancellation).ConfigureAwait(false);
        return [.. rows.Select(r => Read(r, instanceId)).OfType<AlibabaDisk>().Select(d => d.Disk).OrderBy(d => d.IsSystemDisk ? 0 : 1)];
    }

    /// <summary>Reads a page of disks.</summary>
    /// <param name="continuation">Null for the first page, else what the page before gave.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<Page<EcsDisk>> ListAsync(DiskQuery query, string? continuation, CancellationToken cancellation)
    {
        AlibabaParameters filter = new AlibabaParameters()
            .Add("InstanceId", query.InstanceId)
            .Add("DiskType", query.SystemDisks switch { true => "system", false => "data", null => null });
        AlibabaListPage<AlibabaDisk?> page = await List.ReadAsync(_api, filter, query.Ids, continuation, null, r => Read(r.ToObject(), query.InstanceId), cancellation).ConfigureAwait(false);
        return new Page<EcsDisk>([.. page.Rows.OfType<AlibabaDisk>().Select(d => d.Disk)], page.Continuation);
    }

    /// <summary>Reads the system disks of servers.</summary>
    /// <returns>The disks by server; a server without one is missing.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyDictionary<string, AlibabaDisk>> FindSystemDisksAsync(
        IReadOnlyCollection<string> instanceIds, CancellationToken cancellation) =>
        (await ReadAsync(instanceIds, "system", cancellation).ConfigureAwait(false))
            .Where(d => d.Disk.IsSystemDisk)
            .GroupBy(d => d.Disk.InstanceId!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    /// <summary>Reads the system disks of servers whose disk is known, or expected to be known, by its id: a hundred a call.</summary>
    /// <param name="expected">Ids of disks by server; what is not found so is looked for by the server.</param>
    public async Task<IReadOnlyDictionary<string, AlibabaDisk>> FindSystemDisksAsync(
        IReadOnlyCollection<string> instanceIds, IReadOnlyDictionary<string, string> expected, CancellationToken cancellation)
    {
        IReadOnlyList<JObject> rows = await List.FindAsync(_api, expected.Values, cancellation).ConfigureAwait(false);
        Dictionary<string, AlibabaDisk> found = rows.Select(r => Read(r, null)).OfType<AlibabaDisk>()
            .Where(d => d.Disk is { IsSystemDisk: true, InstanceId: { } owner } && expected.TryGetValue(owner, out string? id) && id == d.Disk.Id)
            .GroupBy(d => d.Disk.InstanceId!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        string[] missing = [.. instanceIds.Where(id => !found.ContainsKey(id)).Distinct(StringComparer.Ordinal)];
        if (missing.Length > 0)
        {
            foreach (KeyValuePair<string, AlibabaDisk> other in await FindSystemDisksAsync(missing, cancellation).ConfigureAwait(false))
            {
                found[other.Key] = other.Value;
            }
        }

        return found;
    }

    /// <summary>Reads disks by their ids, a hundred a call.</summary>
    /// <returns>The disks by id; what does not exist is missing.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyDictionary<string, EcsDisk>> FindByIdAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        IReadOnlyList<JObject> rows = await List.FindAsync(_api, ids, cancellation).ConfigureAwait(false);
        return rows.Select(r => Read(r, null)).OfType<AlibabaDisk>().GroupBy(d => d.Disk.Id).ToDictionary(g => g.Key, g => g.Last().Disk, StringComparer.Ordinal);
    }

    /// <summary>Reads the disks that were made of a snapshot.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<EcsDisk>> FindMadeOfAsync(string snapshotId, CancellationToken cancellation)
    {
        IReadOnlyList<JObject> rows = await List.ReadAllAsync(_api, new AlibabaParameters().Add("SnapshotId", snapshotId), cancellation).ConfigureAwait(false);

        // The snapshot is looked at again, in case the filter was not taken.
        return [.. rows.Where(r => r.Text("SourceSnapshotId") == snapshotId).Select(r => Read(r, null)).OfType<AlibabaDisk>().Select(d => d.Disk)];
    }

    /// <summary>Looks at the disks that steps have changed, all in one call where that is possible. A disk that is gone is a failure.</summary>
    /// <param name="judge">Tells how a step stands by the disk as it is now.</param>
    public IReadOnlyList<Task<StepObservation>> ObserveAsync(
        IReadOnlyList<SentStep> sent, Func<SentStep, EcsDisk, StepObservation> judge, CancellationToken cancellation)
    {
        return sent.WithAsync(FindByIdAsync(sent.Select(IdOf).OfType<string>(), cancellation), (s, disks) => IdOf(s) is { } id && disks.TryGetValue(id, out EcsDisk? disk)
            ? judge(s, disk)
            : AlibabaChecks.Failed(s.Target, null, EcsErrorId.NotFound, $"The disk {IdOf(s)} of {s.Target.Instance} no longer exists."));

        static string? IdOf(SentStep step) => AlibabaChecks.Before(step.Target, StepFactKeys.DiskId);
    }

    /// <summary>Reads all disks of servers.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<ILookup<string, AlibabaDisk>> FindAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancellation) =>
        (await ReadAsync(instanceIds, null, cancellation).ConfigureAwait(false))
            .OrderBy(d => d.Disk.IsSystemDisk ? 0 : 1)
            .ToLookup(d => d.Disk.InstanceId!, StringComparer.Ordinal);

    private async Task<IEnumerable<AlibabaDisk>> ReadAsync(IReadOnlyCollection<string> instanceIds, string? type, CancellationToken cancellation)
    {
        HashSet<string> wanted = new(instanceIds, StringComparer.Ordinal);
        IReadOnlyList<JObject>[] answers = wanted.Count <= MostSingleCalls
            ? await wanted.ForEachAsync(ReadOfAsync, cancellation).ConfigureAwait(false)
            : [await ReadOfAsync(null).ConfigureAwait(false)];
        return answers.SelectMany(a => a).SelectMany(row => OwnersOf(row).Where(wanted.Contains).Select(owner => Read(row, owner))).OfType<AlibabaDisk>();

        Task<IReadOnlyList<JObject>> ReadOfAsync(string? instanceId) => List.ReadAllAsync(
            _api, new AlibabaParameters().Add("InstanceId", instanceId).Add("DiskType", type), cancellation);
    }

    // A disk attached to several servers names them in its attachments only (docs/contracts/alibaba-ecs-lifecycle.md 2.6).
    private static IEnumerable<string> OwnersOf(JObject json) => new[] { json.Text("InstanceId") }
        .Concat(Attachments(json).Select(a => a.Text("InstanceId"))).OfType<string>().Distinct(StringComparer.Ordinal);

    private static IEnumerable<JObject> Attachments(JObject json) => json.Object("Attachments").Objects("Attachment");

    // As it is attached to one server; null for that which it names, or names first.
    private AlibabaDisk? Read(JObject json, string? instanceId)
    {
        string[] owners = [.. OwnersOf(json)];
        string? owner = instanceId is not null && owners.Contains(instanceId) ? instanceId : owners.FirstOrDefault();
        JObject? attachment = Attachments(json).FirstOrDefault(a => a.Text("InstanceId") == owner);

        // One id; how several are written is nowhere stated.
        string[] policies = json.Text("AutoSnapshotPolicyId") is { } text ? [.. Regex.Split(text, "[^0-9A-Za-z_-]+", RegexOptions.None, TextPattern.Limit).Where(p => p.Length > 0)] : [];
        return json.Text("DiskId") is not { } id ? null : new AlibabaDisk(
            new EcsDisk
            {
                Id = id,
                Name = json.Text("DiskName") ?? "",
                InstanceId = owner,
                InstanceIds = owners,
                IsSystemDisk = string.Equals(json.Text("Type"), "system", StringComparison.OrdinalIgnoreCase),
                SizeGiB = json.Integer("Size") ?? 0,
                Category = json.Text("Category") ?? "",
                Status = json.Text("Status") ?? "",
                Device = json.Text("Device") ?? attachment.Text("Device") ?? "",
                Zone = json.Text("ZoneId"),
                PerformanceLevel = json.Text("PerformanceLevel"),
                Tags = AlibabaInstanceReader.FindTags(json),
                ResourceGroupId = json.Text("ResourceGroupId"),
                AttachedAt = owner is null ? null : attachment?.Time("AttachedTime") ?? json.Time("AttachedTime"),
                ImageId = json.Text("ImageId"),
                DeleteWithInstance = json.Flag("DeleteWithInstance"),
                IsEncrypted = json.Flag("Encrypted"),
                EncryptionKeyId = json.Text("KMSKeyId") is { Length: > 0 } key ? key : null,
                CreatedAt = json.Time("CreationTime"),
                Account = _api.Connection.AccountName,
                AccountKey = _api.AccountKey,
                AccountIdentity = _api.Identity,
                Region = json.Text("RegionId") ?? _api.Connection.Region,
            },
            [.. json.Object("OperationLocks").Objects("OperationLock").Select(l => l.Text("LockReason")).OfType<string>()],
            json.Flag("DeleteAutoSnapshot"),
            policies,
            policies.Length > 0 || json.Flag("EnableAutomatedSnapshotPolicy") == true)
        {
            IsSubscription = string.Equals(json.Text("DiskChargeType"), "PrePaid", StringComparison.OrdinalIgnoreCase),
        };
    }
}
