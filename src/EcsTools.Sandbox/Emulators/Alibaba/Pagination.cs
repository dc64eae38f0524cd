using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>Paging by token and by page number (docs/contracts/alibaba-ecs.md 3.2 and 9). A token continues where the last page ended, so
/// that a whole list costs one walk over the fleet however many pages it has.</summary>
internal static class Pagination
{
    private const int Default = 10;
    private static readonly byte[] Secret = Guid.NewGuid().ToByteArray();

    public static void Write<T>(
        AlibabaRequestContext call,
        ResponseWriter response,
        int most,
        IReadOnlyList<T> rows,
        Func<T, bool> matches,
        Action<IReadOnlyList<T>> write)
    {
        bool byToken = call.Text("NextToken") is not null || call.Text("MaxResults") is not null
            || (call.Text("PageNumber") is null && call.Text("PageSize") is null);
        if (!byToken)
        {
            WriteNumbered(call, response, Math.Max(most, 100), rows, matches, write);
            return;
        }

        response.Number("TotalCount", call.Undocumented.AlibabaTotalCountInTokenPaging ? rows.Count(matches) : 0);
        response.Number("PageNumber", 1);
        response.Number("PageSize", Size(call, most));
        WriteTokens(call, response, most, rows, matches, write);
    }

    public static void WriteTokens<T>(
        AlibabaRequestContext call,
        ResponseWriter response,
        int most,
        IReadOnlyList<T> rows,
        Func<T, bool> matches,
        Action<IReadOnlyList<T>> write)
    {
        int size = Size(call, most);
        int start = call.Text("NextToken") is { } token ? ReadToken(call, token) : 0;
        if (start > 0 && call.Context.Faults.Schedule.TryTake(FaultKind.ShiftPages))
        {
            // A server was created at the head of the list: the last row comes once more.
            start--;
        }

        List<T> page = new(size);
        int next = start;
        for (; next < rows.Count && page.Count < size; next++)
        {
            if (matches(rows[next]))
            {
                page.Add(rows[next]);
            }
        }

        bool hasMore = false;
        for (int i = next; i < rows.Count && !hasMore; i++)
        {
            hasMore = matches(rows[i]);
        }

        response.Text("NextToken", hasMore ? MakeToken(call, next) : "");
        write(page);
    }

    public static void WriteNumbered<T>(
        AlibabaRequestContext call,
        ResponseWriter response,
        int most,
        IReadOnlyList<T> rows,
        Func<T, bool> matches,
        Action<IReadOnlyList<T>> write)
    {
        int number = call.Number("PageNumber") ?? 1;
        int size = call.Number("PageSize") ?? Default;
        if (number < 1)
        {
            throw AlibabaErrors.Invalid("PageNumber");
        }

        if (size < 1 || size > most)
        {
            throw AlibabaErrors.Invalid("PageSize");
        }

        int skipped = (number - 1) * size;
        if (skipped > 0 && call.Context.Faults.Schedule.TryTake(FaultKind.ShiftPages))
        {
            skipped--;
        }

        List<T> page = new(Math.Min(size, rows.Count));
        int total = 0;
        foreach (T row in rows)
        {
            if (matches(row))
            {
                if (total >= skipped && page.Count < size)
                {
                    page.Add(row);
                }

                total++;
            }
        }

        response.Number("TotalCount", total);
        response.Number("PageNumber", number);
        response.Number("PageSize", size);
        write(page);
    }

    private static int Size(AlibabaRequestContext call, int most) => Math.Min(most, Math.Max(Default, call.Number("MaxResults") ?? Default));

    /// <summary>A token is the position and a seal over position and filters: with other filters the seal is broken.</summary>
    private static string MakeToken(AlibabaRequestContext call, int position)
    {
        using HMACSHA256 hmac = new(Secret);
        string essence = ClientTokens.Essence(call, n => n is "NextToken" or "MaxResults" or "PageNumber" or "PageSize");
        byte[] seal = hmac.ComputeHash(Encoding.UTF8.GetBytes(position.ToString(CultureInfo.InvariantCulture) + essence));
        return position.ToString("x8", CultureInfo.InvariantCulture)
            + string.Concat(seal.Take(12).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private static int ReadToken(AlibabaRequestContext call, string token) =>
        token.Length == 32
        && int.TryParse(token.Substring(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int position)
        && MakeToken(call, position) == token
            ? position
            : throw AlibabaErrors.Invalid("NextToken");
}
