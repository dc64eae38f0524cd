using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EcsTools.Core.Tests.State;

/// <summary>
/// A PostgreSQL server of this test run on loopback, from the packages of the system: it starts when it is first asked for, and ends with
/// this process, however that ends. Its administrator is called admin.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>The administrator's password.</summary>
    public const string Password = "admin's \"test\" password";

    private readonly Lazy<string?> _problem;
    private string? _folder;
    private Process? _process;

    public PostgresServer() => _problem = new Lazy<string?>(Start);

    /// <summary>The port.</summary>
    public int Port { get; private set; }

    /// <summary>Why there is none; null if there is one.</summary>
    public string? Problem => _problem.Value;

    /// <summary>Where its socket is.</summary>
    public string SocketFolder => _folder!;

    /// <summary>Stops it, as an administrator would, or at once, as a power failure.</summary>
    public void Stop(bool isCrash = false)
    {
        Run("kill", isCrash ? "-QUIT" : "-INT", File.ReadLines(Path.Combine(Data, "postmaster.pid")).First());
        _process!.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>The folder of its data, where it looks for certificates.</summary>
    public string Data => Path.Combine(_folder!, "data");

    /// <summary>Gives it a file that it can read.</summary>
    public void AddFile(string name, string content)
    {
        string file = Path.Combine(Data, name);
        File.WriteAllText(file, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        if (Environment.UserName == "root")
        {
            Run("chown", "postgres", file);
        }
    }

    /// <summary>Starts it again after <see cref="Stop"/>.</summary>
    /// <param name="settings">Settings for this time, as <c>name=value</c>.</param>
    public void StartAgain(params string[] settings) => Begin(settings);

    public void Dispose()
    {
        if (_process is not null)
        {
            Stop();
        }

        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string? Programs => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(d => Path.Combine(d, "bin")) : [])
        .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")));

    private string? Start()
    {
        if (OperatingSystem.IsWindows() || Programs is null)
        {
            return "PostgreSQL is not installed (Debian: postgresql).";
        }

        _folder = Directory.CreateTempSubdirectory("ecstools-postgres-").FullName;
        string password = Path.Combine(_folder, "password");
        File.WriteAllText(password, Password);
        if (Environment.UserName == "root")
        {
            // The server refuses to run as root.
            Run("chown", "-R", "postgres:postgres", _folder);
        }

        string[] initdb = [Path.Combine(Programs, "initdb"), "-D", Data, "--username=admin", $"--pwfile={password}", "--auth-host=scram-sha-256", "--auth-local=trust", "--no-sync", "--encoding=UTF8", "--locale=C"];
        Run([.. AsOther, .. initdb]);
        using (TcpListener listener = new(IPAddress.Loopback, 0))
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        Begin([]);
        return null;
    }

    private void Begin(string[] settings)
    {
        // It ends when its input does, also when this process is killed.
        string[] server =
        [
            "sh", "-c", "program=$1; shift; \"$program\" \"$@\" >/dev/null 2>&1 & cat >/dev/null; kill -INT $! 2>/dev/null; wait $!", "sh",
            Path.Combine(Programs!, "postgres"), "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", _folder!,
            .. new[] { "listen_addresses=127.0.0.1", "fsync=off", "max_connections=300" }.Concat(settings).SelectMany(s => new[] { "-c", s }),
        ];
        string[] all = [.. AsOther, .. server];
        _process = Process.Start(new ProcessStartInfo(all[0], all.Skip(1)) { RedirectStandardInput = true, WorkingDirectory = _folder })!;
        for (int attempt = 0; attempt < 600; attempt++)
        {
            // What the server itself says of its state, in the file that it keeps for pg_ctl.
            string file = Path.Combine(Data, "postmaster.pid");
            if (File.Exists(file) && File.ReadLines(file).ElementAtOrDefault(7)?.Trim() == "ready")
            {
                return;
            }

            // Another process, which no clock of a test drives.
            Thread.Sleep(50);
        }

        throw new InvalidOperationException("PostgreSQL has not started.");
    }

    private static string[] AsOther => Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

    private void Run(params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder })!;
        string errors = process.StandardError.ReadToEnd();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {errors}");
        }
    }
}
