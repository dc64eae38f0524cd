using System;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>What was looked up for a check, or why it could not be: without the right to look, a requirement is Unknown, not failed.</summary>
/// <typeparam name="T">What is looked up.</typeparam>
/// <param name="Value">What was found.</param>
/// <param name="Denied">The refusal for want of a right, or null.</param>
internal readonly record struct AlibabaLookup<T>(T? Value, EcsException? Denied)
{
    /// <summary>Looks something up.</summary>
    /// <param name="look">How.</param>
    /// <returns>What was found or refused.</returns>
    /// <exception cref="EcsException">Anything but a missing right.</exception>
    public static async Task<AlibabaLookup<T>> TryAsync(Func<Task<T>> look)
    {
        try
        {
            return new AlibabaLookup<T>(await look().ConfigureAwait(false), null);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.AccessDenied)
        {
            return new AlibabaLookup<T>(default, error);
        }
    }

    /// <summary>Looks something up about one server, whose refusal must not spoil the plans of others.</summary>
    /// <param name="look">How.</param>
    /// <returns>What was found or refused.</returns>
    /// <exception cref="EcsException">The cloud could not be reached, or knows nothing of us.</exception>
    public static async Task<AlibabaLookup<T>> TryForOneAsync(Func<Task<T>> look)
    {
        try
        {
            return new AlibabaLookup<T>(await look().ConfigureAwait(false), null);
        }
        catch (EcsException error) when (error is { CloudCode: not null, WasNotCarriedOut: true }
            and not { ErrorId: EcsErrorId.InvalidCredential or EcsErrorId.ClockSkew or EcsErrorId.RegionNotFound })
        {
            return new AlibabaLookup<T>(default, error);
        }
    }
}
