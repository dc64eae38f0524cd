namespace EcsTools.Core.Threading;

/// <summary>Sums with points of time that others have written, some of which stand at the limit of what a time can be: 'never' is often the year 9999.</summary>
internal static class TimeLimits
{
    /// <summary>Returns a time moved by a span, or the limit where it would lie beyond.</summary>
    public static DateTimeOffset Moved(this DateTimeOffset time, TimeSpan by)
    {
        DateTimeOffset utc = time.ToUniversalTime();
        return by > DateTimeOffset.MaxValue - utc ? DateTimeOffset.MaxValue
            : by < DateTimeOffset.MinValue - utc ? DateTimeOffset.MinValue
            : utc + by;
    }
}
