using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace EcsTools.Shell.Hosting;

/// <summary>Asks on the terminal what the engine wants to know.</summary>
/// <param name="output">Where the questions are shown.</param>
/// <param name="terminal">Where the answers come from.</param>
/// <param name="interactive">False if there is nobody to ask.</param>
/// <param name="stop">Stops the running command.</param>
internal sealed class Questions(PSHostUserInterface output, ConsoleTerminal terminal, bool interactive, Action stop)
{
    /// <summary>Reads a line.</summary>
    /// <param name="prompt">Shown before it.</param>
    /// <returns>The line.</returns>
    public string ReadLine(string prompt = "")
    {
        ThrowIfNobodyIsThere("Input is wanted");
        InputLine line = terminal.ReadLine(prompt, output.Write, new LineEditor(history: [], complete: null));
        ThrowIfInterrupted(line.End);
        return line.Text;
    }

    /// <summary>Reads a line that is not shown.</summary>
    /// <param name="prompt">Shown before it.</param>
    /// <returns>What was typed.</returns>
    public SecureString ReadSecret(string prompt = "")
    {
        ThrowIfNobodyIsThere("A secret is wanted");
        InputEnd end = ConsoleTerminal.ReadSecret(() => output.Write(prompt), out SecureString secret);
        ThrowIfInterrupted(end);
        return secret;
    }

    /// <summary>Asks for values by name.</summary>
    /// <param name="caption">What they are for.</param>
    /// <param name="message">The same at length.</param>
    /// <param name="fields">The values wanted.</param>
    /// <returns>A value for each field.</returns>
    public Dictionary<string, PSObject> AskFields(string caption, string message, IReadOnlyList<FieldDescription> fields)
    {
        ThrowIfNobodyIsThere($"Values are wanted for {string.Join(", ", fields.Select(f => f.Name))}");
        ShowHeading(caption, message);
        return fields.ToDictionary(f => f.Name, f => PSObject.AsPSObject(AskField(f)), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Asks to choose.</summary>
    /// <param name="caption">What it is about.</param>
    /// <param name="message">The question.</param>
    /// <param name="choices">The answers, each label with its key after an ampersand.</param>
    /// <param name="defaultChoice">The answer that Enter gives, or -1 for none.</param>
    /// <returns>The index of the answer.</returns>
    public int AskChoice(string caption, string message, IReadOnlyList<ChoiceDescription> choices, int defaultChoice)
    {
        ThrowIfNobodyIsThere($"A choice is wanted ({caption})");
        ShowHeading(caption, message);
        Choice[] offered = [.. choices.Select(c => new Choice(c.Label))];
        string preset = defaultChoice >= 0 ? $" (default is \"{offered[defaultChoice].Key}\")" : "";
        while (true)
        {
            string answer = ReadLine($"{string.Join("  ", offered.Select(c => $"[{c.Key}] {c.Text}"))}  [?] Help{preset}: ").Trim();
            if (answer == "?")
            {
                ShowHelp(offered, choices);
                continue;
            }

            int index = answer.Length == 0 ? defaultChoice : Array.FindIndex(offered, c => c.Matches(answer));
            if (index >= 0)
            {
                return index;
            }
        }
    }

    /// <summary>Asks for a user name, unless it is known, and a password.</summary>
    /// <param name="caption">What it is for.</param>
    /// <param name="message">The same at length.</param>
    /// <param name="userName">The user name, or empty.</param>
    /// <returns>The credential.</returns>
    public PSCredential AskCredential(string caption, string message, string? userName)
    {
        ThrowIfNobodyIsThere("A credential is wanted");
        ShowHeading(caption, message);
        while (string.IsNullOrWhiteSpace(userName))
        {
            userName = ReadLine("User: ");
        }

        return new PSCredential(userName, ReadSecret($"Password for user {userName}: "));
    }

    private object AskField(FieldDescription field)
    {
        Type? type = Type.GetType(field.ParameterAssemblyFullName);
        if (type == typeof(PSCredential))
        {
            return AskCredential("", field.Name, null);
        }

        if (type?.IsArray != true)
        {
            string prompt = $"{field.Name}: ";
            return type == typeof(SecureString) ? ReadSecret(prompt) : ReadLine(prompt);
        }

        List<string> values = [];
        while (true)
        {
            string value = ReadLine($"{field.Name}[{values.Count}]: ");
            if (value.Length == 0)
            {
                return values.ToArray();
            }

            values.Add(value);
        }
    }

    private void ShowHelp(Choice[] offered, IReadOnlyList<ChoiceDescription> choices)
    {
        for (int i = 0; i < offered.Length; i++)
        {
            output.WriteLine($"{offered[i].Key} - {choices[i].HelpMessage}");
        }
    }

    private void ShowHeading(string caption, string message)
    {
        foreach (string text in new[] { caption, message }.Where(t => !string.IsNullOrEmpty(t)))
        {
            output.WriteLine(text);
        }
    }

    private void ThrowIfNobodyIsThere(string what)
    {
        if (!interactive)
        {
            throw new HostException(
                $"{what}, but this session cannot ask: its input is redirected, or it was started with -NonInteractive.",
                innerException: null,
                "NotInteractive",
                ErrorCategory.ResourceUnavailable);
        }
    }

    private void ThrowIfInterrupted(InputEnd end)
    {
        if (end != InputEnd.Line)
        {
            stop();
            throw new PipelineStoppedException();
        }
    }

    /// <summary>An answer as it is shown: <c>Yes to &amp;All</c> is "Yes to All" with the key A.</summary>
    private sealed class Choice
    {
        public Choice(string label)
        {
            int mark = label.IndexOf('&', StringComparison.Ordinal);
            bool marked = mark >= 0 && mark + 1 < label.Length;
            Text = marked ? label.Remove(mark, 1) : label;
            Key = marked ? label.Substring(mark + 1, 1).ToUpperInvariant() : Text;
        }

        public string Key { get; }

        public string Text { get; }

        public bool Matches(string answer) =>
            answer.Equals(Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(Text, StringComparison.OrdinalIgnoreCase);
    }
}
