using EcsTools.Tests.Shell;

namespace EcsTools.Tests.Safety;

/// <summary>PowerShell writes a transcript, with every stream on, while the commands get their passwords.</summary>
public sealed class TranscriptTests : IDisposable
{
    // The password comes by the environment, since the command line stands in the head of the transcript.
    private const string Script = """
        param($Commands, $Transcript)
        $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
        $ConfirmPreference = 'None'
        $canary, $refused = $env:ECSTOOLS_CANARY, $env:ECSTOOLS_REFUSED | ForEach-Object { [System.Net.NetworkCredential]::new('', $_).SecurePassword }
        $null = Start-Transcript -LiteralPath $Transcript
        foreach ($line in [System.IO.File]::ReadAllLines($Commands)) {
            $command, $options = $line.Split("`t")
            $null = & ([scriptblock]::Create("Start-EcsSandbox -TimeScale ([double]::PositiveInfinity) $options"))
            "begin $command"
            & { try { & ([scriptblock]::Create($command)) } catch { $_ } } 5>&1 6>&1 | Out-Default
            Stop-EcsSandbox -Confirm:$false
        }
        Get-EcsOperation | Out-Default
        $null = Stop-Transcript
        'done'
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-transcript-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task No_password_comes_into_a_transcript()
    {
        string transcript = Path.Combine(_folder, "transcript.txt");
        string commands = Write("commands.txt", string.Join('\n', LeakTests.Commands.Select(row => $"{row.Data.Item1}\t{row.Data.Item2}")));
        Dictionary<string, string?> environment = new()
        {
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
            ["VERBOSE: ", "WARNING: ", "TerminatingError(", "PowerShell transcript end"], text => Assert.Contains(text, written, StringComparison.Ordinal));
        Assert.Empty(CapturedOutput.Find(written + run.Output + run.Error, [ChangingCommand.Canary, LeakTests.Refused]));
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
