using System;
using System.Linq;
using System.Security;

using EcsTools.Core.Accounts;
using EcsTools.Model;

namespace EcsTools.Core.Guests;

/// <summary>Sets a Linux password by chpasswd with a hash made here, so that the password itself is in no command line, history or log.</summary>
internal static class PasswordCommand
{
    /// <summary>The command over SSH; it reads <see cref="Input"/>. Whoever is not root goes by sudo, and never by a question of it.</summary>
    public const string OverSsh =
        """exec sh -c 'PATH="$PATH:/usr/sbin:/sbin"; export PATH; if [ "$(id -u)" = 0 ]; then exec chpasswd -e; else exec sudo -n chpasswd -e; fi'""";

    /// <summary>What chpasswd reads.</summary>
    /// <param name="userName">Whose password.</param>
    /// <param name="password">The password.</param>
    /// <returns>One line.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if the user's name cannot be one.</exception>
    public static string Input(string userName, SecureString password) => $"{GuestUser.Require(userName)}:{Sha512Crypt.Hash(CloudFactory.Reveal(password))}\n";

    /// <summary>The script for an agent, whose commands have no input: printf is the shell's own, so the hash stands in no process list either.</summary>
    /// <param name="userName">Whose password.</param>
    /// <param name="password">The password.</param>
    /// <returns>A script for sh.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if the user's name cannot be one.</exception>
    public static string ForAgent(string userName, SecureString password) =>
        $"PATH=\"$PATH:/usr/sbin:/sbin\"\nexport PATH\nprintf '%s\\n' '{Input(userName, password).TrimEnd('\n')}' | chpasswd -e\n";

    /// <summary>Refuses a command that did not do it.</summary>
    /// <param name="output">What it left.</param>
    /// <param name="instance">The server.</param>
    /// <param name="userName">Whose password.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.GuestCommandFailed"/>.</exception>
    public static void RequireSuccess(GuestOutput output, EcsInstance instance, string userName)
    {
        if (output.ExitCode == 0)
        {
            return;
        }

        // The first line says why; nothing that holds a hash is passed on.
        string why = (output.ErrorOutput + "\n" + output.Output).Split('\n').FirstOrDefault(l => l.Trim().Length > 0 && l.IndexOf('$') < 0)?.Trim() ?? "it gave no reason";
        throw new EcsException(EcsErrorId.GuestCommandFailed, $"The guest {instance} did not set the password of {userName} (exit code {output.ExitCode}): {why}")
        {
            InstanceId = instance.Id,
            RecommendedAction = "Check -UserName; who logs in without being root needs sudo without a password (-LoginUserName).",
        };
    }
}
