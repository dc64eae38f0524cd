using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text;

namespace EcsTools.Shell.Hosting;

/// <summary>The lines at the bottom of a terminal that show what goes on: one for each activity, redrawn in place.</summary>
internal sealed class ProgressPane
{
    private const int MaxLines = 10;
    private readonly List<(long Source, int Activity, string Text)> _activities = [];
    private int _drawn;

    /// <summary>Takes in a record.</summary>
    /// <param name="source">Who sends it.</param>
    /// <param name="record">The record.</param>
    /// <returns>True if something changed that must be drawn.</returns>
    public bool Update(long source, ProgressRecord record)
    {
        int index = _activities.FindIndex(a => a.Source == source && a.Activity == record.ActivityId);
        if (record.RecordType == ProgressRecordType.Completed)
        {
            if (index < 0)
            {
                return false;
            }

            _activities.RemoveAt(index);
            return true;
        }

        (long, int, string) line = (source, record.ActivityId, Describe(record));
        if (index < 0)
        {
            _activities.Add(line);
            return true;
        }

        bool changed = _activities[index] != line;
        _activities[index] = line;
        return changed;
    }

    /// <summary>Forgets all activities; what is drawn must still be erased.</summary>
    public void Clear() => _activities.Clear();

    /// <summary>Takes the lines off the screen.</summary>
    /// <returns>The sequences to write; empty if nothing is drawn.</returns>
    public string Erase()
    {
        string sequence = _drawn == 0 ? "" : $"\e[{_drawn}A\e[J";
        _drawn = 0;
        return sequence;
    }

    /// <summary>Draws the lines anew. The cursor must stand at the beginning of a line, and does so afterwards.</summary>
    /// <param name="width">The terminal's width.</param>
    /// <returns>The sequences to write.</returns>
    public string Draw(int width)
    {
        StringBuilder screen = new(Erase());
        foreach ((_, _, string text) in _activities.Take(MaxLines))
        {
            screen.Append(CellWidth.Cut(text, Math.Max(1, width - 1))).Append("\r\n");
            _drawn++;
        }

        return screen.ToString();
    }

    private static string Describe(ProgressRecord record)
    {
        StringBuilder text = new(record.Activity);
        Append(": ", record.StatusDescription);
        Append(", ", record.CurrentOperation);
        if (record.PercentComplete >= 0)
        {
            text.Append(' ').Append(record.PercentComplete).Append('%');
        }

        if (record.SecondsRemaining >= 0)
        {
            text.Append(", ").Append(TimeSpan.FromSeconds(record.SecondsRemaining).ToString("g")).Append(" left");
        }

        // What a server is called must not move the cursor.
        return string.Concat(text.ToString().Select(c => char.IsControl(c) ? ' ' : c));

        void Append(string separator, string? part)
        {
            if (!string.IsNullOrWhiteSpace(part))
            {
                text.Append(separator).Append(part);
            }
        }
    }
}
