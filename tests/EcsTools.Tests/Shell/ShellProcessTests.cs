namespace EcsTools.Tests.Shell;

public sealed class ShellProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-shell-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("Get-Nothing", 1)]
    [InlineData("throw 'no'", 1)]
    [InlineData("exit 7", 7)]
    public async Task A_command_ends_as_in_pwsh(string command, int expected)
    {
        ShellProcess run = await Run("-Command", command);

        Assert.Equal(expected, run.ExitCode);
    }

    [Theory]
    [InlineData("Get-Nothing", 0)]
    [InlineData("throw 'no'", 1)]
    [InlineData("exit 7", 7)]
    public async Task A_script_ends_as_in_pwsh(string script, int expected)
    {
        ShellProcess run = await Run("-File", Script(script));

        Assert.Equal(expected, run.ExitCode);
    }

    [Fact]
    public async Task A_script_gets_its_arguments_bound_also_those_that_look_like_ours()
    {
        string script = Script("""
            param([string] $Name, [int] $Count, [switch] $On, [switch] $Off, [switch] $NoSandbox)
            "$Name|$Count|$On|$Off|$NoSandbox|$(Split-Path -Leaf $PSCommandPath)"
            """);

        ShellProcess run = await Run("-File", script, "-Name", "it's $(exit 9); a`b", "-Count:3", "-On", "-Off:$false", "-NoSandbox");

        Assert.Equal("it's $(exit 9); a`b|3|True|False|True|it's a script.ps1", run.Output.TrimEnd());
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("-NonInteractive")]
    [InlineData("-noni", "-NoSandbox", "-NoLogo")]
    [InlineData("--nosandbox", "-nol")]
    [InlineData("-NoSand", "-WorkingDirectory", "/")]
    public async Task Switches_are_taken_in_any_order_and_shortened(params string[] switches)
    {
        ShellProcess run = await ShellProcess.RunAsync(
            "", [.. switches, "-Command", "@(Get-EcsAccount).Count; (Get-Module EcsTools).Path; Test-Path Env:ECSTOOLS_SHELL_*"], TestContext.Current.CancellationToken);

        bool sandbox = Array.TrueForAll(switches, s => !s.Contains("nosand", StringComparison.OrdinalIgnoreCase));
        Assert.Equal([sandbox ? "3" : "0", Path.Combine(Repository.Assemblies, "EcsTools.dll"), "False"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Every_command_of_PowerShell_is_there()
    {
        ShellProcess run = await Run(
            "-Command",
            """
            3, 1, 2 | Sort-Object -Descending | Select-Object -First 1
            (1..4 | Measure-Object -Sum).Sum
            @{ a = 1 } | ConvertTo-Json -Compress
            (Get-Help Stop-EcsInstance).Name
            Start-Job { 5 } | Receive-Job -Wait -AutoRemoveJob
            Start-ThreadJob { 6 } | Receive-Job -Wait -AutoRemoveJob
            Get-Command Install-PSResource, Set-PSReadLineOption | ForEach-Object Name
            """);

        Assert.Equal(["3", "10", """{"a":1}""", "Stop-EcsInstance", "5", "6", "Install-PSResource", "Set-PSReadLineOption"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Other_modules_are_left_until_after_the_prompt()
    {
        ShellProcess run = await ShellProcess.RunAsync("", ["-Command", "$null = prompt; (Get-Module).Name"], TestContext.Current.CancellationToken);

        Assert.Equal(["EcsTools"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]);
    }

    [Fact]
    public async Task The_sandbox_takes_its_key_file_away_when_the_session_ends()
    {
        ShellProcess run = await ShellProcess.RunAsync("", ["-Command", "(Get-EcsSandbox).KeyFile; exit 0"], TestContext.Current.CancellationToken);

        Assert.True(Path.IsPathFullyQualified(run.Output.TrimEnd()));
        Assert.False(File.Exists(run.Output.TrimEnd()));
    }

    [Theory]
    [InlineData(false, "by the profile|3")]
    [InlineData(true, "|3")]
    public async Task The_users_profile_is_loaded_with_the_module_at_hand_and_never_written(bool noProfile, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not look for profiles below HOME.");
        string profiles = Directory.CreateDirectory(Path.Combine(_folder, ".config", "powershell")).FullName;
        string profile = Path.Combine(profiles, "profile.ps1");
        const string Text = "$seen = if (@(Get-EcsAccount).Count -eq 3) { 'by the profile' }";
        await File.WriteAllTextAsync(profile, Text, TestContext.Current.CancellationToken);

        ShellProcess run = await ShellProcess.RunAsync(
            "",
            [.. noProfile ? ["-NoProfile"] : Array.Empty<string>(), "-Command", "\"$seen|$(@(Get-EcsAccount).Count)\""],
            new Dictionary<string, string?> { ["HOME"] = _folder, ["XDG_CONFIG_HOME"] = null },
            TestContext.Current.CancellationToken);

        Assert.Equal(expected, run.Output.TrimEnd());
        Assert.Equal(Text, await File.ReadAllTextAsync(profile, TestContext.Current.CancellationToken));
        Assert.Equal([profile], Directory.GetFiles(profiles));
    }

    [Fact]
    public async Task A_question_fails_when_nobody_is_there()
    {
        ShellProcess run = await ShellProcess.RunAsync("", ["-NonInteractive", "-Command", "Remove-EcsInstance db-01"], TestContext.Current.CancellationToken);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("-Confirm:$false", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Nonsense")]
    [InlineData("-Command")]
    [InlineData("-File")]
    [InlineData("-File", "nowhere.ps1")]
    public async Task A_wrong_command_line_ends_with_64(params string[] arguments)
    {
        ShellProcess run = await Run(arguments);

        Assert.Equal(64, run.ExitCode);
    }

    private static Task<ShellProcess> Run(params string[] arguments) =>
        ShellProcess.RunAsync("", ["-NoLogo", "-NoSandbox", .. arguments], TestContext.Current.CancellationToken);

    private string Script(string text)
    {
        string path = Path.Combine(_folder, "it's a script.ps1");
        File.WriteAllText(path, text);
        return path;
    }
}
