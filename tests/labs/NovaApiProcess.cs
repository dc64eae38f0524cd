using System.Diagnostics;
using System.Net.Sockets;

namespace EcsTools.Tests.Labs;

/// <summary>Another process of the lab's compute API, on a port of its own, that a test may kill and start again.</summary>
public sealed class NovaApiProcess : IDisposable
{
    private readonly OpenStackLab _lab;
    private readonly string _settings;
    private Process? _process;

    /// <summary>Prepares a process; none is started yet.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="settings">Further lines of its settings.</param>
    public NovaApiProcess(OpenStackLab lab, string settings = "")
    {
        _lab = lab;
        _settings = Path.Combine(Folder, "nova-api.conf");
        File.WriteAllText(_settings, $"[DEFAULT]\nosapi_compute_listen_port = {Port}\nlog_file = /dev/null\n{settings}\n");
        File.WriteAllText(
            Path.Combine(Folder, "clouds.yaml"),
            $"clouds:\n  own:\n    region_name: RegionOne\n    compute_endpoint_override: http://127.0.0.1:{Port}/v2.1\n"
            + $"    auth: {{auth_url: '{lab.Identity}', username: lab, password: '{lab.Password}', user_domain_id: default, project_name: lab, project_domain_name: Default}}\n");
    }

    /// <summary>A folder with a clouds.yaml whose cloud <c>own</c> is this process.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("ecstools-nova-").FullName;

    public int Port { get; } = SshLab.FreePort();

    public async Task StartAsync()
    {
        ProcessStartInfo start = new(
            "/usr/bin/python3",
            [Path.Combine(_lab.Folder, "pkg/usr/bin/nova-api"), "--config-file", Path.Combine(_lab.Folder, "etc/nova.conf"), "--config-file", _settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["LC_ALL"] = "C.UTF-8";
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        while (!await AnswersAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    public void Kill()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Kill();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
