using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

using EcsTools.Tests.Shell;

using Xunit;

namespace EcsTools.Tests.Safety;

/// <summary>
/// The engine itself writes a transcript, with every stream on, while the commands get their passwords. Start-Transcript is no part of the
/// engine but of pwsh, and all that it does is to call the method that is called here.
/// </summary>
public sealed class TranscriptTests : IDisposable
{
    // The password comes by the environment, since the command line stands in the head of the transcript.
    private const string Script = """
        param($Commands, $Transcript)
        $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
        $ConfirmPreference = 'None'
        $canary, $refused = $env:ECSTOOLS_CANARY, $env:ECSTOOLS_REFUSED | ForEach-Object { [System.Net.NetworkCredential]::new('', $_).SecurePassword }
        $methods = [System.Management.Automation.Host.PSHostUserInterface].GetMethods([System.Reflection.BindingFlags] 'Instance, NonPublic')
        $null = $methods.Where({ $_.Name -eq 'StartTranscribing' })[0].Invoke($Host.UI, @($Transcript, $null, $false, $false))
        foreach ($line in [System.IO.File]::ReadAllLines($Commands)) {
            $command, $options = $line.Split("`t")
            $null = & ([scriptblock]::Create("Start-EcsSandbox -TimeScale ([double]::PositiveInfinity) $options"))
            "begin $command"
            & { try { & ([scriptblock]::Create($command)) } catch { $_ } } 5>&1 6>&1 | Out-Default
            Stop-EcsSandbox -Confirm:$false
        }
        Get-EcsOperation | Out-Default
        $null = $methods.Where({ $_.Name -eq 'StopTranscribing' })[0].Invoke($Host.UI, @())
        'done'
        """;

    // By this the engine makes text of what it transcribes; in pwsh it is there.
    private const string OutString = """
        function Out-String { param([Parameter(ValueFromPipeline)] $InputObject, [switch] $Stream, [int] $Width) process { "$InputObject $($InputObject.Exception)" } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-transcript-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task No_password_comes_into_a_transcript()
    {
        string transcript = Path.Combine(_folder, "transcript.txt");
        string modules = Path.Combine(_folder, "modules");
        Write("modules/OutString/OutString.psm1", OutString);
        string commands = Write("commands.txt", string.Join('\n', LeakTests.Commands.Select(row => $"{row.Data.Item1}\t{row.Data.Item2}")));
        Dictionary<string, string?> environment = new()
        {
            ["PSModulePath"] = modules,
            ["ECSTOOLS_STATE"] = _folder,
            ["ECSTOOLS_CANARY"] = ChangingCommand.Canary,
            ["ECSTOOLS_REFUSED"] = LeakTests.Refused,
        };

        ShellProcess run = await ShellProcess.RunAsync(
            "", ["-NoLogo", "-NoSandbox", "-File", Write("play.ps1", Script), commands, transcript], environment, TestContext.Current.CancellationToken);

        string written = File.ReadAllText(transcript);
        Assert.EndsWith("done", run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.All(LeakTests.Commands, row => Assert.Contains($"begin {row.Data.Item1}", written, StringComparison.Ordinal));
        Assert.All(
            ["VERBOSE: ", "WARNING: ", "EcsTools.Model.EcsException: ", "PowerShell transcript end"], text => Assert.Contains(text, written, StringComparison.Ordinal));
        Assert.Empty(Writing.Find(written + run.Output + run.Error, [ChangingCommand.Canary, LeakTests.Refused]));
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
