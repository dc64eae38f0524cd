using System;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>
/// What a read for a plan gave, or why the cloud did not let it be read. One such refusal makes one requirement unknown, not the
/// plan impossible.
/// </summary>
/// <typeparam name="T">What was read.</typeparam>
/// <param name="Value">What was read.</param>
/// <param name="Error">Why it was not.</param>
internal sealed record Finding<T>(T? Value, EcsException? Error)
{
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
}
