using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Core.Operations;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads servers with DescribeInstances (contract 3.2), the one call that every right to read servers covers.</summary>
internal sealed class AlibabaInstances
{
    private const string Action = "DescribeInstances";
    private const int PageSize = 100;
    private const int MostRowsByTag = 1000;
    private static readonly (string, string) Rows = ("Instances", "Instance");
    private readonly AlibabaApi _api;
    private readonly ConcurrentDictionary<string, bool> _localDisks = new(StringComparer.Ordinal);

    /// <summary>Makes a reader.</summary>
    /// <param name="api">The API.</param>
    public AlibabaInstances(AlibabaApi api) => _api = api;

    /// <summary>Reads a page of servers.</summary>
    /// <param name="query">What is wanted.</param>
    /// <param name="continuation">Null for the first page, else what the page before gave.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The page.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<Page<EcsInstance>> ListAsync(InstanceQuery query, string? continuation, CancellationToken cancellation)
    {
        Position at = Position.Parse(continuation);
        AlibabaParameters parameters = AlibabaInstanceFilter.Build(query);
        string[][] idCalls = [.. query.Ids.InCalls()];
        if (query.Ids.Count > 0)
        {
            // No usable id is an empty list, never "no filter": [] matches nothing.
            parameters.AddJson("InstanceIds", at.IdCall < idCalls.Length ? idCalls[at.IdCall] : []);
        }

        Page<JObject> page = await _api.ReadPageAsync(Action, parameters, Rows, PageSize, at.Token, cancellation).ConfigureAwait(false);
        Position next = at with { Token = page.Continuation, RowsRead = at.RowsRead + page.Items.Count };
        if (page.Continuation is null)
        {
            WarnIfCutOff(query, next.RowsRead);
            next = next with { IdCall = at.IdCall + 1 };
        }

        bool isLast = page.Continuation is null && next.IdCall >= idCalls.Length;
        return new Page<EcsInstance>(Map(page.Items), isLast ? null : next.ToString());
    }

    /// <summary>Reads servers by id.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The servers that exist; none without a call if there are no ids.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<EcsInstance>> FindAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        IReadOnlyList<JObject>[] answers = await ids.InCalls().ForEachAsync(
            call => _api.ReadAllAsync(Action, new AlibabaParameters().AddJson("InstanceIds", call), Rows, PageSize, cancellation),
            cancellation).ConfigureAwait(false);
        return Map(answers.SelectMany(a => a));
    }

    /// <summary>Tells whether servers of a size have local disks, as far as a server of that size was read.</summary>
    /// <param name="size">The instance type.</param>
    /// <returns>Null if it is not known.</returns>
    public bool? HasLocalDisks(string size) => _localDisks.TryGetValue(size, out bool has) ? has : null;

    private List<EcsInstance> Map(IEnumerable<JObject> rows)
    {
        List<EcsInstance> instances = [];
        foreach (JObject row in rows)
        {
            if (AlibabaInstanceMap.Read(row, _api) is not { } instance)
            {
                continue;
            }

            instances.Add(instance);
            if (row.Integer("LocalStorageAmount") is { } amount)
            {
                _localDisks[instance.Size] = amount > 0;
            }
        }

        return instances;
    }

    private static void WarnIfCutOff(InstanceQuery query, int rows)
    {
        if (query.Tags.Count > 0 && rows >= MostRowsByTag)
        {
            ActivityLog.Current.Warning($"Alibaba Cloud lists at most {MostRowsByTag} servers by tag: there may be more than were found.");
        }
    }

    // Where a list stands: which hundred of the ids, how many rows so far, the service's token.
    private sealed record Position(int IdCall, int RowsRead, string? Token)
    {
        public static Position Parse(string? text)
        {
            if (text is null)
            {
                return new Position(0, 0, null);
            }

            string[] parts = text.Split([':'], 3);
            return new Position(Number(parts[0]), Number(parts[1]), parts[2].Length == 0 ? null : parts[2]);
        }

        public override string ToString() => FormattableString.Invariant($"{IdCall}:{RowsRead}:{Token}");

        private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
