using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The two ways in which lists beside that of servers come in pages (docs/contracts/huawei-ecs.md 3.10 to 3.12): rows to skip, or
/// a marker.</summary>
internal static class HuaweiPaging
{
    /// <summary>The query for a page by rows.</summary>
    public static IEnumerable<(string Name, string Value)> Rows(int offset, int limit) => [("limit", Text(limit)), ("offset", Text(offset))];

    // More than any account has: a total beyond that is no total.
    private const int MostRows = 1_000_000;

    /// <summary>The rows to skip for the next page. Where the list tells no total, a page that is not full is the last one.</summary>
    /// <returns>The rows to skip, or null after the last page.</returns>
    public static int? NextOffset(ApiReply reply, string list, int offset, int limit)
    {
        JObject body = reply.Read();
        int rows = body.List(list)?.Count ?? 0;
        int next = offset + rows;
        int total = body.Integer("count") is { } count and <= MostRows ? count : rows < limit ? next : MostRows;
        return rows == 0 || next >= total ? null : next;
    }

    /// <summary>The query for a page by marker.</summary>
    /// <param name="marker">The last row of the page before, or null.</param>
    public static IEnumerable<(string Name, string Value)> Marked(string? marker, int limit) =>
        marker is null ? [("limit", Text(limit))] : [("limit", Text(limit)), ("marker", marker)];

    /// <summary>The marker of the next page. These lists tell no total: a page that is not full is the last one.</summary>
    /// <returns>The marker, or null after the last page; also where the cloud takes no heed of limit or marker.</returns>
    public static string? NextMarker(JArray rows, Func<JToken, string?> identify, string? marker, int limit)
    {
        string? last = rows.Count == limit ? identify(rows.Last()) : null;
        return last == marker ? null : last;
    }

    /// <summary>A continuation as a number.</summary>
    /// <param name="continuation">What the page before gave, or null.</param>
    public static int ParseOffset(string? continuation) =>
        int.TryParse(continuation, NumberStyles.None, CultureInfo.InvariantCulture, out int offset) ? offset : 0;

    /// <summary>A number as a continuation.</summary>
    /// <param name="offset">The rows to skip, or null after the last page.</param>
    public static string? AsContinuation(int? offset) => offset is null ? null : Text(offset.Value);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
