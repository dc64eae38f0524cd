using System.Globalization;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The two ways in which lists beside that of servers come in pages (docs/contracts/huawei-ecs.md 3.10 to 3.12): rows to skip, or
/// a marker. A page that is not full is the last one where the list tells no total.</summary>
internal static class HuaweiPaging
{
    // More than any account has: a total beyond that is no total.
    private const int MostRows = 1_000_000;

    public static ListPaging ByRow(int limit) => new(limit, "offset", FindNextOffset) { First = "0" };

    /// <summary>By the last row of the page before; also for a cloud that takes no heed of limit or marker.</summary>
    public static ListPaging ByMarker(int limit) => new(limit, "marker", page => page.Rows != limit || page.LastId == page.At ? null : page.LastId);

    private static string? FindNextOffset(ListedPage page)
    {
        int offset = int.TryParse(page.At, NumberStyles.None, CultureInfo.InvariantCulture, out int at) ? at : 0;
        int next = offset + page.Rows;
        int total = page.Body.Integer("count") is { } count and <= MostRows ? count : page.Rows < page.Limit ? next : MostRows;
        return page.Rows == 0 || next >= total ? null : next.ToString(CultureInfo.InvariantCulture);
    }
}
