using System.Globalization;

namespace EcsTools.Core.Clouds;

/// <summary>The end of a subscription's term as a fact of a plan, by which a renewal is judged later.</summary>
internal static class TermEnd
{
    /// <summary>Writes it; empty if it is not known.</summary>
    public static string Write(DateTimeOffset? end) => end?.ToString("O", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Tells whether the term ends later than a fact says.</summary>
    /// <param name="before">What <see cref="Write"/> made; null or empty proves nothing.</param>
    public static bool IsLater(DateTimeOffset? end, string? before) =>
        DateTimeOffset.TryParse(before, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset then) && end > then;
}
