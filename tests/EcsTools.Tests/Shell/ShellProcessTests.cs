using System;
using System.IO;
using System.Threading.Tasks;

using Xunit;

namespace EcsTools.Tests.Shell;

public sealed class ShellProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-shell-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("Get-Nothing", 1)]
    [InlineData("Get-Nothing; 'fine'", 0)]
    [InlineData("throw 'no'", 1)]
    [InlineData("if (", 1)]
    [InlineData("exit 7", 7)]
    public async Task A_command_ends_as_in_pwsh(string command, int expected)
    {
        ShellProcess run = await Run("-Command", command);

        Assert.Equal(expected, run.ExitCode);
    }

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("Get-Nothing", 0)]
    [InlineData("throw 'no'", 1)]
    [InlineData("if (", 1)]
    [InlineData("exit 7", 7)]
    [InlineData("if ($true) { exit 0 }; throw 'not reached'", 0)]
    public async Task A_script_ends_as_in_pwsh(string script, int expected)
    {
        ShellProcess run = await Run("-File", Script(script));

        Assert.Equal(expected, run.ExitCode);
    }

    [Fact]
    public async Task A_script_gets_its_arguments_bound()
    {
        string script = Script("""
            param([string] $Name, [int] $Count, [switch] $On, [switch] $Off, [Parameter(ValueFromRemainingArguments)] $Rest)
            "$Name|$Count|$On|$Off|$($Rest -join ',')"
            """);

        ShellProcess run = await Run("-File", script, "-Name", "it's $(exit 9); a`b", "-Count:3", "-On", "-Off:$false", "-1", "more");

        Assert.Equal("it's $(exit 9); a`b|3|True|False|-1,more", run.Output.TrimEnd());
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Errors_go_to_standard_error_and_nothing_is_coloured_when_redirected()
    {
        ShellProcess run = await Run("-Command", "'out'; Get-Nothing; Get-Module; throw 'last words'");

        Assert.StartsWith("out", run.Output, StringComparison.Ordinal);
        Assert.Contains("Get-Nothing", run.Error, StringComparison.Ordinal);
        Assert.Contains("last words", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Output + run.Error);
    }

    [Theory]
    [InlineData("Ansi", true)]
    [InlineData("Host", false)]
    [InlineData("PlainText", false)]
    public async Task Colours_are_piped_where_a_script_says_so(string rendering, bool coloured)
    {
        ShellProcess run = await ShellProcess.RunAsync(
            "", ["-NoLogo", "-Command", $"$PSStyle.OutputRendering = '{rendering}'; Get-EcsInstance web-01"], TestContext.Current.CancellationToken);

        Assert.Equal(coloured, run.Output.Contains("\u001b[32mRunning\u001b[0m", StringComparison.Ordinal));
        Assert.Equal(coloured, run.Output.Contains('\u001b'));
    }

    [Fact]
    public async Task Progress_is_not_shown_when_redirected()
    {
        ShellProcess run = await Run("-Command", "$null = Get-Help Get-EcsInstance; 'done'");

        Assert.Equal("done", run.Output.TrimEnd());
    }

    [Fact]
    public async Task Commands_are_read_from_a_pipe()
    {
        ShellProcess run = await ShellProcess.RunAsync(
            "if ($true) {\n'two lines'\n}\nexit 5\n'not reached'\n", ["-NoLogo", "-NoSandbox"], TestContext.Current.CancellationToken);

        Assert.Equal("two lines", run.Output.TrimEnd());
        Assert.Equal(5, run.ExitCode);
    }

    [Fact]
    public async Task A_question_fails_when_nobody_is_there()
    {
        ShellProcess run = await Run(
            "-Command", "function f { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('x')) { 'done' } }; f");

        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Error);
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
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task It_says_what_it_is_and_where_servers_come_from()
    {
        ShellProcess run = await ShellProcess.RunAsync("", ["-Command", "1"], TestContext.Current.CancellationToken);

        string[] lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines, l => Assert.InRange(l.TrimEnd().Length, 1, 79));
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
