using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Threading;

namespace EcsTools.Shell.Hosting;

/// <summary>Writes the engine's streams to the terminal and asks the questions. Any thread may write.</summary>
internal sealed class ShellUserInterface : PSHostUserInterface
{
    private readonly ConsoleTerminal _terminal;
    private readonly Questions _questions;
    private readonly ProgressPane _progress = new();
    private readonly Lock _screen = new();
    private bool _atLineStart = true;

    /// <summary>Makes a user interface.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="interactive">False if there is nobody to ask: then every question fails.</param>
    /// <param name="stop">Stops the running command, when Ctrl+C answers a question.</param>
    public ShellUserInterface(ConsoleTerminal terminal, bool interactive, Action stop)
    {
        _terminal = terminal;
        _questions = new Questions(this, terminal, interactive, stop);
        RawUI = new ShellRawUserInterface(terminal);
    }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; }

    /// <summary>True while what is written is an error, in whatever form.</summary>
    public bool WritesToError { get; set; }

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => _terminal.UsesColour;

    /// <inheritdoc/>
    public override void Write(string value)
    {
        lock (_screen)
        {
            ConsoleTerminal.WriteRaw(_progress.Erase());
            if (WritesToError)
            {
                _terminal.WriteError(value);
                return;
            }

            _terminal.Write(value);
            _atLineStart = value.Length == 0 ? _atLineStart : value.EndsWith('\n');
        }
    }

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        bool plain = foregroundColor == RawUI.ForegroundColor && backgroundColor == RawUI.BackgroundColor;
        Write(plain ? value : PSStyle.MapForegroundColorToEscapeSequence(foregroundColor) + value + PSStyle.Instance.Reset);
    }

    /// <inheritdoc/>
    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value)
    {
        lock (_screen)
        {
            ConsoleTerminal.WriteRaw(_progress.Erase());
            _terminal.WriteError((value.Contains('\e') ? value : Styled(FormatStyle.Error, value)) + Environment.NewLine);
        }
    }

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteLine(Styled(FormatStyle.Warning, $"WARNING: {message}"));

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteLine(Styled(FormatStyle.Verbose, $"VERBOSE: {message}"));

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteLine(Styled(FormatStyle.Debug, $"DEBUG: {message}"));

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_screen)
        {
            if (_terminal.OutputIsTerminal && _progress.Update(sourceId, record) && _atLineStart)
            {
                ConsoleTerminal.WriteRaw(_progress.Draw(_terminal.Width));
            }
        }
    }

    /// <summary>Takes all progress off the screen: the command has ended, or another program writes now.</summary>
    public void EndProgress()
    {
        lock (_screen)
        {
            _progress.Clear();
            ConsoleTerminal.WriteRaw(_progress.Erase());
        }
    }

    /// <inheritdoc/>
    public override string ReadLine() => Answered(() => _questions.ReadLine());

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => Answered(() => _questions.ReadSecret());

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        Answered(() => _questions.AskFields(caption, message, descriptions));

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        Answered(() => _questions.AskChoice(caption, message, choices, defaultChoice));

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        Answered(() => _questions.AskCredential(caption, message, userName));

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => Answered(() => _questions.AskCredential(caption, message, userName));

    // Whoever answers ends the line.
    private T Answered<T>(Func<T> ask)
    {
        T answer = ask();
        lock (_screen)
        {
            _atLineStart = true;
        }

        return answer;
    }

    private static string Styled(FormatStyle style, string text) => GetFormatStyleString(style) + text + PSStyle.Instance.Reset;
}
