using System.Globalization;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>The formats of times; all are UTC.</summary>
internal static class Times
{
    /// <summary><c>2026-03-02T08:14:25Z</c>: servers, images.</summary>
    public static string Seconds(DateTimeOffset time) => Format(time, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary><c>2026-03-02T08:14:25.316Z</c>: jobs.</summary>
    public static string Milliseconds(DateTimeOffset time) => Format(time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary><c>2026-03-02T08:14:25.000000</c>, without zone: OpenStack's fields, disks.</summary>
    public static string Bare(DateTimeOffset time) => Format(time, "yyyy-MM-dd'T'HH:mm:ss.ffffff");

    /// <summary><c>2026-03-02T08:14:25.000000Z</c>: tokens.</summary>
    public static string Microseconds(DateTimeOffset time) => Format(time, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    private static string Format(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
