using System;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace EcsTools.Shell.Hosting;

/// <summary>Standard input, output and error, and what they are connected to.</summary>
internal sealed class ConsoleTerminal
{
    private const int RedirectedWidth = 120;
    private const int RedirectedHeight = 50;
    private readonly bool _wantsColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>True if somebody sits at the input.</summary>
    public bool InputIsTerminal { get; } = !Console.IsInputRedirected;

    /// <summary>True if somebody looks at the output.</summary>
    public bool OutputIsTerminal { get; } = !Console.IsOutputRedirected;

    /// <summary>True if the output may be coloured: where somebody looks who wants that, or where a script says so.</summary>
    public bool UsesColour => (OutputIsTerminal && _wantsColour) || PSStyle.Instance.OutputRendering == OutputRendering.Ansi;

    /// <summary>The width in characters; a fixed one when redirected, so that output does not depend on who runs it.</summary>
    public int Width => OutputIsTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : RedirectedWidth;

    /// <summary>The height in lines.</summary>
    public int Height => OutputIsTerminal && Console.WindowHeight > 0 ? Console.WindowHeight : RedirectedHeight;

    /// <summary>Writes to standard output; colours are taken out where they do not belong.</summary>
    /// <param name="text">The text.</param>
    public void Write(string text) => Console.Out.Write(PSHostUserInterface.GetOutputString(text, UsesColour));

    /// <summary>Writes sequences that move the cursor; for terminals only.</summary>
    /// <param name="text">The text with its sequences.</param>
    public static void WriteRaw(string text) => Console.Out.Write(text);

    /// <summary>Writes to standard error.</summary>
    /// <param name="text">The text.</param>
    public void WriteError(string text) =>
        Console.Error.Write(PSHostUserInterface.GetOutputString(text, _wantsColour && !Console.IsErrorRedirected));

    /// <summary>Reads a line.</summary>
    /// <param name="prompt">Shown before it; not where nobody types.</param>
    /// <param name="show">Shows the prompt.</param>
    /// <param name="editor">Makes a line of the keys.</param>
    /// <returns>The line.</returns>
    public InputLine ReadLine(string prompt, Action<string> show, LineEditor editor)
    {
        if (!InputIsTerminal)
        {
            return Console.In.ReadLine() is { } piped ? new InputLine(InputEnd.Line, piped) : new InputLine(InputEnd.Closed);
        }

        LineView view = new(PSHostUserInterface.GetOutputString(prompt, supportsVirtualTerminal: false).Split('\n')[^1]);
        void Begin()
        {
            show(prompt);
            WriteRaw(view.Begin(Width));
        }

        InputEnd end = ReadKeys(Begin, key =>
        {
            if (key is { Key: ConsoleKey.L, Modifiers: ConsoleModifiers.Control })
            {
                WriteRaw("\e[H\e[2J");
                Begin();
            }

            bool moreIsThere = Console.KeyAvailable;
            InputEnd? ended = editor.Press(key, moreIsThere);
            if (ended is not null || !moreIsThere)
            {
                WriteRaw(view.Draw(editor.Text, editor.Cursor, editor.Hint, Width));
            }

            return ended;
        });
        return end == InputEnd.Line ? new InputLine(end, editor.Text) : new InputLine(end);
    }

    /// <summary>Reads a line without showing it.</summary>
    /// <param name="ask">Shows what is wanted, once Ctrl+C is taken as a key.</param>
    /// <param name="secret">What was typed; empty unless it ended with Enter.</param>
    /// <returns>How the reading ended.</returns>
    public static InputEnd ReadSecret(Action ask, out SecureString secret)
    {
        SecureString typed = new();
        InputEnd end = ReadKeys(ask, key =>
        {
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    return InputEnd.Line;
                case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                    return InputEnd.Interrupted;
                case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when typed.Length == 0:
                    return InputEnd.Closed;
                case { Key: ConsoleKey.Backspace } when typed.Length > 0:
                    typed.RemoveAt(typed.Length - 1);
                    WriteRaw("\b \b");
                    break;
                case { KeyChar: var c } when !char.IsControl(c):
                    typed.AppendChar(c);
                    WriteRaw("*");
                    break;
            }

            return null;
        });
        if (end != InputEnd.Line)
        {
            typed.Clear();
        }

        typed.MakeReadOnly();
        secret = typed;
        return end;
    }

    // Key by key, since the runtime's own ReadLine keeps what was typed before a Ctrl+C and puts it before the next line.
    private static InputEnd ReadKeys(Action begin, Func<ConsoleKeyInfo, InputEnd?> press)
    {
        Console.TreatControlCAsInput = true;
        try
        {
            begin();
            InputEnd? end;
            do
            {
                end = press(Console.ReadKey(intercept: true));
            }
            while (end is null);
            WriteRaw((end == InputEnd.Interrupted ? "^C" : "") + Environment.NewLine);
            return end.Value;
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }
}
