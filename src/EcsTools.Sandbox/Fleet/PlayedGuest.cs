using System;
using System.Globalization;
using System.Text;

namespace EcsTools.Sandbox.Fleet;

/// <summary>Stands for the guest of every server: understands the four words that are enough to see commands at work.</summary>
internal static class PlayedGuest
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>Plays a script line by line: <c>echo</c>, <c>hostname</c>, <c>sleep</c> (seconds) and <c>exit</c> (code); any other word does nothing.</summary>
    /// <param name="server">The server.</param>
    /// <param name="script">The script.</param>
    /// <returns>What it did.</returns>
    public static GuestResult Run(Server server, string script)
    {
        StringBuilder output = new();
        TimeSpan took = Least;
        foreach (string line in script.Split(['\n', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Trim().Split([' '], 2);
            string rest = words.Length > 1 ? words[1].Trim() : "";
            _ = int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            switch (words[0])
            {
                case "echo":
                    output.Append(rest.Trim('"', '\'')).Append('\n');
                    break;
                case "hostname":
                    output.Append(server.HostName ?? server.Name).Append('\n');
                    break;
                case "sleep":
                    took += TimeSpan.FromSeconds(number);
                    break;
                case "exit":
                    return new GuestResult(number, output.ToString(), took);
            }
        }

        return new GuestResult(0, output.ToString(), took);
    }
}
