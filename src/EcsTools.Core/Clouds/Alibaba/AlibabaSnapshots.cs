using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads snapshots with DescribeSnapshots (contract 3.17).</summary>
internal sealed class AlibabaSnapshots
{
    private const int PageSize = 100;
    private static readonly (string, string) Rows = ("Snapshots", "Snapshot");
    private readonly AlibabaApi _api;

    /// <summary>Makes a reader.</summary>
    /// <param name="api">The API.</param>
    public AlibabaSnapshots(AlibabaApi api) => _api = api;

    /// <summary>Finds out of which disks a snapshot is being made just now.</summary>
    /// <param name="diskIds">The disks.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The snapshots' ids by disk.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<ILookup<string, string>> FindUnderWayAsync(IReadOnlyCollection<string> diskIds, CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("Status", "progressing")
            .Add("DiskId", diskIds.Count == 1 ? diskIds.First() : null);
        IReadOnlyList<JObject> rows = diskIds.Count == 0
            ? []
            : await _api.ReadAllAsync("DescribeSnapshots", parameters, Rows, PageSize, cancellation).ConfigureAwait(false);

        // The state is looked at again, in case the filter was not taken.
        return rows
            .Where(s => string.Equals(s.Text("Status"), "progressing", StringComparison.OrdinalIgnoreCase))
            .ToLookup(s => s.Text("SourceDiskId") ?? "", s => s.Text("SnapshotId") ?? "", StringComparer.Ordinal);
    }
}
