using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The disks of servers: one on the server's host, which goes with it and has no id of its own, and volumes.</summary>
internal sealed class NovaDisks
{
    private const string VolumesFrom = "volumes:";
    private readonly OpenStackClient _client;
    private readonly NovaServersClient _servers;
    private readonly NovaFlavorsClient _flavors;
    private readonly CinderVolumesClient _volumes;
    private readonly int _pageSize;

    public NovaDisks(OpenStackClient client, NovaServersClient servers, NovaFlavorsClient flavors, CinderVolumesClient volumes, int pageSize)
    {
        _client = client;
        _servers = servers;
        _flavors = flavors;
        _volumes = volumes;
        _pageSize = pageSize;
    }

    /// <summary>Reads the disks of one server.</summary>
    /// <returns>The disks, the system disk first; none if there is no such server.</returns>
    public async Task<IReadOnlyList<EcsDisk>> GetOfServerAsync(string serverId, CancellationToken cancellation)
    {
        if (await _servers.FindAsync(serverId, cancellation).ConfigureAwait(false) is not { } row)
        {
            return [];
        }

        JObject server = row.ToObject();
        List<EcsDisk> disks = [.. await ReadLocalAsync([server], cancellation).ConfigureAwait(false)];
        JObject[] attached = [.. server.Objects("os-extended-volumes:volumes_attached").Where(v => v.Text("id") is not null)];
        if (attached.Length > 0)
        {
            disks.AddRange(await ReadVolumesAsync(serverId, attached, hasLocal: disks.Count > 0, cancellation).ConfigureAwait(false));
        }

        return [.. disks.OrderByDescending(d => d.IsSystemDisk)];
    }

    /// <summary>Reads disks by id.</summary>
    public async Task<IReadOnlyList<EcsDisk>> FindAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _client.GetOriginAsync(cancellation).ConfigureAwait(false);
        bool hasVolumes = await _volumes.ExistAsync(cancellation).ConfigureAwait(false);
        List<EcsDisk> found = [];
        foreach (string id in ids.Distinct())
        {
            if (id.IndexOf('/') > 0)
            {
                found.AddRange((await GetOfServerAsync(id.Split('/')[0], cancellation).ConfigureAwait(false)).Where(d => d.Id == id));
            }
            else if (hasVolumes && await _volumes.FindAsync(id, cancellation).ConfigureAwait(false) is { } volume)
            {
                found.Add(volume.ToDisk(origin, volume.IsSystemDisk()));
            }
        }

        return found;
    }

    /// <summary>Reads a page of all disks: first those on the servers' hosts, then volumes where the cloud has them.</summary>
    public async Task<Page<EcsDisk>> ListPageAsync(string? continuation, CancellationToken cancellation)
    {
        if (continuation?.StartsWith(VolumesFrom, System.StringComparison.Ordinal) == true)
        {
            string marker = continuation.Substring(VolumesFrom.Length);
            ResourceOrigin origin = await _client.GetOriginAsync(cancellation).ConfigureAwait(false);
            Page<Volume> page = await _volumes.ListPageAsync(marker.Length == 0 ? null : marker, cancellation).ConfigureAwait(false);
            return new Page<EcsDisk>([.. page.Items.Select(v => v.ToDisk(origin, v.IsSystemDisk()))], page.Continuation is null ? null : VolumesFrom + page.Continuation);
        }

        (IReadOnlyList<JObject> rows, string? next) = await _servers.ListPageAsync(_pageSize, continuation, [], row => row.ToObject(), cancellation).ConfigureAwait(false);
        bool hasVolumes = await _volumes.ExistAsync(cancellation).ConfigureAwait(false);
        return new Page<EcsDisk>(
            await ReadLocalAsync(rows, cancellation).ConfigureAwait(false),
            next ?? (hasVolumes ? VolumesFrom : null));
    }

    private async Task<IReadOnlyList<EcsDisk>> ReadLocalAsync(IReadOnlyList<JObject> servers, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _client.GetOriginAsync(cancellation).ConfigureAwait(false);
        JObject[] local = [.. servers.Where(s => s.Text("id") is not null && s.Object("image").Text("id") is not null)];
        string[] unsized = [.. local.Select(s => s.Object("flavor")).Where(f => f.Integer("disk") is null).Select(f => f.Text("id")).OfType<string>()];
        IReadOnlyDictionary<string, NovaFlavor> flavors = unsized.Length == 0
            ? new Dictionary<string, NovaFlavor>()
            : await _flavors.DescribeAsync(unsized, cancellation).ConfigureAwait(false);
        return
        [
            .. from server in local
               let flavor = server.Object("flavor")
               let disk = new Volume(NovaServerReader.LocalDiskOf(server.Text("id")!))
               {
                   Name = "root",
                   ServerId = server.Text("id"),
                   SizeGiB = flavor.Integer("disk") ?? (flavors.TryGetValue(flavor.Text("id") ?? "", out NovaFlavor? known) ? known.DiskGiB : 0),
                   Category = "local",
                   Status = "in-use",
                   ImageId = server.Object("image").Text("id"),
                   CreatedAt = server.Time("created"),
               }
               select disk.ToDisk(origin, isSystemDisk: true, goesWithServer: true),
        ];
    }

    // Nova tells ids only, and which of them go with the server; the rest Cinder knows, where there is one.
    private async Task<IReadOnlyList<EcsDisk>> ReadVolumesAsync(string serverId, JObject[] attached, bool hasLocal, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _client.GetOriginAsync(cancellation).ConfigureAwait(false);
        Volume?[] volumes = await _volumes.ExistAsync(cancellation).ConfigureAwait(false)
            ? await Task.WhenAll(attached.Select(a => _volumes.FindAsync(a.Text("id")!, cancellation))).ConfigureAwait(false)
            : new Volume?[attached.Length];
        return [.. attached.Select((a, i) => Describe(a, volumes[i]?.At(serverId) ?? new Volume(a.Text("id")!)))];

        EcsDisk Describe(JObject attachment, Volume volume)
        {
            bool isSystemDisk = !hasLocal && (attached.Length == 1 || volume.IsSystemDisk());
            return (volume with { ServerId = serverId }).ToDisk(origin, isSystemDisk, attachment.Flag("delete_on_termination"));
        }
    }
}
