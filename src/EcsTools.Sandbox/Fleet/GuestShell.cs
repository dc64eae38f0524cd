using System.Globalization;
using System.Text;

namespace EcsTools.Sandbox.Fleet;

/// <summary>The shell of the emulated guests. It supports <c>echo</c> (<c>Write-Output</c>), <c>echo</c> into <c>passwd --stdin</c>,
/// <c>hostname</c>, <c>sleep</c> (<c>Start-Sleep</c>) and <c>exit</c>, which is enough to try output, time and exit code; every other command
/// succeeds and prints nothing.</summary>
internal static class GuestShell
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>One command per line, or separated by semicolons. <paramref name="platform"/> is that of the image.</summary>
    public static GuestResult Run(Server server, string? platform, string script)
    {
        StringBuilder output = new();
        TimeSpan duration = Least;
        int code = 0;
        foreach (string line in script.Split('\n', ';'))
        {
            string[] pipe = line.Split('|');
            string[] command = pipe[0].Trim().Split([' '], 2);
            string rest = command.Length > 1 ? Unquote(command[1]) : "";
            if (command[0] == "echo" && pipe.Length == 2 && ReadPasswd(pipe[1]) is { } user)
            {
                code = SetPassword(server, platform, user, rest, output);
                continue;
            }

            code = 0;
            switch (command[0])
            {
                case "echo" or "Write-Output":
                    output.Append(Unquote(line.Trim().Substring(command[0].Length))).Append('\n');
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

        return new GuestResult(code, output.ToString(), duration);
    }

    /// <summary>The user of <c>passwd --stdin</c>; null for another command.</summary>
    private static string? ReadPasswd(string command)
    {
        string[] words = command.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        return words.Length is 2 or 3 && words[0].Trim() == "passwd" && words.Contains("--stdin") ? words.Skip(1).FirstOrDefault(w => w != "--stdin") ?? "root" : null;
    }

    /// <summary>An extra of the Red Hat family (docs/contracts/alibaba-ecs.md 8, no. 21).</summary>
    private static int SetPassword(Server server, string? platform, string user, string password, StringBuilder output)
    {
        if (platform is not ("RedHat" or "Oracle" or "CentOS"))
        {
            output.Append("passwd: unrecognized option '--stdin'\n");
            return 1;
        }

        if (user == "root")
        {
            server.Password = password;
        }

        output.Append("Changing password for user ").Append(user).Append(".\npasswd: all authentication tokens updated successfully.\n");
        return 0;
    }

    private static string Unquote(string text) => text.Trim().Trim('"', '\'');

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
