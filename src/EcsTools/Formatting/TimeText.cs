using System.Globalization;

namespace EcsTools.Formatting;

/// <summary>Times in words; empty for a time that is not known.</summary>
internal static class TimeText
{
    /// <summary>How long something took, in minutes and seconds.</summary>
    /// <param name="to">When it ended, or null.</param>
    /// <returns>The text; empty while it goes on.</returns>
    public static string Duration(object? from, object? to) => Moment(from) is { } begin && Moment(to) is { } end
        ? string.Format(CultureInfo.InvariantCulture, "{0:0}:{1:00}", Math.Floor((end - begin).TotalMinutes), (end - begin).Seconds)
        : "";

    /// <summary>How long ago something was: seconds, minutes, hours or days, in full.</summary>
    public static string Age(object? when)
    {
        if (Moment(when) is not { } moment)
        {
            return "";
        }

        (double number, string unit) = (DateTimeOffset.UtcNow - moment) switch
        {
            { TotalMinutes: < 1 } age => (Math.Max(0, age.TotalSeconds), "s"),
            { TotalHours: < 1 } age => (age.TotalMinutes, "min"),
            { TotalDays: < 2 } age => (age.TotalHours, "h"),
            var age => (age.TotalDays, "d"),
        };
        return string.Format(CultureInfo.InvariantCulture, "{0:0} {1}", Math.Floor(number), unit);
    }

    /// <summary>A point of time as local date, time and offset, and how long ago that is.</summary>
    public static string Full(object? when) => Moment(when) is { } moment
        ? string.Format(
            CultureInfo.InvariantCulture, moment <= DateTimeOffset.UtcNow ? "{0:yyyy-MM-dd HH:mm:ss zzz} ({1} ago)" : "{0:yyyy-MM-dd HH:mm:ss zzz}", moment.ToLocalTime(), Age(when))
        : "";

    /// <summary>A point of time as local date and time.</summary>
    public static string Short(object? when) => Moment(when)?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    // What was serialized holds a bag in place of a time, what went through JSON a text.
    private static DateTimeOffset? Moment(object? when) => (when is PSObject bag ? bag.BaseObject : when) switch
    {
        null => null,
        DateTimeOffset moment => moment,
        DateTime time => time,
        PSCustomObject => Moment(PSObject.AsPSObject(when).Properties[nameof(DateTimeOffset.UtcDateTime)]?.Value),
        var other => DateTimeOffset.TryParse(other.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed) ? parsed : null,
    };
}
