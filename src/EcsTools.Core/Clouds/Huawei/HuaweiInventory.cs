using System.Globalization;
using System.Text.RegularExpressions;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Finds servers: by conditions, page by page, or by id with as few calls as the cloud allows.</summary>
internal sealed class HuaweiInventory(HuaweiServersClient servers, HuaweiVariant variant)
{
    private const int RowsPerPage = 200;
    private const string Wide = "all:";

    /// <summary>Reads a page of servers.</summary>
    /// <param name="continuation">Null for the first page, else what the page before gave.</param>
    /// <param name="onNext">Takes what fetches the next page as soon as it is known, or null.</param>
    public async Task<Page<EcsInstance>> ListAsync(InstanceQuery query, string? continuation, Action<string>? onNext, CancellationToken cancellation)
    {
        if (query.Ids.Count > 0)
        {
            return new Page<EcsInstance>(await FindAsync(query.Ids, cancellation).ConfigureAwait(false), null);
        }

        List<(string, string)> filters = [.. BuildFilters(query)];
        bool isWide = continuation?.StartsWith(Wide, StringComparison.Ordinal) == true;
        string? text = isWide ? continuation!.Substring(Wide.Length) : continuation;
        int number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 1;
        if (!isWide && FindNameFilter(query) is { } name)
        {
            Page<EcsInstance> narrow = await ReadAsync(number, [.. filters, ("name", name)], "", null, cancellation).ConfigureAwait(false);
            if (number > 1 || narrow.Continuation is not null || narrow.Items.Any(query.Matches))
            {
                return narrow;
            }

            // Whether the cloud's pattern minds letter case is not known, and ours does not: what it did not find we look for ourselves.
            isWide = true;
        }

        return await ReadAsync(number, filters, isWide ? Wide : "", onNext, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads servers by id.</summary>
    public async Task<IReadOnlyList<EcsInstance>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        HashSet<string> wanted = new(ids.Where(CloudId.IsId), StringComparer.OrdinalIgnoreCase);
        Dictionary<string, EcsInstance> found = new(StringComparer.OrdinalIgnoreCase);
        if (wanted.Count > ApiCalls.FewIds)
        {
            await (variant.HasServerIdFilter ? FilterAsync(wanted, found, cancellation) : ScanAsync(wanted, found, cancellation))
                .ConfigureAwait(false);
        }
        else if (wanted.Count > 1 && variant.HasServerIdFilter)
        {
            await FilterAsync(wanted, found, cancellation).ConfigureAwait(false);
        }

        // The form of the filter is disputed (docs/contracts/huawei-ecs.md 3.1).
        await found.AddMissingAsync(wanted, id => servers.FindAsync(id, cancellation)).ConfigureAwait(false);
        return [.. found.Values];
    }

    private async Task<Page<EcsInstance>> ReadAsync(
        int page, IEnumerable<(string, string)> filters, string mark, Action<string>? onNext, CancellationToken cancellation)
    {
        Action<int>? onNumber = onNext is null ? null : number => onNext(Continuation(number)!);
        (IReadOnlyList<EcsInstance> items, int? next, int? afterNext) =
            await servers.ListAsync(page, RowsPerPage, filters, onNumber, cancellation).ConfigureAwait(false);
        return new Page<EcsInstance>(items, Continuation(next)) { AfterNext = Continuation(afterNext) };

        string? Continuation(int? number) => number is null ? null : mark + number.Value.ToString(CultureInfo.InvariantCulture);
    }

    private async Task FilterAsync(HashSet<string> wanted, Dictionary<string, EcsInstance> found, CancellationToken cancellation)
    {
        string[] ids = [.. wanted];
        for (int start = 0; start < ids.Length; start += HuaweiServersClient.IdsPerFilter)
        {
            string filter = string.Join(",", ids.Skip(start).Take(HuaweiServersClient.IdsPerFilter));
            (IReadOnlyList<EcsInstance> items, _, _) = await servers
                .ListAsync(1, HuaweiServersClient.IdsPerFilter, [("server_id", filter)], null, cancellation).ConfigureAwait(false);
            Keep(items, wanted, found);
        }
    }

    private async Task ScanAsync(HashSet<string> wanted, Dictionary<string, EcsInstance> found, CancellationToken cancellation)
    {
        for (int? page = 1; page is { } number && found.Count < wanted.Count;)
        {
            (IReadOnlyList<EcsInstance> items, page, _) = await servers
                .ListAsync(number, HuaweiServersClient.LongestPage, [], null, cancellation).ConfigureAwait(false);
            Keep(items, wanted, found);
        }
    }

    private static void Keep(IReadOnlyList<EcsInstance> items, HashSet<string> wanted, Dictionary<string, EcsInstance> found)
    {
        foreach (EcsInstance item in items.Where(i => wanted.Contains(i.Id)))
        {
            found[item.Id] = item;
        }
    }

    private static IEnumerable<(string Name, string Value)> BuildFilters(InstanceQuery query)
    {
        // A status filter also returns rows on their way (docs/contracts/huawei-ecs.md 3.1); others of our words have no single status at
        // the cloud.
        string? status = query.Statuses.Count == 1
            ? query.Statuses[0] switch
            {
                EcsInstanceStatus.Running => ServerStatus.Active,
                EcsInstanceStatus.Stopped => ServerStatus.Shutoff,
                EcsInstanceStatus.Error => ServerStatus.Error,
                _ => null,
            }
            : null;
        if (status is not null)
        {
            yield return ("status", status);
        }

        string[] tags = [.. query.Tags.Where(t => IsPlain(t.Key) && IsPlain(t.Value ?? "")).Select(t => t.Value is null ? t.Key : $"{t.Key}={t.Value}")];
        if (tags.Length > 0)
        {
            yield return ("tags", string.Join(",", tags));
        }
    }

    // The cloud takes a name for a pattern: only names without its signs are handed on. Which of the rows really match, the caller tells.
    private static string? FindNameFilter(InstanceQuery query) =>
        query.OnlyName is { } name && Regex.IsMatch(name, @"\A[0-9A-Za-z_.-]+\z", RegexOptions.None, TextPattern.Limit) ? name : null;

    private static bool IsPlain(string text) => text.IndexOfAny([',', '=']) < 0;
}
