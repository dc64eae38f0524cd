using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security;

namespace EcsTools.Tests.Labs;

/// <summary>A throwaway guest with a real OpenSSH server on a loopback port; see tests/labs/ssh-guest.sh.</summary>
public sealed class SshLab : IAsyncLifetime
{
    public const string InstanceId = "i-lab0001";
    public const string Passphrase = "open Sesame";
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"ecstools-lab-{Guid.NewGuid():N}");
    private Process? _process;
    private string? _missing = "the lab was not started";

    public int Port { get; } = FreePort();

    public string KnownHosts => Path.Combine(_folder, "known_hosts");

    public string Shadow => File.ReadAllText(Path.Combine(_folder, "root", "etc", "shadow"));

    public async ValueTask InitializeAsync()
    {
        string? script = Ancestors().Select(a => Path.Combine(a, "tests", "labs", "ssh-guest.sh")).FirstOrDefault(File.Exists);
        if (script is null || !OperatingSystem.IsLinux())
        {
            _missing = "no guest: this is not Linux, or the script is not there";
            return;
        }

        _process = Process.Start(new ProcessStartInfo("bash", [script, _folder, Port.ToString(CultureInfo.InvariantCulture), InstanceId])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string? said = await _process.StandardOutput.ReadLineAsync();
        _missing = said == "ready" ? null : said ?? "no guest: it ended without a word";
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            // The guest goes with the script's input.
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    /// <summary>Skips the test where there is no guest.</summary>
    public void Require() => Assert.SkipWhen(_missing is not null, _missing ?? "");

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>What the guest's metadata service says.</summary>
    public void SayMetadata(string? text)
    {
        string path = Path.Combine(_folder, "root", "lab", "metadata");
        File.Delete(path);
        if (text is not null)
        {
            File.WriteAllText(path, text);
        }
    }

    public static SecureString Secret(string text)
    {
        SecureString secret = new();
        text.ToList().ForEach(secret.AppendChar);
        secret.MakeReadOnly();
        return secret;
    }

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static IEnumerable<string> Ancestors()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
