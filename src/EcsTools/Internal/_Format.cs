using System;
using System.ComponentModel;
using System.Globalization;
using System.Management.Automation.Host;

using EcsTools.Model;
using EcsTools.Parameters;

namespace EcsTools.Internal;

/// <summary>Cells for EcsTools.Format.ps1xml. Not for users.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class _Format
{
    private const string Green = "\u001b[32m";
    private const string Yellow = "\u001b[33m";
    private const string Red = "\u001b[31m";
    private const string Grey = "\u001b[90m";
    private const string Plain = "\u001b[0m";

    /// <summary>A server's status.</summary>
    /// <param name="status">The status, or its text in an object that was serialized.</param>
    /// <param name="host">The host.</param>
    /// <returns>The text, coloured where the host shows colours.</returns>
    public static string Status(object? status, PSHost host) => Paint(
        status,
        host,
        status?.ToString() switch
        {
            nameof(EcsInstanceStatus.Running) => Green,
            nameof(EcsInstanceStatus.Stopped) => Grey,
            nameof(EcsInstanceStatus.ReinstallFailed) or nameof(EcsInstanceStatus.ChangeOsFailed) or nameof(EcsInstanceStatus.Error) => Red,
            _ => Yellow,
        });

    /// <summary>How an operation stands.</summary>
    /// <param name="state">The state, or its text.</param>
    /// <param name="host">The host.</param>
    /// <returns>The text, coloured where the host shows colours.</returns>
    public static string State(object? state, PSHost host) => Paint(
        state,
        host,
        state?.ToString() switch
        {
            nameof(EcsOperationState.Succeeded) => Green,
            nameof(EcsOperationState.Failed) => Red,
            _ => Yellow,
        });

    /// <summary>How the check of a requirement came out.</summary>
    /// <param name="outcome">The outcome, or its text.</param>
    /// <param name="host">The host.</param>
    /// <returns>The text, coloured where the host shows colours.</returns>
    public static string Outcome(object? outcome, PSHost host) => Paint(
        outcome,
        host,
        outcome?.ToString() switch
        {
            nameof(EcsRequirementOutcome.Passed) => Green,
            nameof(EcsRequirementOutcome.Failed) => Red,
            _ => Yellow,
        });

    /// <summary>The last cell of a row, cut in the middle if the screen is too narrow, since both ends tell ids apart.</summary>
    /// <param name="text">The text.</param>
    /// <param name="used">How many columns the cells before it take.</param>
    /// <param name="host">The host.</param>
    /// <returns>The text that fits.</returns>
    public static string Shorten(string? text, int used, PSHost host)
    {
        int width = Math.Max(5, Width(host) - used);
        if (text is null || text.Length <= width)
        {
            return text ?? "";
        }

        int tail = (width - 1) / 2;
        return $"{text.Substring(0, width - 1 - tail)}\u2026{text.Substring(text.Length - tail)}";
    }

    /// <summary>How long something took.</summary>
    /// <param name="from">When it began.</param>
    /// <param name="to">When it ended, or null.</param>
    /// <returns>Minutes and seconds, or nothing while it goes on.</returns>
    public static string Duration(DateTimeOffset from, DateTimeOffset? to) => to is null
        ? ""
        : string.Format(CultureInfo.InvariantCulture, "{0:0}:{1:00}", Math.Floor((to.Value - from).TotalMinutes), (to.Value - from).Seconds);

    /// <summary>A plan on several lines, with all its requirements.</summary>
    /// <param name="plan">The plan, or what is left of one in an object that was serialized.</param>
    /// <param name="host">The host.</param>
    /// <returns>The text.</returns>
    public static string Plan(object? plan, PSHost host) => PlanText.Full(PlanReader.Read(plan), outcome => Outcome(outcome, host));

    // The engine takes the sequences out again where it writes to a file or was told to write plain text; Windows PowerShell does not.
    private static string Paint(object? text, PSHost host, string colour) =>
        text is null ? "" : ShowsColour(host) ? $"{colour}{text}{Plain}" : text.ToString();

    private static bool ShowsColour(PSHost host) => Environment.Version.Major > 4 && (host.UI?.SupportsVirtualTerminal ?? false);

    private static int Width(PSHost host)
    {
        try
        {
            return host.UI?.RawUI?.BufferSize.Width is int width and > 0 ? width - 1 : 80;
        }
        catch (Exception error) when (error is HostException or NotImplementedException or InvalidOperationException)
        {
            // A host without a screen: nothing to fit into.
            return 80;
        }
    }
}
