using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EcsTools.Sandbox.Fleet;

/// <summary>What the guest of a server writes to its console: at each boot the kernel's and Cloud-Init's lines, at the first boot of a new system with
/// the SSH host keys that it has made, and last the prompt of the login.</summary>
internal sealed class GuestConsole
{
    /// <summary>How long after the start the last line of a boot is written.</summary>
    public static readonly TimeSpan BootTime = TimeSpan.FromSeconds(20);

    // Clouds keep so much of the past.
    private const int MostBoots = 4;

    private readonly Server _server;
    private readonly List<Boot> _boots = [];

    public GuestConsole(Server server)
    {
        _server = server;
        if (server.StartedAt is { } started)
        {
            BootUp(started);
        }
    }

    /// <summary>When the text was last recorded by a cloud that does so at each start and stop; null if it never was.</summary>
    public DateTimeOffset? RecordedBefore(DateTimeOffset now) => _boots.SelectMany(b => new[] { b.At + BootTime, b.StoppedAt })
        .Where(t => t <= now).OrderByDescending(t => t).FirstOrDefault();

    public void BootUp(DateTimeOffset at)
    {
        bool isNew = _boots.Count == 0 || _boots[_boots.Count - 1].System != _server.Wipes;
        _boots.Add(new Boot(at, _server.Wipes, isNew, _server.HostName ?? _server.Name, _server.IsWindows));
        _boots.RemoveRange(0, Math.Max(0, _boots.Count - MostBoots));
    }

    public void ShutDown(DateTimeOffset at)
    {
        if (_boots.Count > 0)
        {
            _boots[_boots.Count - 1] = _boots[_boots.Count - 1] with { StoppedAt = at };
        }
    }

    /// <summary>What was written until a time.</summary>
    public string Read(DateTimeOffset until)
    {
        if (_server.Machine is { } machine)
        {
            return machine.Console;
        }

        StringBuilder text = new();
        foreach ((DateTimeOffset _, string line) in _boots.SelectMany(Lines).Where(l => l.At <= until))
        {
            text.Append(line);
        }

        return text.ToString();
    }

    /// <summary>The SSH host key of the system that the server has now: one line of OpenSSH's form.</summary>
    public string HostKey => HostKeyOf(_server.Wipes, _server.HostName ?? _server.Name);

    // A Windows guest has no console of text.
    private IEnumerable<(DateTimeOffset At, string Line)> Lines(Boot boot) => boot.IsWindows ? [] : LinuxLines(boot);

    private IEnumerable<(DateTimeOffset At, string Line)> LinuxLines(Boot boot)
    {
        yield return (boot.At, "[    0.000000] Linux version 5.15.0-sandbox (sandbox@build) #1 SMP\n[    0.000000] Command line: root=/dev/vda1 ro console=tty1 console=ttyS0\n");
        yield return (boot.At.AddSeconds(8), $"[    8.120000] cloud-init[612]: Cloud-init v. 23.1 running 'init' at {Rfc(boot.At.AddSeconds(8))}. Up 8.12 seconds.\n");
        yield return (boot.At.AddSeconds(14), $"[   14.310000] cloud-init[840]: Cloud-init v. 23.1 running 'modules:final' at {Rfc(boot.At.AddSeconds(14))}. Up 14.31 seconds.\n");
        if (boot.IsNewSystem)
        {
            string key = HostKeyOf(boot.System, boot.HostName);
            yield return (boot.At.AddSeconds(15), $"ci-info: no authorized SSH keys fingerprints found for user root.\n<14>ec2: -----BEGIN SSH HOST KEY FINGERPRINTS-----\n<14>ec2: 256 {Fingerprint(key)} root@{boot.HostName} (ED25519)\n<14>ec2: -----END SSH HOST KEY FINGERPRINTS-----\n-----BEGIN SSH HOST KEY KEYS-----\n{key}\n-----END SSH HOST KEY KEYS-----\n");
        }

        yield return (boot.At.AddSeconds(16), $"[   16.020000] cloud-init[840]: Cloud-init v. 23.1 finished at {Rfc(boot.At.AddSeconds(16))}. Datasource DataSourceSandbox.  Up 16.02 seconds\n");
        yield return (boot.At + BootTime, $"\n\u001b[32mUbuntu 22.04 LTS\u001b[0m {boot.HostName} ttyS0\n\n{boot.HostName} login: ");
        if (boot.StoppedAt is { } stopped)
        {
            yield return (stopped, "\n[ 9999.000000] reboot: Power down\n");
        }
    }

    // As Cloud-Init writes times.
    private static string Rfc(DateTimeOffset time) => time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000";

    // No key that anybody could use: its 32 bytes are a digest of the server and of how often its system was made anew.
    private string HostKeyOf(int system, string hostName)
    {
        const string Type = "ssh-ed25519";
        using SHA256 sha = SHA256.Create();
        byte[] key = sha.ComputeHash(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{_server.Id}/{system}")));
        byte[] blob = [0, 0, 0, (byte)Type.Length, .. Encoding.ASCII.GetBytes(Type), 0, 0, 0, (byte)key.Length, .. key];
        return $"{Type} {Convert.ToBase64String(blob)} root@{hostName}";
    }

    private static string Fingerprint(string key)
    {
        using SHA256 sha = SHA256.Create();
        return "SHA256:" + Convert.ToBase64String(sha.ComputeHash(Convert.FromBase64String(key.Split(' ')[1]))).TrimEnd('=');
    }

    /// <param name="System">How often the system disk had been rebuilt.</param>
    /// <param name="IsNewSystem">True at the first boot of that system.</param>
    private sealed record Boot(DateTimeOffset At, int System, bool IsNewSystem, string HostName, bool IsWindows)
    {
        /// <summary>Null while it runs, or if it was cut off.</summary>
        public DateTimeOffset? StoppedAt { get; init; }
    }
}
