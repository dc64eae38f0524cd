using System.Diagnostics;

namespace EcsTools.Tests.Safety.Wire;

/// <summary>The shell in a process of its own, with the accounts of a sandbox that listens in this one.</summary>
internal sealed class ChildShell : IDisposable
{
    private const string Connect = """
        param($Account, $Url, $KeyId, $Secret, $DomainName, $UserName, $Password)
        function Secure([string] $Text) { [System.Net.NetworkCredential]::new('', $Text).SecurePassword }
        $null = switch ($Account) {
            'sandbox-alibaba' { Connect-EcsAccount Alibaba -Name $_ -Region cn-hangzhou -AccessKeyId $KeyId -AccessKeySecret (Secure $Secret) -Endpoint $Url }
            'sandbox-huawei' { Connect-EcsAccount Huawei -Name $_ -Region cn-north-4 -AccessKeyId $KeyId -AccessKeySecret (Secure $Secret) -Endpoint $Url }
            'sandbox-otc' { Connect-EcsAccount OpenTelekom -Name $_ -Region eu-de -DomainName $DomainName -Endpoint $Url -Credential ([pscredential]::new($UserName, (Secure $Password))) }
        }
        """;

    // Each command in a session of its own, all at a time once all sessions are open.
    private const string Play = """
        $sessions = foreach ($file in [System.IO.Directory]::GetFiles("$PSScriptRoot/commands")) {
            $state = [initialsessionstate]::CreateDefault2()
            $state.ImportPSModule((Get-Module EcsTools).Path)
            $shell = [powershell]::Create($state).AddScript([System.IO.File]::ReadAllText("$PSScriptRoot/connect.ps1"))
            foreach ($argument in $args) { $null = $shell.AddArgument($argument) }
            $null = $shell.Invoke()
            $shell.Commands.Clear()
            @{ Shell = $shell.AddScript([System.IO.File]::ReadAllText($file)) }
        }
        foreach ($session in $sessions) { $session.Running = $session.Shell.BeginInvoke() }
        foreach ($session in $sessions) { $session.Shell.EndInvoke($session.Running); $session.Shell.Streams.Error }
        """;

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ChildShell(Process process, CancellationToken cancellation)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync(cancellation);
        _error = process.StandardError.ReadToEndAsync(cancellation);
        process.StandardInput.Close();
    }

    /// <summary>Starts it.</summary>
    /// <param name="state">Where its state is.</param>
    /// <param name="sandbox">What opens the sandbox.</param>
    /// <param name="url">Where the sandbox is reached.</param>
    /// <param name="account">The account to open.</param>
    /// <param name="commands">What it does, each in a session of its own, once the account is open there.</param>
    /// <param name="cancellation">Ends the reading of its output.</param>
    /// <returns>The running process.</returns>
    public static ChildShell Start(ChildState state, EcsSandbox sandbox, Uri url, string account, IReadOnlyList<string> commands, CancellationToken cancellation)
    {
        string scripts = Directory.CreateDirectory(Path.Combine(state.Folder, $"{Guid.NewGuid():N}", "commands")).Parent!.FullName;
        string file = Path.Combine(scripts, "play.ps1");
        File.WriteAllText(file, Play);
        File.WriteAllText(Path.Combine(scripts, "connect.ps1"), Connect);
        for (int i = 0; i < commands.Count; i++)
        {
            File.WriteAllText(Path.Combine(scripts, "commands", $"{i:00}.ps1"), commands[i]);
        }

        ProcessStartInfo start = new("dotnet",
        [
            Repository.Shell, "-NoSandbox", "-NoProfile", "-File", file, account, url.ToString(), sandbox.AccessKeyId, sandbox.AccessKeySecret,
            sandbox.DomainName, sandbox.UserName, sandbox.Password,
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (KeyValuePair<string, string> variable in state.Variables)
        {
            start.Environment[variable.Key] = variable.Value;
        }

        return new ChildShell(Process.Start(start)!, cancellation);
    }

    /// <summary>Completes when it has ended.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its output by lines, and its errors as one text.</returns>
    public async Task<(IReadOnlyList<string> Lines, string Errors)> EndAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return ([.. (await _output).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)], await _error);
    }

    /// <summary>Kills it as nothing else can: nothing of it runs afterwards, no block and no finalizer.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that ends when it is gone.</returns>
    public async Task KillAsync(CancellationToken cancellation)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
