using System.Text.RegularExpressions;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Finds servers: by conditions, page by page, or by id, and names what their objects only point at, with few calls.</summary>
internal sealed class NovaInventory
{
    private const int LongestPage = 1000;

    // The row a page ended with may be gone when the next is asked for; then the page goes on after the one before it.
    private const int MarkersKept = 3;
    private readonly OpenStackClient _client;
    private readonly NovaServersClient _servers;
    private readonly NovaFlavorsClient _flavors;
    private readonly GlanceImagesClient _images;
    private readonly CinderVolumesClient _volumes;
    private readonly int _pageSize;

    public NovaInventory(OpenStackClient client, NovaServersClient servers, NovaFlavorsClient flavors, GlanceImagesClient images, CinderVolumesClient volumes, int pageSize)
    {
        _client = client;
        _servers = servers;
        _flavors = flavors;
        _images = images;
        _volumes = volumes;
        _pageSize = pageSize;
    }

    /// <summary>Reads a page of servers.</summary>
    /// <param name="onNext">Takes what fetches the next page as soon as it is known: before other services are asked what the rows only point at. Or null.</param>
    public async Task<Page<EcsInstance>> ListAsync(InstanceQuery query, string? continuation, Action<string>? onNext, CancellationToken cancellation)
    {
        if (query.Ids.Count > 0)
        {
            return new Page<EcsInstance>(await FindAsync(query.Ids, cancellation).ConfigureAwait(false), null);
        }

        string[] before = continuation?.Split(',') ?? [];
        (IReadOnlyList<NovaServerRow> rows, string? next) =
            await ReadPageAsync(_pageSize, before, [.. BuildFilters(query)], cancellation).ConfigureAwait(false);
        string? mark = next is null ? null : Mark(before, rows);
        if (mark is not null)
        {
            onNext?.Invoke(mark);
        }

        return new Page<EcsInstance>(await DescribeAsync(rows, cancellation).ConfigureAwait(false), mark);
    }

    /// <summary>Reads servers by id.</summary>
    public async Task<IReadOnlyList<EcsInstance>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        HashSet<string> wanted = new(ids.Where(CloudId.IsId), StringComparer.OrdinalIgnoreCase);
        Dictionary<string, NovaServerRow> found = new(StringComparer.OrdinalIgnoreCase);
        ResourceOrigin origin = await _client.GetOriginAsync(cancellation).ConfigureAwait(false);
        string[] before = [];

        // Nova has no list by ids.
        for (bool hasMore = wanted.Count > ApiCalls.FewIds; hasMore && found.Count < wanted.Count;)
        {
            (IReadOnlyList<NovaServerRow> rows, string? next) = await ReadPageAsync(LongestPage, before, [], cancellation).ConfigureAwait(false);
            hasMore = next is not null;
            foreach (NovaServerRow row in rows.Where(r => wanted.Contains(r.Instance.Id)))
            {
                found[row.Instance.Id] = row;
            }

            before = Mark(before, rows).Split(',');
        }

