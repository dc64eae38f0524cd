using System;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;

using EcsTools.Model;
using EcsTools.Parameters;

namespace EcsTools.Internal;

/// <summary>Cells for EcsTools.Format.ps1xml. Not for users.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class _Format
{
    private const int UuidWidth = 36;
    private const int ReadableWidth = 20;
    private const string Green = "Green";
    private const string Yellow = "Yellow";
    private const string Red = "Red";
    private const string Grey = "BrightBlack";

    /// <summary>A server's status.</summary>
    /// <param name="status">The status as text, since that is all an object keeps that was serialized.</param>
    /// <param name="style"><c>$PSStyle</c>; null in Windows PowerShell, which has none.</param>
    /// <param name="host">The host.</param>
    /// <returns>The text, coloured unless output is plain.</returns>
    public static string Status(string status, object? style, PSHost host) => Paint(
        status,
        style,
        host,
        status switch
        {
            nameof(EcsInstanceStatus.Running) => Green,
            nameof(EcsInstanceStatus.Stopped) => Grey,
            nameof(EcsInstanceStatus.ReinstallFailed) or nameof(EcsInstanceStatus.ChangeOsFailed) or nameof(EcsInstanceStatus.Error) => Red,
            _ => Yellow,
        });

    /// <summary>How an operation stands.</summary>
    /// <param name="state">The state as text.</param>
    /// <param name="style"><c>$PSStyle</c>.</param>
    /// <param name="host">The host.</param>
    /// <returns>The text, coloured unless output is plain.</returns>
    public static string State(string state, object? style, PSHost host) => Paint(
        state,
        style,
        host,
        state switch
        {
            nameof(EcsOperationState.Succeeded) => Green,
            nameof(EcsOperationState.Failed) => Red,
            _ => Yellow,
        });

    /// <summary>How the check of a requirement came out.</summary>
    /// <param name="outcome">The outcome as text.</param>
    /// <param name="style"><c>$PSStyle</c>.</param>
    /// <param name="host">The host.</param>
    /// <returns>The text, coloured unless output is plain.</returns>
    public static string Outcome(string outcome, object? style, PSHost host) => Paint(
        outcome,
        style,
        host,
        outcome switch
        {
            nameof(EcsRequirementOutcome.Passed) => Green,
            nameof(EcsRequirementOutcome.Failed) => Red,
            _ => Yellow,
        });

    /// <summary>How far a snapshot is.</summary>
    /// <param name="status">What the cloud calls it.</param>
    /// <param name="percent">How much of it is made.</param>
    /// <returns>The share while it is being made, the status otherwise.</returns>
    public static string SnapshotStatus(string? status, int percent) =>
        percent is > 0 and < 100 ? string.Format(CultureInfo.InvariantCulture, "{0} % done", percent) : status ?? "";

    /// <summary>A cell that is cut in the middle if its column is too narrow, since both ends tell names apart.</summary>
    /// <param name="text">The text.</param>
    /// <param name="taken">How much columns of a fixed width and the gaps between all columns take.</param>
    /// <param name="columns">How many columns share the rest.</param>
    /// <param name="host">The host.</param>
    /// <returns>The text that fits.</returns>
    public static string Fit(string? text, int taken, int columns, PSHost host) => Cut(text, Room(taken, columns, isId: false, host));

    /// <summary>A cell with an id: it gets more room than others, since it is what one copies.</summary>
    /// <param name="id">The id.</param>
    /// <param name="taken">How much columns of a fixed width and the gaps between all columns take.</param>
    /// <param name="columns">How many columns share the rest.</param>
    /// <param name="host">The host.</param>
    /// <returns>The text that fits.</returns>
    public static string Id(string? id, int taken, int columns, PSHost host) => Cut(id, Room(taken, columns, isId: true, host));

    /// <summary>A server's addresses: both where there is room, else the one by which others reach it.</summary>
    /// <param name="publicIp">The public one.</param>
    /// <param name="privateIp">The private one.</param>
    /// <param name="taken">What other columns and gaps take; see <see cref="Fit"/>.</param>
    /// <param name="columns">How many columns share the rest.</param>
    /// <param name="host">The host.</param>
    /// <returns>The text.</returns>
    public static string Addresses(string? publicIp, string? privateIp, int taken, int columns, PSHost host)
    {
        string[] addresses = [.. new[] { publicIp, privateIp }.OfType<string>().Where(a => a.Length > 0)];
        string all = string.Join(", ", addresses);
        return all.Length <= Room(taken, columns, isId: false, host) ? all : addresses[0];
    }

    /// <summary>The server that something is about.</summary>
    /// <param name="row">An object with an instance, or with its name and id.</param>
    /// <returns>The name, or the id without one.</returns>
    public static string Server(PSObject row)
    {
        PSObject? instance = row.Properties["Instance"]?.Value is { } value ? PSObject.AsPSObject(value) : null;
        return Text(instance, "Name") ?? instance?.ToString() ?? Text(row, "InstanceName") ?? Text(row, "InstanceId") ?? "";
    }

    /// <summary>How long something took.</summary>
    /// <param name="from">When it began.</param>
    /// <param name="to">When it ended, or null.</param>
    /// <returns>Minutes and seconds, or nothing while it goes on.</returns>
    public static string Duration(object? from, object? to) => Moment(from) is { } begin && Moment(to) is { } end
        ? string.Format(CultureInfo.InvariantCulture, "{0:0}:{1:00}", Math.Floor((end - begin).TotalMinutes), (end - begin).Seconds)
        : "";

    /// <summary>How long ago something was.</summary>
    /// <param name="when">The time.</param>
    /// <returns>Seconds, minutes, hours or days, in full.</returns>
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

    /// <summary>A point of time, as the clock on this machine's wall showed it.</summary>
    /// <param name="when">The time.</param>
    /// <returns>Date, time, offset and how long ago that is.</returns>
    public static string Time(object? when) => Moment(when) is { } moment
        ? string.Format(
            CultureInfo.InvariantCulture, moment <= DateTimeOffset.UtcNow ? "{0:yyyy-MM-dd HH:mm:ss zzz} ({1} ago)" : "{0:yyyy-MM-dd HH:mm:ss zzz}", moment.ToLocalTime(), Age(when))
        : "";

    /// <summary>A plan on several lines, with all its requirements.</summary>
    /// <param name="plan">The plan, or what is left of one in an object that was serialized.</param>
    /// <param name="style"><c>$PSStyle</c>.</param>
    /// <param name="host">The host.</param>
    /// <returns>The text.</returns>
    public static string Plan(object? plan, object? style, PSHost host) =>
        WordWrap.Fit(PlanText.Full(BagReader.Read<EcsPlan>(plan), outcome => Outcome(outcome.ToString(), style, host)), HostAbility.Width(host));

    // The engine takes the sequences out again where it writes to a file.
    private static string Paint(string text, object? style, PSHost host, string colour) => ShowsColour(style, host)
        ? $"{Member(Member(style, "Foreground"), colour)}{text}{Member(style, "Reset")}"
        : text;

    private static bool ShowsColour(object? style, PSHost host) => Member(style, "OutputRendering")?.ToString() switch
    {
        null or "PlainText" => false,
        "Ansi" => true,
        _ => host.UI?.SupportsVirtualTerminal ?? false,
    };

    private static object? Member(object? owner, string name) => owner is null ? null : PSObject.AsPSObject(owner).Properties[name]?.Value;

    private static string? Text(PSObject? owner, string name) => Member(owner, name)?.ToString() is { Length: > 0 } text ? text : null;

    // What was serialized holds a bag in place of a time, what went through JSON a text.
    private static DateTimeOffset? Moment(object? when) => (when is PSObject bag ? bag.BaseObject : when) switch
    {
        null => null,
        DateTimeOffset moment => moment,
        DateTime time => time,
        PSCustomObject => Moment(Member(when, nameof(DateTimeOffset.UtcDateTime))),
        var other => DateTimeOffset.TryParse(other.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed) ? parsed : null,
    };

    private static string Cut(string? text, int width)
    {
        if (text is null || text.Length <= width)
        {
            return text ?? "";
        }

        int tail = (width - 1) / 2;
        return $"{text.Substring(0, width - 1 - tail)}\u2026{text.Substring(text.Length - tail)}";
    }

    // Equal shares, but a UUID is shown in full as soon as that leaves the other columns enough.
    private static int Room(int taken, int columns, bool isId, PSHost host)
    {
        int all = HostAbility.Width(host) - taken;
        int share = all / columns;
        int rest = columns > 1 ? (all - UuidWidth) / (columns - 1) : 0;
        return share < UuidWidth && rest >= ReadableWidth
            ? isId ? UuidWidth : rest
            : Math.Max(5, share);
    }
}
