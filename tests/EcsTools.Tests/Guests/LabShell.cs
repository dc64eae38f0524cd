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
    private readonly Task<string> _errors;

    /// <summary>Starts a script that finds the lab connected.</summary>
    /// <param name="folder">Where its journal is, and its home.</param>
    public LabShell(OpenStackLab lab, string folder, string script)
        : this(folder, Connect + script, new Dictionary<string, string?> { ["LAB_PASSWORD"] = lab.Password, ["LAB_IDENTITY"] = lab.Identity })
    {
    }

    /// <summary>Starts a script.</summary>
    /// <param name="folder">Where its journal is, and its home.</param>
    /// <param name="environment">What else its environment holds.</param>
    public LabShell(string folder, string script, IReadOnlyDictionary<string, string?> environment)
    {
        string file = Path.Combine(folder, $"{Guid.NewGuid():N}.ps1");
        File.WriteAllText(file, "$ErrorActionPreference = 'Stop'\n" + script);
        ProcessStartInfo start = new("dotnet", [Repository.Shell, "-NoSandbox", "-NoProfile", "-File", file])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ECSTOOLS_STATE"] = Path.Combine(folder, "state"), ["HOME"] = folder, ["NO_COLOR"] = "1" },
        };
        foreach (KeyValuePair<string, string?> variable in environment)
        {
            start.Environment[variable.Key] = variable.Value;
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Waits until it has ended, as it must, well.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> EndAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        string output = (await _output).Trim();
        Assert.True(_process.ExitCode == 0, $"{output}\n{await _errors}");
        return output;
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
