using System.Diagnostics;
using System.Globalization;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Internal;

/// <summary>One bar for a whole command and one below it for each of the first servers under way. Used on the pipeline thread only.</summary>
internal sealed class ProgressReporter
{
    private const int ParentId = 1;

    // More bars than these no screen shows.
    private const int MostChildren = 8;

    private readonly Action<ProgressRecord> _write;
    private readonly Dictionary<string, int> _children = new(StringComparer.Ordinal);
    private readonly Stack<int> _freeIds = new();
    private readonly Stopwatch _watch = new();
    private TimeSpan _expected;
    private string? _activity;
    private string _note = "";
    private int _total;
    private int _done;

    public ProgressReporter(Action<ProgressRecord> write)
    {
        _write = write;
        for (int id = ParentId + MostChildren; id > ParentId; id--)
        {
            _freeIds.Push(id);
        }
    }

    /// <summary>Begins a command's work, or the next batch of it.</summary>
    /// <param name="activity">What is done, for example <c>Stopping servers</c>.</param>
    /// <param name="expected">How long one server takes as far as can be told; zero if it cannot.</param>
    public void Begin(string activity, int count, TimeSpan expected = default)
    {
        _activity = activity;
        _expected = expected;
        _watch.Start();
        _total += count;
        WriteParent();
    }

    /// <summary>Shows how one server stands, or what holds all of them up.</summary>
    public void Show(ProgressReport report)
    {
        if (report.InstanceId.Length == 0)
        {
            _note = Display.Line(report.Activity);
            WriteParent();
            return;
        }

        if (_activity is null || (report.Finished && !_children.ContainsKey(report.InstanceId)))
        {
            return;
        }

        if (!_children.TryGetValue(report.InstanceId, out int id))
        {
            if (_freeIds.Count == 0)
            {
                return;
            }

            id = _freeIds.Pop();
            _children.Add(report.InstanceId, id);
        }

        ProgressRecord record = Record(id, report.InstanceName.Length == 0 ? report.InstanceId : report.InstanceName, report.Activity);
        record.ParentActivityId = ParentId;
        record.PercentComplete = report.Percent ?? -1;
        if (report.Finished)
        {
            record.RecordType = ProgressRecordType.Completed;
            _children.Remove(report.InstanceId);
            _freeIds.Push(id);
        }

        _write(record);
        WriteParent();
    }

    /// <summary>Counts a server as finished.</summary>
    public void CountDone()
    {
        _done++;
        _note = "";
        WriteParent();
    }

    /// <summary>Takes all bars away.</summary>
    public void Complete()
    {
        if (_activity is null)
        {
            return;
        }

        foreach (KeyValuePair<string, int> child in _children)
        {
            ProgressRecord record = Record(child.Value, child.Key, "");
            record.ParentActivityId = ParentId;
            record.RecordType = ProgressRecordType.Completed;
            _write(record);
        }

        ProgressRecord parent = Record(ParentId, _activity, "");
        parent.RecordType = ProgressRecordType.Completed;
        _write(parent);
        _children.Clear();
        _activity = null;
    }

    private string Elapsed => string.Format(CultureInfo.InvariantCulture, "{0:0}:{1:00}", Math.Floor(_watch.Elapsed.TotalMinutes), _watch.Elapsed.Seconds);

    private string Expected => _expected > TimeSpan.Zero ? string.Format(CultureInfo.InvariantCulture, " (about {0:0} min each)", Math.Ceiling(_expected.TotalMinutes)) : "";

    private void WriteParent()
    {
        if (_activity is not null)
        {
            ProgressRecord record = Record(ParentId, _activity, $"{_done} of {_total} completed, {Elapsed} elapsed{Expected}");
            record.CurrentOperation = _note;
            record.PercentComplete = _total == 0 ? -1 : Math.Min(100, _done * 100 / _total);
            _write(record);
        }
    }

    // The engine refuses empty texts.
    private static ProgressRecord Record(int id, string activity, string status) => new(id, Display.Line(activity), status.Length == 0 ? " " : Display.Line(status));
}
