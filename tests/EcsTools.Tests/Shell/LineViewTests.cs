using System;
using System.Linq;
using System.Text.RegularExpressions;

using EcsTools.Shell.Hosting;

using Xunit;

namespace EcsTools.Tests.Shell;

/// <summary>What a terminal shows of a line that is typed; '|' marks the cursor.</summary>
public sealed class LineViewTests
{
    private const int Width = 10;
    private readonly Screen _screen = new();

    [Theory]
    [InlineData("abc", 3, "", "> abc|")]
    [InlineData("abc", 1, "", "> a|bc")]
    [InlineData("abcdefgh", 8, "", "> abcdefgh/|")]
    [InlineData("abcdefghijklmnopqrstu", 21, "", "> abcdefgh/ijklmnopqr/stu|")]
    [InlineData("abcdefghijklmnopqrstu", 3, "", "> abc|defgh/ijklmnopqr/stu")]
    [InlineData("a\nb", 3, "", "> a/b|")]
    [InlineData("abcdefgh\nb", 1, "", "> a|bcdefgh/b")]
    [InlineData("abcdefg服b", 9, "", "> abcdefg/服b|")]
    [InlineData("ab", 2, "1/2  a long hint", "> ab|/1/2  a lo")]
    public void It_stands_behind_the_prompt_and_goes_on_below(string text, int cursor, string hint, string shown)
    {
        LineView view = new("> ");
        _screen.Write("> " + view.Begin(Width));
        foreach ((string earlier, int at, string below) in new[] { ("", 0, ""), ("abcdefghijklmnopqrstuvwxyz", 12, "hint"), (text, cursor, hint) })
        {
            _screen.Write(view.Draw(earlier, at, below, Width));
        }

        Assert.Equal(shown, _screen.Shown);
    }

    [Fact]
    public void A_prompt_may_fill_its_row()
    {
        LineView view = new("0123456789");
        _screen.Write("0123456789" + view.Begin(Width));
        _screen.Write(view.Draw("a", 1, "", Width));
        _screen.Write(view.Draw("ab", 2, "", Width));

        Assert.Equal("0123456789/ab|", _screen.Shown);
    }

    /// <summary>As much of a terminal as these sequences need, with the wait at the end of a full row.</summary>
    private sealed class Screen
    {
        private readonly char[,] _cells = new char[8, Width];
        private int _row;
        private int _column;

        public string Shown
        {
            get
            {
                string[] rows = [.. Enumerable.Range(0, 8).Select(Row)];
                rows[_row] = rows[_row].PadRight(_column).Insert(_column, "|");
                return string.Join('/', rows.Take(Math.Max(_row, Array.FindLastIndex(rows, r => r.Length > 0)) + 1)).Replace("\u0001", "", StringComparison.Ordinal);
            }
        }

        public void Write(string text)
        {
            foreach (Match part in Regex.Matches(text, "\u001b\\[(\\d*)([A-Z])|[^\u001b]"))
            {
                int count = part.Groups[1].Length > 0 ? int.Parse(part.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 1;
                switch (part.Groups[2].Value)
                {
                    case "A":
                        _row -= count;
                        break;
                    case "B":
                        _row += count;
                        break;
                    case "C":
                        _column += count;
                        break;
                    case "J":
                        Enumerable.Range((_row * Width) + _column, (8 * Width) - (_row * Width) - _column).ToList().ForEach(i => _cells[i / Width, i % Width] = '\0');
                        break;
                    default:
                        Put(part.Value[0]);
                        break;
                }
            }
        }

        private void Put(char c)
        {
            if (c is '\r' or '\n')
            {
                _row += c == '\n' ? 1 : 0;
                _column = c == '\r' ? 0 : _column;
                return;
            }

            int cells = CellWidth.Of(c);
            if (_column + cells > Width)
            {
                _row++;
                _column = 0;
            }

            _cells[_row, _column] = c;
            if (cells > 1)
            {
                _cells[_row, _column + 1] = '\u0001';
            }

            _column += cells;
        }

        private string Row(int row) => string.Concat(Enumerable.Range(0, Width).Select(i => _cells[row, i])).TrimEnd('\0', ' ').Replace('\0', ' ');
    }
}
