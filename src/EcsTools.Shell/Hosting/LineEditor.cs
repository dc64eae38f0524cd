using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Shell.Hosting;

/// <summary>A line while it is typed: what each key makes of it. Shows nothing.</summary>
/// <param name="history">Lines that the arrows bring back, the latest last.</param>
/// <param name="complete">Finds what may stand at a place in a text; null where Tab has no meaning.</param>
internal sealed class LineEditor(IReadOnlyList<string> history, Func<string, int, Completions>? complete)
{
    private const string PastedTab = "    ";
    private int _recalled = history.Count;
    private string _draft = "";
    private Cycle? _cycle;

    /// <summary>The line.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The place in it where the next character goes.</summary>
    public int Cursor { get; private set; }

    /// <summary>While Tab leads through several texts: which of them this is, and what is told of it; else empty.</summary>
    public string Hint => _cycle?.Hint ?? "";

    /// <summary>Does what a key is for; keys without a meaning do nothing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isPasted">Whether more has come behind it already: then a Tab is no question but an indentation.</param>
    /// <returns>How the line has ended, or null while it goes on.</returns>
    public InputEnd? Press(ConsoleKeyInfo key, bool isPasted)
    {
        if (key.Key == ConsoleKey.Tab)
        {
            Tab(key.Modifiers == ConsoleModifiers.Shift ? -1 : 1, isPasted);
            return null;
        }

        _cycle = null;
        return End(key) is { } end ? end : Edit(key);
    }

    private InputEnd? End(ConsoleKeyInfo key)
    {
        InputEnd? end = key switch
        {
            { Key: ConsoleKey.Enter } => InputEnd.Line,
            { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control } => InputEnd.Interrupted,
            { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when Text.Length == 0 => InputEnd.Closed,
            _ => null,
        };
        Cursor = end is null ? Cursor : Text.Length;
        return end;
    }

    private InputEnd? Edit(ConsoleKeyInfo key)
    {
        switch (key)
        {
            case { Key: ConsoleKey.UpArrow }:
                Recall(-1);
                break;
            case { Key: ConsoleKey.DownArrow }:
                Recall(1);
                break;
            case { Key: ConsoleKey.Home } or { Key: ConsoleKey.A, Modifiers: ConsoleModifiers.Control }:
                Cursor = 0;
                break;
            case { Key: ConsoleKey.End } or { Key: ConsoleKey.E, Modifiers: ConsoleModifiers.Control }:
                Cursor = Text.Length;
                break;
            case { Key: ConsoleKey.LeftArrow, Modifiers: ConsoleModifiers.Control }:
                Cursor = WordBefore();
                break;
            case { Key: ConsoleKey.RightArrow, Modifiers: ConsoleModifiers.Control }:
                Cursor = WordAfter();
                break;
            case { Key: ConsoleKey.LeftArrow }:
                Cursor = Before();
                break;
            case { Key: ConsoleKey.RightArrow }:
                Cursor = After();
                break;
            case { Key: ConsoleKey.Backspace }:
                Replace(Before(), Cursor, "");
                break;
            case { Key: ConsoleKey.Delete } or { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control }:
                Replace(Cursor, After(), "");
                break;
            case { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control }:
                Replace(0, Cursor, "");
                break;
            case { Key: ConsoleKey.K, Modifiers: ConsoleModifiers.Control }:
                Replace(Cursor, Text.Length, "");
                break;
            case { Key: ConsoleKey.W, Modifiers: ConsoleModifiers.Control }:
                Replace(WordBefore(), Cursor, "");
                break;
            case { KeyChar: var c } when !char.IsControl(c):
                Replace(Cursor, Cursor, c.ToString());
                break;
        }

        return null;
    }

    private void Replace(int start, int end, string text)
    {
        Text = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(end));
        Cursor = start + text.Length;
    }

    private void Recall(int step)
    {
        int wanted = _recalled + step;
        if (wanted < 0 || wanted > history.Count)
        {
            return;
        }

        if (_recalled == history.Count)
        {
            _draft = Text;
        }

        _recalled = wanted;
        Replace(0, Text.Length, wanted == history.Count ? _draft : history[wanted]);
    }

    private void Tab(int step, bool isPasted)
    {
        if (isPasted && _cycle is null)
        {
            Replace(Cursor, Cursor, PastedTab);
            return;
        }

        _cycle ??= Offer();
        if (_cycle is null)
        {
            return;
        }

        Replace(_cycle.Start, _cycle.End, _cycle.Turn(step));

        // Where there is nothing to choose, the next Tab asks for what comes after.
        _cycle = _cycle.IsChoice ? _cycle : null;
    }

    private Cycle? Offer() =>
        complete?.Invoke(Text, Cursor) is { Start: >= 0, Matches.Count: > 0 } found && found.Start + found.Length <= Text.Length ? new Cycle(found) : null;

    // Characters outside the basic plane are two that belong together.
    private int Before() => Cursor == 0 ? 0 : Cursor - (Cursor > 1 && char.IsLowSurrogate(Text[Cursor - 1]) ? 2 : 1);

    private int After() => Cursor == Text.Length ? Cursor : Cursor + (Cursor + 1 < Text.Length && char.IsLowSurrogate(Text[Cursor + 1]) ? 2 : 1);

    private int WordBefore() => Text[..Cursor].TrimEnd() is var words && words.Any(char.IsWhiteSpace)
        ? Array.FindLastIndex(words.ToCharArray(), char.IsWhiteSpace) + 1
        : 0;

    private int WordAfter()
    {
        int space = Array.FindIndex(Text.ToCharArray(), Cursor, char.IsWhiteSpace);
        return space < 0 ? Text.Length : space + Text[space..].TakeWhile(char.IsWhiteSpace).Count();
    }

    /// <summary>A walk through what Tab offers.</summary>
    /// <param name="found">What it offers: at least one text.</param>
    private sealed class Cycle(Completions found)
    {
        private int _at = -1;

        public int Start => found.Start;

        public int End { get; private set; } = found.Start + found.Length;

        public bool IsChoice => found.Matches.Count > 1;

        public string Hint
        {
            get
            {
                (string text, string tip) = found.Matches[_at];
                string first = tip.Trim().Split('\n')[0].TrimEnd();
                return $"{_at + 1}/{found.Matches.Count}{(first.Length == 0 || first == text ? "" : $"  {first}")}";
            }
        }

        public string Turn(int step)
        {
            int count = found.Matches.Count;
            _at = _at < 0 && step < 0 ? count - 1 : (_at + step + count) % count;
            string text = found.Matches[_at].Text;
            End = Start + text.Length;
            return text;
        }
    }
}
