using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>
/// What a read for a plan gave, or why the cloud did not let it be read. One such refusal makes one requirement unknown, not the
/// plan impossible.
/// </summary>
/// <typeparam name="T">What was read.</typeparam>
/// <param name="Value">What was read.</param>
/// <param name="Error">Why it was not.</param>
internal sealed record Finding<T>(T? Value, EcsException? Error)
{
    // Enough to be quick, and few enough for the clouds' limits of calls.
    private const int AtATime = 10;

    /// <summary>Reads.</summary>
    /// <param name="read">The read.</param>
    /// <returns>What it gave.</returns>
    /// <exception cref="EcsException">The credential or the network is at fault, so that nothing else can be read either.</exception>
    public static async Task<Finding<T>> ReadAsync(Func<Task<T>> read)
    {
        try
        {
            return new Finding<T>(await read().ConfigureAwait(false), null);
        }
        catch (EcsException error) when (error.ErrorId is not (EcsErrorId.InvalidCredential or EcsErrorId.ClockSkew or EcsErrorId.CannotConnect))
        {
            return new Finding<T>(default, error);
        }
    }

    /// <summary>Reads several things, each once.</summary>
    /// <param name="keys">What names them; empty names are left out.</param>
    /// <param name="read">The read of one.</param>
    /// <returns>What it gave, by name.</returns>
    /// <exception cref="EcsException">The credential or the network is at fault, so that nothing else can be read either.</exception>
    public static async Task<Dictionary<string, Finding<T>>> ReadEachAsync(IEnumerable<string> keys, Func<string, Task<T>> read)
    {
        Dictionary<string, Finding<T>> found = new(StringComparer.Ordinal);
        string[] distinct = [.. keys.Where(k => k.Length > 0).Distinct(StringComparer.Ordinal)];
        for (int start = 0; start < distinct.Length; start += AtATime)
        {
            string[] some = [.. distinct.Skip(start).Take(AtATime)];
            Finding<T>[] findings = await Task.WhenAll(some.Select(k => ReadAsync(() => read(k)))).ConfigureAwait(false);
            for (int i = 0; i < some.Length; i++)
            {
                found[some[i]] = findings[i];
            }
        }

        return found;
    }
}
