using System.Globalization;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>A list with page tokens that may be narrowed to a hundred ids a call (docs/contracts/alibaba-ecs.md 3.2, 3.16, 3.17).</summary>
/// <param name="PageSize">How many rows a page; without it the service gives ten.</param>
internal sealed record AlibabaList(string Action, string Outer, string Inner, string IdsParameter, int PageSize)
{
    /// <summary>The fields of a row that <see cref="ReadAsync"/> hands over, or null for all.</summary>
    public ISet<string>? Fields { get; init; }

    /// <summary>Reads a page.</summary>
    /// <param name="continuation">Null for the first page, else what the page before gave.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<AlibabaListPage<T>> ReadAsync<T>(
        AlibabaApi api, AlibabaParameters filter, IReadOnlyList<string> ids, string? continuation, Func<JObject, T> map, CancellationToken cancellation)
    {
        Position at = Position.Parse(continuation);
        string[][] idCalls = [.. ids.InCalls()];
        if (ids.Count > 0)
        {
            // No usable id is an empty list, never "no filter": [] matches nothing.
            filter.AddJson(IdsParameter, at.IdCall < idCalls.Length ? idCalls[at.IdCall] : []);
        }

        Page<T> page = await api.ReadPageAsync(Action, filter, (Outer, Inner), PageSize, at.Token, Fields, map, cancellation).ConfigureAwait(false);
        bool endsCall = page.Continuation is null;
        Position next = new(endsCall ? at.IdCall + 1 : at.IdCall, at.RowsRead + page.Items.Count, page.Continuation);
        bool isLast = endsCall && next.IdCall >= idCalls.Length;
        return new AlibabaListPage<T>(page.Items, isLast ? null : next.ToString(), next.RowsRead, endsCall);
    }

    /// <summary>Reads all pages.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public Task<IReadOnlyList<JObject>> ReadAllAsync(AlibabaApi api, AlibabaParameters filter, CancellationToken cancellation) =>
        api.ReadAllAsync(Action, filter, (Outer, Inner), PageSize, cancellation);

    /// <summary>Reads rows by id.</summary>
    /// <returns>The rows that exist; none without a call if there are no ids.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<JObject>> FindAsync(AlibabaApi api, IEnumerable<string> ids, CancellationToken cancellation)
    {
        IReadOnlyList<JObject>[] answers = await ids.InCalls().ForEachAsync(
            call => ReadAllAsync(api, new AlibabaParameters().AddJson(IdsParameter, call), cancellation), cancellation).ConfigureAwait(false);
        return [.. answers.SelectMany(a => a)];
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
