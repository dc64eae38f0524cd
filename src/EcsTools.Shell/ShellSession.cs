using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

using EcsTools.Shell.Hosting;

namespace EcsTools.Shell;

/// <summary>One run of the program: a runspace with the module in it, and what is done there.</summary>
internal sealed class ShellSession : IDisposable
{
    private const int Interrupted = 130;
    private readonly ShellOptions _options;
    private readonly ConsoleTerminal _terminal = new();
    private readonly ShellHost _host;
    private readonly Runspace _runspace;
    private readonly List<string> _history = [];
    private volatile PowerShell? _running;
    private bool _ownsSandbox;

    private ShellSession(ShellOptions options)
    {
        _options = options;
        _host = new ShellHost(new ShellUserInterface(_terminal, _terminal.InputIsTerminal && !options.NonInteractive, Stop), NestedPrompt);
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
    }

    /// <summary>Opens the runspace, imports the module and, unless told not to, starts the sandbox.</summary>
    /// <param name="options">The command line.</param>
    /// <returns>The session.</returns>
    /// <exception cref="ModuleNotLoadedException">The module could not be imported.</exception>
    public static ShellSession Open(ShellOptions options)
    {
        ShellSession session = new(options);
        try
        {
            session.Start();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Does what the command line asks for.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        Console.CancelKeyPress += OnCancelKey;
        try
        {
            return _options switch
            {
                { File: { } file } => RunFile(file),
                { Command: "-" } => RunCommand(Console.In.ReadToEnd()),
                { Command: { } text } => RunCommand(text),
                _ => RunPrompt(),
            };
        }
        finally
        {
            Console.CancelKeyPress -= OnCancelKey;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsSandbox)
        {
            // Also takes away the private key that it keeps in a temporary file.
            Query("if (Get-EcsSandbox -ErrorAction Ignore) { Stop-EcsSandbox -Confirm:$false }");
        }

        _runspace.Dispose();
    }

    private void Start()
    {
        string manifest = ModuleLocation.Find();
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        using (PowerShell import = PowerShell.Create(_runspace))
        {
            import.AddCommand("Import-Module").AddParameter("Name", manifest).AddParameter("ErrorAction", ActionPreference.Stop);
            try
            {
                import.Invoke();
            }
            catch (RuntimeException error)
            {
                throw new ModuleNotLoadedException($"{manifest} could not be imported: {error.Message}", error);
            }
        }

        Query("""
            function global:prompt {
                $account = Get-EcsAccount | Where-Object IsDefault
                "EcsTools$(if ($account) { " [$($account.Name) $($account.Region)]" })> "
            }
            # The engine's own needs commands that come with pwsh.
            function global:Clear-Host { if (-not [Console]::IsOutputRedirected) { $Host.UI.Write("`e[H`e[2J`e[3J") } }
            """);
        string sandbox = _options.NoSandbox ? "No sandbox: Connect-EcsAccount opens an account." : StartSandbox();
        if (!_options.NoLogo)
        {
            string version = typeof(ShellSession).Assembly.GetName().Version!.ToString(3);
            _host.UI.WriteLine($"EcsTools {version} on PowerShell {PSVersionInfoText()}.{Environment.NewLine}{sandbox}");
        }
    }

    private string StartSandbox()
    {
        if (Query("Get-Command -Name Start-EcsSandbox -ErrorAction Ignore").Length == 0)
        {
            return "This build has no sandbox.";
        }

        _ownsSandbox = Execute("$null = Start-EcsSandbox") == Ending.Succeeded;
        string[] accounts = _ownsSandbox ? Query("Get-EcsAccount | ForEach-Object Name") : [];
        return _ownsSandbox
            ? $"The sandbox runs: {string.Join(", ", accounts)} (or -NoSandbox)."
            : "The sandbox did not start.";
    }

    private string PSVersionInfoText() => Query("\"$($PSVersionTable.PSVersion)\"")[0];

    private int RunCommand(string text) => ExitCode(Execute(text));

    private int RunFile(string file)
    {
        string path = Path.GetFullPath(file);
        if (!File.Exists(path) || !path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"'{file}' is no script file (.ps1).");
        }

        Ending ending = Execute(ScriptCall.Write(path, _options.Arguments));
        return ExitCode(ending == Ending.Failed ? Ending.Succeeded : ending);
    }

    private int RunPrompt()
    {
        Ending last = ReadAndRun(prompt: PromptText);
        return _host.ExitCode ?? (_terminal.InputIsTerminal ? 0 : ExitCode(last));
    }

    private int ExitCode(Ending ending) => _host.ExitCode ?? ending switch
    {
        Ending.Succeeded => 0,
        Ending.Stopped => Interrupted,
        _ => 1,
    };

