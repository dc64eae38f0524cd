using System.Text;

namespace EcsTools.Shell.Hosting;

/// <summary>Draws a line behind its prompt, over as many rows as it takes. Moves the cursor by rows and columns, since nobody tells where on
/// the screen it is.</summary>
/// <param name="prompt">The last line of the prompt, without colours.</param>
internal sealed class LineView(string prompt)
{
    private int _row;

    /// <summary>Takes note that the prompt was written anew.</summary>
    /// <param name="width">The screen's width.</param>
    /// <returns>What to write behind it.</returns>
    public string Begin(int width)
    {
        (_row, int column) = Walk((0, 0), prompt, width);
        return _row > 0 && column == 0 ? Wrap : "";
    }

    /// <summary>Draws the line in place of what was drawn before.</summary>
    /// <param name="text">The line; it may hold line feeds.</param>
    /// <param name="cursor">The place of the cursor in it.</param>
    /// <param name="hint">What is shown below it, if anything.</param>
    /// <param name="width">The screen's width.</param>
    /// <returns>What to write.</returns>
    public string Draw(string text, int cursor, string hint, int width)
    {
        (int Row, int Column) begin = Walk((0, 0), prompt, width);
        (int Row, int Column) at = Walk(begin, text[..cursor], width);
        (int Row, int Column) end = Walk(begin, text, width);
        StringBuilder drawn = new();
        Move(drawn, begin.Row - _row, begin.Column);
        drawn.Append("\e[J").Append(text.Replace("\n", "\r\n", System.StringComparison.Ordinal));
        if (end.Row > begin.Row && end.Column == 0 && text[^1] != '\n')
        {
            drawn.Append(Wrap);
        }

        if (hint.Length > 0)
        {
            drawn.Append("\r\n").Append(CellWidth.Cut(hint, width - 1));
            end.Row++;
        }

        Move(drawn, at.Row - end.Row, at.Column);
        _row = at.Row;
        return drawn.ToString();
    }

    // A terminal stays at the end of a full row until something follows.
    private const string Wrap = " \r";

    private static void Move(StringBuilder drawn, int rows, int column)
    {
        drawn.Append('\r');
        if (rows != 0)
        {
            drawn.Append($"\e[{(rows < 0 ? -rows : rows)}{(rows < 0 ? 'A' : 'B')}");
        }

        if (column > 0)
        {
            drawn.Append($"\e[{column}C");
        }
    }

    private static (int Row, int Column) Walk((int Row, int Column) from, string text, int width)
    {
        (int row, int column) = from;
        foreach (char c in text)
        {
            int cells = CellWidth.Of(c);
            if (c == '\n' || column + cells > width)
            {
                row++;
                column = 0;
            }

            column += c == '\n' ? 0 : cells;
        }

        return column == width ? (row + 1, 0) : (row, column);
    }
}
