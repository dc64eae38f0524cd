using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Http;

/// <summary>How long calls let themselves be put off by a cloud that throttles. What comes after is an error: nobody may be at the prompt.</summary>
internal static class ThrottleTimeout
{
    // The clouds count in minutes (docs/contracts/alibaba-ecs.md 1.7, docs/contracts/huawei-ecs.md 8): after ten of them without one call
    // that passed, something else is wrong.
    private static readonly AmbientValue<TimeSpan> Ambient = new(TimeSpan.FromMinutes(10));

    /// <summary>The longest time in which no call of an operation passes; the command's own time where it has one.</summary>
    public static TimeSpan Current => Ambient.Current;

    /// <summary>Sets it for the present flow and everything started from it.</summary>
    /// <returns>Dispose it to restore what was set before.</returns>
    public static IDisposable Use(TimeSpan time) => Ambient.Use(time);
}
