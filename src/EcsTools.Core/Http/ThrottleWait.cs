namespace EcsTools.Core.Http;

/// <summary>Since when a call is put off, and how long it may be.</summary>
/// <param name="Begun">When the call was made, by its account's clock (<see cref="TimeProvider.GetTimestamp"/>).</param>
internal readonly record struct ThrottleWait(long Begun, TimeSpan Patience)
{
    /// <summary>How long it may still be put off.</summary>
    /// <returns>The time; none or less if it is over.</returns>
    public TimeSpan Left(TimeProvider time, long passed) => Patience - time.GetElapsedTime(Math.Max(Begun, passed));
}