        await found.AddMissingAsync(
            wanted,
            async id => await _servers.FindAsync(id, cancellation).ConfigureAwait(false) is { } server ? NovaServerRow.Read(server, origin) : null).ConfigureAwait(false);
        return await DescribeAsync([.. found.Values], cancellation).ConfigureAwait(false);
    }

    private static string Mark(string[] before, IReadOnlyList<NovaServerRow> rows) => string.Join(
        ",", rows.Reverse().Select(r => r.Instance.Id).Concat(before).Take(MarkersKept));

    private async Task<Page<NovaServerRow>> ReadPageAsync(
        int limit, string[] markers, IReadOnlyList<(string, string)> filters, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _client.GetOriginAsync(cancellation).ConfigureAwait(false);
        for (int i = 0; ; i++)
        {
            try
            {
                return await _servers.ListPageAsync(limit, i < markers.Length ? markers[i] : null, filters, row => NovaServerRow.Read(row, origin), cancellation).ConfigureAwait(false);
            }
            catch (EcsException error) when (error.HttpStatus == 400 && i < markers.Length - 1)
            {
                AmbientLog.Current.Verbose($"The list continues one row earlier: {error.Message}");
            }
        }
    }

    private async Task<IReadOnlyList<EcsInstance>> DescribeAsync(IReadOnlyList<NovaServerRow> rows, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, Volume> volumes =
            await _volumes.DescribeAsync([.. rows.SelectMany(r => r.BootVolumeIds)], cancellation).ConfigureAwait(false);
        EcsInstance[] servers = [.. rows.Select(r => r.Complete(volumes))];
        IReadOnlyDictionary<string, GlanceImage> images =
            await _images.DescribeAsync(servers.Select(s => s.ImageId).Where(id => id.Length > 0), cancellation).ConfigureAwait(false);

        // Before compute API 2.47 a server's object holds its size's id in place of the size. What the answer holds counts, and not what
        // was agreed upon: others stand between.
        string[] sizeIds = [.. servers.Where(s => s is { Vcpu: 0, MemoryMiB: 0, Size.Length: > 0 }).Select(s => s.Size)];
        IReadOnlyDictionary<string, NovaFlavor> flavors = sizeIds.Length > 0
            ? await _flavors.DescribeAsync(sizeIds, cancellation).ConfigureAwait(false)
            : new Dictionary<string, NovaFlavor>();
        return [.. servers.Select(s => Complete(s, flavors, images))];
    }

    private static EcsInstance Complete(EcsInstance server, IReadOnlyDictionary<string, NovaFlavor> flavors, IReadOnlyDictionary<string, GlanceImage> images)
    {
        EcsInstance sized = server is { Vcpu: 0, MemoryMiB: 0 } && flavors.TryGetValue(server.Size, out NovaFlavor? flavor)
            ? server with { Size = flavor.Name, Vcpu = flavor.Vcpu, MemoryMiB = flavor.MemoryMiB }
            : server;
        return images.TryGetValue(server.ImageId, out GlanceImage? image) ? sized with { OsName = image.Name, OsType = image.OsType } : sized;
    }

    private static IEnumerable<(string Name, string Value)> BuildFilters(InstanceQuery query)
    {
        if (query.Names.Count > 0 && query.Names.All(n => Regex.IsMatch(n, @"\A[0-9A-Za-z_.*? -]+\z", RegexOptions.None, TextPattern.Limit)))
        {
            string pattern = $"^({string.Join("|", query.Names.Select(AsPattern))})$";
            if (pattern.Length <= 2000)
            {
                yield return ("name", pattern);
            }
        }

        // Of our words these stand for Nova's alone, whatever task runs; which rows are really wanted, the caller tells.
        string[][] words =
        [
            .. query.Statuses.Select(s => s switch
            {
                EcsInstanceStatus.Stopped => [ServerStatus.Shutoff],
                EcsInstanceStatus.Error => [ServerStatus.Error],
                EcsInstanceStatus.Running => new[] { ServerStatus.Active, "PASSWORD" },
                EcsInstanceStatus.Paused => [ServerStatus.Paused],
                EcsInstanceStatus.Suspended => [ServerStatus.Suspended],
                EcsInstanceStatus.Shelved => [ServerStatus.Shelved, ServerStatus.ShelvedOffloaded],
                EcsInstanceStatus.Rescued => [ServerStatus.Rescue],
                _ => [],
            }),
        ];
        if (words.All(w => w.Length > 0))
        {
            foreach (string word in words.SelectMany(w => w).Distinct())
            {
                yield return ("status", word);
            }
        }
    }

    // Nova takes a name for a regular expression of its database, some of which mind letter case.
    private static string AsPattern(string name) => string.Concat(name.Select(c => c switch
    {
        '*' => ".*",
        '?' or ' ' => ".",
        '.' => "[.]",
        _ when char.IsLetter(c) => $"[{char.ToLowerInvariant(c)}{char.ToUpperInvariant(c)}]",
        _ => c.ToString(),
    }));
}
