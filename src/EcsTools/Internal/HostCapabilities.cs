using System.Management.Automation.Host;

namespace EcsTools.Internal;

/// <summary>What the host around a cmdlet can do.</summary>
internal static class HostCapabilities
{
    private const int PlainWidth = 80;
    private static readonly bool StartedNonInteractive = Environment.GetCommandLineArgs().Any(IsNonInteractiveSwitch);

    /// <summary>Tells whether there is somebody who can be asked and shown progress.</summary>
    /// <returns>False for a host without a screen and for a process that was started with <c>-NonInteractive</c>.</returns>
    public static bool IsInteractive(PSHost host) => !StartedNonInteractive && Environment.UserInteractive && host.UI?.RawUI is not null;

    /// <summary>Tells how much fits on a line.</summary>
    /// <param name="host">The host; null if it is not known.</param>
    /// <returns>The number of characters; 80 for a host without a screen and for none.</returns>
    public static int Width(PSHost? host)
    {
        try
        {
            return host?.UI?.RawUI?.BufferSize.Width is int width and > 0 ? width - 1 : PlainWidth;
        }
        catch (Exception error) when (error is HostException or NotImplementedException or InvalidOperationException)
        {
            // Nothing to fit into.
            return PlainWidth;
        }
    }

    // PowerShell takes every unambiguous beginning of a switch's name, with one or two dashes or a slash.
    private static bool IsNonInteractiveSwitch(string argument)
    {
        string name = argument.TrimStart('-', '/');
        return name.Length < argument.Length && name.Length >= 4
            && "NonInteractive".StartsWith(name, StringComparison.OrdinalIgnoreCase);
    }
}
