using System.Diagnostics;

using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Guests;

/// <summary>The shell in a process of its own that has connected to the lab, and may be killed.</summary>
internal sealed class LabShell : IDisposable
{
    private const string Connect = """
        $user = [pscredential]::new('lab', [System.Net.NetworkCredential]::new('', $env:LAB_PASSWORD).SecurePassword)
        $null = Connect-EcsAccount OpenStack -Endpoint $env:LAB_IDENTITY -ProjectName lab -Credential $user

        """;

    private readonly Process _process;
    private readonly Task<string> _output;

    /// <summary>Starts a script.</summary>
    /// <param name="folder">Where its journal is.</param>
    public LabShell(OpenStackLab lab, string folder, string script)
    {
        string file = Path.Combine(folder, $"{Guid.NewGuid():N}.ps1");
        File.WriteAllText(file, Connect + script);
        _process = Process.Start(new ProcessStartInfo("dotnet", [Repository.Shell, "-NoSandbox", "-NoProfile", "-File", file])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["ECSTOOLS_STATE"] = Path.Combine(folder, "state"), ["LAB_PASSWORD"] = lab.Password, ["LAB_IDENTITY"] = lab.Identity, ["NO_COLOR"] = "1" },
        })!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> EndAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return (await _output).Trim();
    }

    /// <summary>Kills it as nothing else can (SIGKILL).</summary>
    public async Task KillAsync(CancellationToken cancellation)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellation);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
