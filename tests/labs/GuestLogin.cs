using System.Diagnostics;

namespace EcsTools.Tests.Labs;

/// <summary>Logs in to guests with OpenSSH's own client, as somebody else would.</summary>
/// <param name="folder">Where it may write.</param>
public sealed class GuestLogin(string folder)
{
    private static readonly string[] Usual = ["-o", "LogLevel=ERROR", "-o", "ConnectTimeout=120", "-o", "ConnectionAttempts=3", "-o", "NumberOfPasswordPrompts=1"];
    private static readonly string[] AnyHost = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"];

    /// <summary>Runs a command as root, logged in by a key.</summary>
    /// <returns>What it wrote; null if the guest did not let it in, or it failed.</returns>
    public async Task<string?> TryAsync(string address, string keyFile, string command) => (await EnterAsync(address, keyFile, command)).Output;

    /// <summary>Runs a command as root, logged in by a key, that must not fail.</summary>
    public async Task<string> RunAsync(string address, string keyFile, string command)
    {
        (string? output, string errors) = await EnterAsync(address, keyFile, command);
        return output ?? throw new InvalidOperationException($"'{command}' failed on {address}: {errors}");
    }

    /// <summary>Tells whether root is let in by a password.</summary>
    public async Task<bool> TakesPasswordAsync(string address, string password)
    {
        string ask = Path.Combine(folder, "ask");
        await File.WriteAllTextAsync(ask, "#!/bin/sh\nprintf '%s\\n' \"$LAB_WORD\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(ask, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        (string? said, _) = await RunAsync(
            "ssh",
            [.. Usual, .. AnyHost, "-o", "PreferredAuthentications=password", "-o", "PubkeyAuthentication=no", $"root@{address}", "id -un"],
            ("LAB_WORD", password),
            ("SSH_ASKPASS", ask),
            ("SSH_ASKPASS_REQUIRE", "force"));
        return said?.Trim() == "root";
    }

    private static Task<(string? Output, string Errors)> EnterAsync(string address, string keyFile, string command) =>
        RunAsync("ssh", [.. Usual, .. AnyHost, "-i", keyFile, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", $"root@{address}", command]);

    private static async Task<(string? Output, string Errors)> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode == 0 ? output : null, await errors);
    }
}
