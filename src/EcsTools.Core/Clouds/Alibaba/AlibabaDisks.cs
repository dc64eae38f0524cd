using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads disks with DescribeDisks (contract 3.16).</summary>
internal sealed class AlibabaDisks
{
    private const string Action = "DescribeDisks";
    private const int PageSize = 500;

    // The service cannot be asked for the disks of several servers: for more than these one list of the region takes fewer calls.
    private const int MostSingleCalls = 5;
    private static readonly (string, string) Rows = ("Disks", "Disk");
    private readonly AlibabaApi _api;

    /// <summary>Makes a reader.</summary>
    /// <param name="api">The API.</param>
    public AlibabaDisks(AlibabaApi api) => _api = api;

    /// <summary>Reads the disks of one server.</summary>
    /// <param name="instanceId">The server.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The disks, the system disk first.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<EcsDisk>> ListAsync(string instanceId, CancellationToken cancellation)
    {
        IReadOnlyList<JObject> rows = await _api.ReadAllAsync(
            Action, new AlibabaParameters().Add("InstanceId", instanceId), Rows, PageSize, cancellation).ConfigureAwait(false);
        return [.. rows.Select(Read).OfType<AlibabaDisk>().Select(d => d.Disk).OrderBy(d => d.IsSystemDisk ? 0 : 1)];
    }

    /// <summary>Reads the system disks of servers.</summary>
    /// <param name="instanceIds">The servers.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The disks by server; a server without one is missing.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyDictionary<string, AlibabaDisk>> FindSystemDisksAsync(
        IReadOnlyCollection<string> instanceIds, CancellationToken cancellation)
    {
        IReadOnlyList<JObject>[] answers = instanceIds.Count <= MostSingleCalls
            ? await instanceIds.ForEachAsync(id => ReadSystemDisksAsync(id, cancellation), cancellation).ConfigureAwait(false)
            : [await ReadSystemDisksAsync(null, cancellation).ConfigureAwait(false)];
        HashSet<string> wanted = new(instanceIds, StringComparer.Ordinal);
        return answers.SelectMany(a => a).Select(Read).OfType<AlibabaDisk>()
            .Where(d => d.Disk is { IsSystemDisk: true, InstanceId: { } owner } && wanted.Contains(owner))
            .GroupBy(d => d.Disk.InstanceId!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    private Task<IReadOnlyList<JObject>> ReadSystemDisksAsync(string? instanceId, CancellationToken cancellation) => _api.ReadAllAsync(
        Action, new AlibabaParameters().Add("InstanceId", instanceId).Add("DiskType", "system"), Rows, PageSize, cancellation);

    private AlibabaDisk? Read(JObject json) => json.Text("DiskId") is not { } id ? null : new AlibabaDisk(
        new EcsDisk
        {
            Id = id,
            Name = json.Text("DiskName") ?? "",
            InstanceId = json.Text("InstanceId") ?? json.Object("Attachments").Objects("Attachment").Select(a => a.Text("InstanceId")).FirstOrDefault(),
            IsSystemDisk = string.Equals(json.Text("Type"), "system", StringComparison.OrdinalIgnoreCase),
            SizeGiB = json.Integer("Size") ?? 0,
            Category = json.Text("Category") ?? "",
            Status = json.Text("Status") ?? "",
            Device = json.Text("Device") ?? "",
            ImageId = json.Text("ImageId"),
            DeleteWithInstance = json.Flag("DeleteWithInstance"),
            CreatedAt = json.Time("CreationTime"),
            Account = _api.Connection.AccountName,
            AccountKey = _api.AccountKey,
            Region = json.Text("RegionId") ?? _api.Connection.Region,
        },
        [.. json.Object("OperationLocks").Objects("OperationLock").Select(l => l.Text("LockReason")).OfType<string>()],
        json.Flag("DeleteAutoSnapshot"));
}
