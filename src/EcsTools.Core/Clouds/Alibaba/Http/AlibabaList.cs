using System.Globalization;

using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>A list with page tokens that may be narrowed to a hundred ids a call (docs/contracts/alibaba-ecs.md 3.2, 3.16, 3.17).</summary>
/// <param name="PageSize">How many rows a page; without it the service gives ten.</param>
internal sealed record AlibabaList(string Action, string Outer, string Inner, string IdsParameter, int PageSize)
{
    /// <summary>Reads a page.</summary>
    /// <param name="continuation">Null for the first page, else what the page before gave.</param>
    /// <param name="onNext">Takes what fetches the next page as soon as it is known; rows are not counted then. Null if it is not needed before they are read.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<AlibabaListPage<T>> ReadAsync<T>(
        AlibabaApi api, AlibabaParameters filter, IReadOnlyList<string> ids, string? continuation, Action<string>? onNext, Func<JsonRow, T> map, CancellationToken cancellation)
    {
        Position at = Position.Parse(continuation);
        string[][] idCalls = [.. ids.InCalls()];
        if (ids.Count > 0)
        {
            // No usable id is an empty list, never "no filter": [] matches nothing.
            filter.AddJson(IdsParameter, at.IdCall < idCalls.Length ? idCalls[at.IdCall] : []);
        }

        Action<string>? onToken = onNext is null ? null : token => onNext(new Position(at.IdCall, 0, token).ToString());
        Page<T> page = await api.ReadPageAsync(Action, filter, (Outer, Inner), PageSize, at.Token, onToken, map, cancellation).ConfigureAwait(false);
        bool endsCall = page.Continuation is null;
        Position next = new(endsCall ? at.IdCall + 1 : at.IdCall, onNext is null ? at.RowsRead + page.Items.Count : 0, page.Continuation);
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
    public Task<IReadOnlyList<JObject>> FindAsync(AlibabaApi api, IEnumerable<string> ids, CancellationToken cancellation) =>
        FindAsync(api, ids, static row => row.ToObject(), cancellation);

    /// <summary>Reads rows by id, row by row.</summary>
    /// <returns>What was made of the rows that exist; nothing without a call if there are no ids.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<T>> FindAsync<T>(AlibabaApi api, IEnumerable<string> ids, Func<JsonRow, T> map, CancellationToken cancellation)
    {
        IReadOnlyList<T>[] answers = await ids.InCalls().ForEachAsync(
            call => api.ReadAllAsync(Action, new AlibabaParameters().AddJson(IdsParameter, call), (Outer, Inner), PageSize, map, cancellation), cancellation).ConfigureAwait(false);
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
