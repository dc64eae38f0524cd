using System;
using System.Globalization;
using System.Text;

namespace EcsTools.Sandbox.Fleet;

/// <summary>The shell of the emulated guests. It supports <c>echo</c> (<c>Write-Output</c>), <c>hostname</c>, <c>sleep</c>
/// (<c>Start-Sleep</c>) and <c>exit</c>, which is enough to try output, time and exit code; every other command succeeds and prints
/// nothing.</summary>
internal static class GuestShell
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>One command per line, or separated by semicolons.</summary>
    public static GuestResult Run(Server server, string script)
    {
        StringBuilder output = new();
        TimeSpan duration = Least;
        foreach (string line in script.Split('\n', ';'))
        {
            string[] catalog = line.Trim().Split([' '], 2);
            string rest = catalog.Length > 1 ? catalog[1].Trim().Trim('"', '\'') : "";
            switch (catalog[0])
            {
                case "echo" or "Write-Output":
                    output.Append(rest).Append('\n');
                    break;
                case "hostname":
                    output.Append(server.HostName ?? server.Name).Append('\n');
                    break;
                case "sleep" or "Start-Sleep":
                    duration += TimeSpan.FromSeconds(Number(rest));
                    break;
                case "exit":
                    return new GuestResult(Number(rest), output.ToString(), duration);
            }
        }

        return new GuestResult(0, output.ToString(), duration);
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
