namespace EcsTools.Core.Clouds;

/// <summary>
/// What a side read for a plan gave, or why it could not be read. One rule for all clouds: a side read that fails makes its
/// requirement Unknown and spoils neither the rest of the plan nor the plans of other servers; what concerns the account as a
/// whole (credential, clock, region, network) fails everything, since nothing else can be read either. The read of the server
/// itself is no side read and does not go through here.
/// </summary>
internal sealed record LookupResult<T>(T? Value, EcsException? Error)
{
    // Enough to be quick, and few enough for the clouds' limits of calls.
    private const int AtATime = 10;

    /// <summary>Nothing was to be read.</summary>
    public static LookupResult<T> None { get; } = new(default, null);

    /// <summary>What was read, where nothing can be done without it.</summary>
    /// <exception cref="EcsException">It could not be read.</exception>
    public T Require() => Error is null ? Value! : throw Error;

    public static async Task<LookupResult<T>> ReadAsync(Func<Task<T>> read)
    {
        try
        {
            return new LookupResult<T>(await read().ConfigureAwait(false), null);
        }
        catch (EcsException error) when (error.ErrorId
            is not (EcsErrorId.InvalidCredential or EcsErrorId.ClockSkew or EcsErrorId.RegionNotFound or EcsErrorId.CannotConnect))
        {
            return new LookupResult<T>(default, error);
        }
    }

    /// <summary>Reads several things, each once and a few side by side; empty names are left out.</summary>
    public static async Task<Dictionary<TKey, LookupResult<T>>> ReadEachAsync<TKey>(
        IEnumerable<TKey> keys, Func<TKey, Task<T>> read, int atATime = AtATime)
        where TKey : notnull
    {
        Dictionary<TKey, LookupResult<T>> found = [];
        TKey[] distinct = [.. keys.Where(k => k is not string { Length: 0 }).Distinct()];
        for (int start = 0; start < distinct.Length; start += atATime)
        {
            TKey[] some = [.. distinct.Skip(start).Take(atATime)];
            LookupResult<T>[] results = await Task.WhenAll(some.Select(k => ReadAsync(() => read(k)))).ConfigureAwait(false);
            for (int i = 0; i < some.Length; i++)
            {
                found[some[i]] = results[i];
            }
        }

        return found;
    }
}
