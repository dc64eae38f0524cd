using System.Globalization;

namespace EcsTools.Core.Reports;

/// <summary>Times and places as every report writes them.</summary>
internal static class ReportText
{
    public static string Place(EcsInstance instance) => Place(instance.Account, instance.Region);

    public static string Place(string account, string region) => region.Length == 0 ? account : $"{account}, {region}";

    public static string Server(EcsOperation operation) => new EcsInstance { Id = operation.InstanceId, Name = operation.InstanceName }.ToString();

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Hours, minutes and seconds; minutes and seconds below an hour.</summary>
    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Format(CultureInfo.InvariantCulture, "{0:0}:{1:00}:{2:00} h", Math.Floor(time.TotalHours), time.Minutes, time.Seconds)
        : string.Format(CultureInfo.InvariantCulture, "{0}:{1:00} min", time.Minutes, time.Seconds);
}