    /// <summary>The loop of the prompt: ends at <c>exit</c>, at Ctrl+D and at the end of a redirected input.</summary>
    private Ending ReadAndRun(Func<string> prompt)
    {
        Ending last = Ending.Succeeded;
        while (!_host.ShouldExit && ReadStatement(prompt) is { } text)
        {
            if (text.Length > 0)
            {
                Remember(text);
                last = Execute(text);
            }
        }

        return last;
    }

    /// <summary>Reads lines until they make a whole statement.</summary>
    private string? ReadStatement(Func<string> prompt)
    {
        string text = "";
        string ask = _terminal.InputIsTerminal ? prompt() : "";
        while (true)
        {
            string before = text.Length > 0 ? text + "\n" : "";
            InputLine line = _terminal.ReadLine(ask, _terminal.Write, new LineEditor(_history, (typed, cursor) => Complete(before, typed, cursor)));
            switch (line.End)
            {
                case InputEnd.Closed:
                    return text.Length > 0 ? text : null;
                case InputEnd.Interrupted:
                    return "";
            }

            text = before + line.Text;
            Parser.ParseInput(text, out _, out ParseError[] errors);
            if (!errors.Any(e => e.IncompleteInput))
            {
                return text;
            }

            ask = ">> ";
        }
    }

    private void Remember(string text)
    {
        if (_history.Count == 0 || _history[^1] != text)
        {
            _history.Add(text);
        }
    }

    private Completions Complete(string before, string line, int cursor)
    {
        using PowerShell shell = NewPowerShell();
        CommandCompletion found = CommandCompletion.CompleteInput(before + line, before.Length + cursor, options: null, shell);
        return new Completions(
            found.ReplacementIndex - before.Length, found.ReplacementLength, [.. found.CompletionMatches.Select(m => (m.CompletionText, m.ToolTip))]);
    }

    private string PromptText() => Query("prompt") is [.., { } text] ? text : "EcsTools> ";

    /// <summary>Suspend at a confirmation: a prompt inside the waiting command, until <c>exit</c>.</summary>
    private void NestedPrompt() => ReadAndRun(() => "EcsTools (suspended, 'exit' goes on)> ");

    /// <summary>Runs something as a person would have typed it; what it writes and how it fails goes to the host.</summary>
    private Ending Execute(string script)
    {
        PowerShell? outer = _running;
        using PowerShell shell = NewPowerShell();
        shell.AddScript(script).Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        _running = shell;
        try
        {
            // Only what goes into the history sets $? for good.
            shell.Invoke(input: null, new PSInvocationSettings { AddToHistory = true });
            return shell.InvocationStateInfo.State == PSInvocationState.Stopped ? Ending.Stopped
                : Query("$global:?") is ["False"] ? Ending.Failed
                : Ending.Succeeded;
        }
        catch (PipelineStoppedException)
        {
            return Ending.Stopped;
        }
        catch (RuntimeException error)
        {
            Report(error);
            return Ending.Terminated;
        }
        finally
        {
            _running = outer;
            _host.Interface.EndProgress();
        }
    }

    // What is started while a command waits at a nested prompt runs inside that command.
    private PowerShell NewPowerShell() => _running is null ? PowerShell.Create(_runspace) : PowerShell.Create(RunspaceMode.CurrentRunspace);

    private void Report(RuntimeException error)
    {
        if (error is ParseException { Errors: { Length: > 0 } errors })
        {
            // The engine's own view of these is empty.
            foreach (ParseError wrong in errors)
            {
                string where = wrong.Extent.File is { } file ? $"{file}:{wrong.Extent.StartLineNumber}" : $"line {wrong.Extent.StartLineNumber}";
                _host.Interface.WriteErrorLine($"ParserError: {where}: {wrong.Message}");
            }

            return;
        }

        // Shown as an object is, but on standard error: a cmdlet's WriteError would put its own place over the one in the record.
        using PowerShell shell = NewPowerShell();
        _host.Interface.WritesToError = true;
        try
        {
            shell.AddCommand("Out-Default").Invoke(new[] { error.ErrorRecord });
        }
        finally
        {
            _host.Interface.WritesToError = false;
        }
    }

    /// <summary>Runs something of our own, silently.</summary>
    /// <returns>What it wrote, as text; empty if it failed.</returns>
    private string[] Query(string script)
    {
        using PowerShell shell = NewPowerShell();
        try
        {
            return [.. shell.AddScript(script).Invoke().Select(o => o?.ToString() ?? "")];
        }
        catch (RuntimeException)
        {
            // A prompt function that fails must not end the shell; everything else that is asked here has a default.
            return [];
        }
    }

    private void OnCancelKey(object? sender, ConsoleCancelEventArgs key)
    {
        key.Cancel = true;
        Stop();
    }

    private void Stop() => _running?.BeginStop(callback: null, state: null);

    private enum Ending
    {
        Succeeded,
        Failed,
        Terminated,
        Stopped,
    }
}
