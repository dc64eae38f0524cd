using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Shell.Hosting;

using Xunit;

namespace EcsTools.Tests.Shell;

/// <summary>What each key makes of a line; '|' marks the cursor.</summary>
public sealed class LineEditorTests
{
    private readonly List<(string Text, int Cursor)> _asked = [];

    public static TheoryData<string, string, string> Edits => new()
    {
        { "ab|c", "x", "abx|c" },
        { "ab|c", "Backspace", "a|c" },
        { "|abc", "Backspace", "|abc" },
        { "ab|c", "Delete", "ab|" },
        { "abc|", "Delete", "abc|" },
        { "ab|c", "Ctrl+D", "ab|" },
        { "ab|c", "LeftArrow", "a|bc" },
        { "|abc", "LeftArrow", "|abc" },
        { "ab|c", "RightArrow", "abc|" },
        { "abc|", "RightArrow", "abc|" },
        { "ab|c", "Home", "|abc" },
        { "ab|c", "End", "abc|" },
        { "ab|c", "Ctrl+A", "|abc" },
        { "ab|c", "Ctrl+E", "abc|" },
        { "ab|c", "Ctrl+U", "|c" },
        { "ab|c", "Ctrl+K", "ab|" },
        { "Stop web-01  web-02|", "Ctrl+W", "Stop web-01  |" },
        { "Stop web-01  |web-02", "Ctrl+W", "Stop |web-02" },
        { "Stop|", "Ctrl+W", "|" },
        { "Stop web-01  |", "Ctrl+LeftArrow", "Stop |web-01  " },
        { "St|op web-01", "Ctrl+RightArrow", "Stop |web-01" },
        { "Stop web|-01", "Ctrl+RightArrow", "Stop web-01|" },
        { "a😀|b", "Backspace", "a|b" },
        { "a|😀b", "RightArrow", "a😀|b" },
        { "a|b", "Escape", "a|b" },
        { "a|b", "F5", "a|b" },
        { "|", "Tab", "|" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void A_key_does_what_it_is_known_for(string before, string key, string after)
    {
        LineEditor editor = Holding(before);

        Assert.Null(editor.Press(Key(key), isPasted: false));
        Assert.Equal(after, Shown(editor));
    }

    [Theory]
    [InlineData("ab|c", "Enter", nameof(InputEnd.Line))]
    [InlineData("ab|c", "Ctrl+C", nameof(InputEnd.Interrupted))]
    [InlineData("|", "Ctrl+D", nameof(InputEnd.Closed))]
    public void A_line_ends_behind_its_last_character(string before, string key, string end)
    {
        LineEditor editor = Holding(before);

        Assert.Equal(end, $"{editor.Press(Key(key), isPasted: false)}");
        Assert.Equal(editor.Text.Length, editor.Cursor);
    }

    [Fact]
    public void Arrows_bring_back_what_was_run_and_at_last_what_was_begun()
    {
        LineEditor editor = Holding("dra|ft", history: ["first", "second\nof two lines"]);

        Assert.Equal(
            ["second\nof two lines|", "first|", "first|", "second\nof two lines|", "draft|", "draft|"],
            new[] { "UpArrow", "UpArrow", "UpArrow", "DownArrow", "DownArrow", "DownArrow" }.Select(k => Pressed(editor, k)));
    }

    [Fact]
    public void Tab_goes_through_all_that_may_stand_there_and_back()
    {
        LineEditor editor = Holding("Stop we| -Confirm", Offer);

        Assert.Equal(
            ["Stop web-01| -Confirm", "Stop web-02| -Confirm", "Stop 'web 3'| -Confirm", "Stop web-01| -Confirm", "Stop 'web 3'| -Confirm"],
            new[] { "Tab", "Tab", "Tab", "Tab", "Shift+Tab" }.Select(k => Pressed(editor, k)));
        Assert.Equal([("Stop we -Confirm", 7)], _asked);
        Assert.Equal("3/3  Stopped", editor.Hint);
    }

    [Fact]
    public void Back_from_the_beginning_is_the_last_one() =>
        Assert.Equal("Stop 'web 3'|", Pressed(Holding("Stop we|", Offer), "Shift+Tab"));

    [Fact]
    public void Any_other_key_takes_what_is_shown_and_the_next_Tab_asks_anew()
    {
        LineEditor editor = Holding("Stop we|", Offer);
        Pressed(editor, "Tab");

        Assert.Equal("Stop web-01 |", Pressed(editor, " "));
        Assert.Equal("", editor.Hint);
        Pressed(editor, "Tab");
        Assert.Equal([("Stop we", 7), ("Stop web-01 ", 12)], _asked);
    }

    [Fact]
    public void Where_there_is_one_answer_nothing_is_left_to_choose()
    {
        LineEditor editor = Holding("Sto|", (_, _) => new Completions(0, 3, [("Stop-EcsInstance", "")]));

        Assert.Equal("Stop-EcsInstance|", Pressed(editor, "Tab"));
        Assert.Equal("", editor.Hint);
    }

    [Theory]
    [InlineData(-3, 2)]
    [InlineData(2, 9)]
    public void An_answer_that_does_not_lie_in_the_line_changes_nothing(int start, int length) =>
        Assert.Equal("Sto|", Pressed(Holding("Sto|", (_, _) => new Completions(start, length, [("x", "")])), "Tab"));

    [Fact]
    public void In_what_is_pasted_Tab_indents()
    {
        LineEditor editor = Holding("|", Offer);
        editor.Press(Key("Tab"), isPasted: true);
        Pressed(editor, "x");

        Assert.Equal("    x|", Shown(editor));
        Assert.Empty(_asked);
    }

    private static LineEditor Holding(string marked, Func<string, int, Completions>? complete = null, IReadOnlyList<string>? history = null)
    {
        LineEditor editor = new(history ?? [], complete);
        string text = marked.Replace("|", "", StringComparison.Ordinal);
        foreach (char c in text)
        {
            editor.Press(new ConsoleKeyInfo(c, default, shift: false, alt: false, control: false), isPasted: true);
        }

        while (editor.Cursor > marked.IndexOf('|', StringComparison.Ordinal))
        {
            editor.Press(Key("LeftArrow"), isPasted: false);
        }

        return editor;
    }

    private static string Pressed(LineEditor editor, string key)
    {
        editor.Press(Key(key), isPasted: false);
        return Shown(editor);
    }

    private static string Shown(LineEditor editor) => editor.Text.Insert(editor.Cursor, "|");

    private static ConsoleKeyInfo Key(string name)
    {
        bool control = name.StartsWith("Ctrl+", StringComparison.Ordinal);
        bool shift = name.StartsWith("Shift+", StringComparison.Ordinal);
        string bare = name[(name.IndexOf('+', StringComparison.Ordinal) + 1)..];
        return Enum.TryParse(bare, out ConsoleKey key)
            ? new ConsoleKeyInfo('\0', key, shift, alt: false, control)
            : new ConsoleKeyInfo(bare[0], default, shift, alt: false, control);
    }

    private Completions Offer(string text, int cursor)
    {
        _asked.Add((text, cursor));
        return new Completions(5, Math.Min(2, text.Length - 5), [("web-01", "Running\nand well"), ("web-02", "web-02"), ("'web 3'", "Stopped")]);
    }
}
