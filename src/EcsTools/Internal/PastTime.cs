namespace EcsTools.Internal;

/// <summary>The moment at which a time span before now began.</summary>
internal static class PastTime
{
    /// <summary>Finds the moment.</summary>
    /// <returns>The moment; null without a span, and for one that is longer than there is time.</returns>
    public static DateTimeOffset? Begin(TimeSpan? within)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return within is { } span && span < now - DateTimeOffset.MinValue ? now - span : null;
    }
}
