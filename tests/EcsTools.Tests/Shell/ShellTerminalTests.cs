using System;
using System.Threading;
using System.Threading.Tasks;

using Xunit;

namespace EcsTools.Tests.Shell;

public sealed class ShellTerminalTests : IDisposable
{
    private const string Prompt = "EcsTools> ";
    private const string CtrlC = "\u0003";
    private const string CtrlD = "\u0004";
    private readonly CancellationTokenSource _timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public ShellTerminalTests() => _timeout.CancelAfter(TimeSpan.FromMinutes(1));

    public void Dispose() => _timeout.Dispose();

    [Fact]
    public async Task Control_C_empties_the_line_and_stops_a_command_but_never_the_shell()
    {
        using ShellTerminal terminal = await AtPrompt();

        await terminal.PressAsync("throw 'never'" + CtrlC);
        await terminal.WaitForAsync(Prompt, _timeout.Token);
        await terminal.PressAsync("'begin'; while ($true) { }\r");
        await terminal.WaitForAsync("\nbegin", _timeout.Token);
        await terminal.PressAsync(CtrlC);
        await terminal.WaitForAsync(Prompt, _timeout.Token);
        await terminal.PressAsync("'still ' + 'here'\r");
        await terminal.WaitForAsync("still here", _timeout.Token);
        await terminal.WaitForAsync(Prompt, _timeout.Token);
        await terminal.PressAsync(CtrlD);

        Assert.Equal(0, await terminal.ExitAsync(_timeout.Token));
    }

    [Fact]
    public async Task Tab_completes_and_the_arrows_bring_back_what_was_run()
    {
        using ShellTerminal terminal = await AtPrompt();

        await terminal.PressAsync("(Get-EcsSand\t");
        await terminal.WaitForAsync("Get-EcsSandbox", _timeout.Token);
        await terminal.PressAsync(" | Out-Def\t");
        await terminal.WaitForAsync("Out-Default", _timeout.Token);
        await terminal.PressAsync(CtrlC);
        await terminal.WaitForAsync(Prompt, _timeout.Token);
        await terminal.PressAsync("'twi' + 'ce'\r");
        await terminal.WaitForAsync("\ntwice", _timeout.Token);
        await terminal.WaitForAsync(Prompt, _timeout.Token);
        await terminal.PressAsync("\u001b[A\r");
        await terminal.WaitForAsync("\ntwice", _timeout.Token);
    }

    [Fact]
    public async Task What_is_pasted_is_run_line_by_line()
    {
        using ShellTerminal terminal = await AtPrompt();

        await terminal.PressAsync("function f {\r\tif ($true) {\r\t\t'pas' + 'ted'\r\t}\r}\rf\r'and ' + 'after'\r");
        await terminal.WaitForAsync("\npasted", _timeout.Token);
        await terminal.WaitForAsync("\nand after", _timeout.Token);
    }

    [Fact]
    public async Task A_question_is_asked_explained_and_answered_by_key()
    {
        using ShellTerminal terminal = await AtPrompt();

        await terminal.PressAsync("function f { [CmdletBinding(SupportsShouldProcess)] param() if ($PSCmdlet.ShouldProcess('all')) { 'do' + 'ne' } }; f -Confirm\r");
        await terminal.WaitForAsync("(default is \"Y\"): ", _timeout.Token);
        await terminal.PressAsync("?\r");
        await terminal.WaitForAsync("N - ", _timeout.Token);
        await terminal.WaitForAsync("(default is \"Y\"): ", _timeout.Token);
        await terminal.PressAsync("y\r");
        await terminal.WaitForAsync("done", _timeout.Token);
        await terminal.WaitForAsync(Prompt, _timeout.Token);
        await terminal.PressAsync("exit 3\r");

        Assert.Equal(3, await terminal.ExitAsync(_timeout.Token));
    }

    [Fact]
    public async Task After_a_question_progress_is_shown_and_a_stop_takes_it_away()
    {
        using ShellTerminal terminal = await AtPrompt();

        await terminal.PressAsync(
            "function f { [CmdletBinding(SupportsShouldProcess)] param() if ($PSCmdlet.ShouldProcess('all')) { "
            + "$PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'busy', 'with ' + 'it')); while ($true) { } } }; f -Confirm\r");
        await terminal.WaitForAsync("(default is \"Y\"): ", _timeout.Token);
        await terminal.PressAsync("y\r");
        await terminal.WaitForAsync("busy: with it", _timeout.Token);
        await terminal.PressAsync(CtrlC);

        Assert.Contains("\u001b[1A\u001b[J", await terminal.WaitForAsync(Prompt, _timeout.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_screen_can_be_cleared()
    {
        using ShellTerminal terminal = await AtPrompt();

        await terminal.PressAsync("cls; 'after ' + 'all'\r");
        string shown = await terminal.WaitForAsync("after all", _timeout.Token);

        Assert.Contains("\u001b[2J", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Select-Object", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mandatory_parameters_are_asked_for_and_secrets_are_not_shown()
    {
        using ShellTerminal terminal = await AtPrompt();

        await terminal.PressAsync("function f { param([Parameter(Mandatory)] [securestring] $Pin, [Parameter(Mandatory)] [string[]] $Names) \"$($Pin.Length)/$Names\" }; f\r");
        await terminal.WaitForAsync("Pin: ", _timeout.Token);
        await terminal.PressAsync("4711\r");
        string shown = await terminal.WaitForAsync("Names[0]: ", _timeout.Token);
        await terminal.PressAsync("a\rb\r\r");
        await terminal.WaitForAsync("4/a b", _timeout.Token);

        Assert.DoesNotContain("4711", shown, StringComparison.Ordinal);
        Assert.Contains("****", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_C_at_a_question_stops_the_command()
    {
        using ShellTerminal terminal = await AtPrompt();

        await terminal.PressAsync("function f { param([Parameter(Mandatory)] $Value) \"got $Value\" }; f; 'after'\r");
        await terminal.WaitForAsync("Value: ", _timeout.Token);
        await terminal.PressAsync("x" + CtrlC);
        string shown = await terminal.WaitForAsync(Prompt, _timeout.Token);

        Assert.DoesNotContain("got", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("after", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_C_ends_a_program_that_only_runs_a_command()
    {
        using ShellTerminal terminal = ShellTerminal.Start("-NoLogo", "-NoSandbox", "-Command", "'1..3; while (1) { }'");
        await terminal.WaitForAsync("3", _timeout.Token);
        await terminal.PressAsync(CtrlC);

        Assert.Equal(130, await terminal.ExitAsync(_timeout.Token));
    }

    private async Task<ShellTerminal> AtPrompt()
    {
        ShellTerminal terminal = ShellTerminal.Start("-NoLogo", "-NoSandbox");
        await terminal.WaitForAsync(Prompt, _timeout.Token);
        return terminal;
    }
}
