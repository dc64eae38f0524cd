namespace EcsTools.Completion;

/// <summary>Things of one kind that an account has shown, at most <see cref="Limit"/>: the oldest make room. For one thread at a time.</summary>
internal sealed class BoundedCache
{
    /// <summary>How many things are kept: a list longer than this is no help at a prompt, and memory must not grow with a fleet.</summary>
    public const int Limit = 5000;

    private readonly Dictionary<string, (CompletionCandidate Candidate, int Round)> _things = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private int _round;

    /// <summary>What is there.</summary>
    public IEnumerable<CompletionCandidate> All => _things.Values.Select(t => t.Candidate);

    /// <summary>Puts a thing there, in place of an older look at it.</summary>
    /// <param name="toolTip">What is worth knowing about it: parts, of which empty ones are left out.</param>
    public void Put(string value, string label, params string?[] toolTip)
    {
        if (value.Length == 0)
        {
            return;
        }

        if (!_things.ContainsKey(value))
        {
            _order.Enqueue(value);
        }

        _things[value] = (new CompletionCandidate(value, label, string.Join(", ", toolTip.Where(t => !string.IsNullOrEmpty(t)))), _round);
        while (_things.Count > Limit)
        {
            _things.Remove(_order.Dequeue());
        }
    }

    /// <summary>Puts a thing there that something else has mentioned, unless it has been seen itself.</summary>
    public void PutNew(string value, params string?[] toolTip)
    {
        if (!_things.ContainsKey(value))
        {
            Put(value, value, toolTip);
        }
    }

    /// <summary>Puts a thing there that an earlier session has seen.</summary>
    public void PutOld(string value, string label)
    {
        if (!_things.ContainsKey(value))
        {
            Put(value, label, label == value ? null : label, "seen in an earlier session");
        }
    }

    /// <summary>Begins a complete list.</summary>
    public void BeginRound() => _round++;

    /// <summary>Ends a complete list: what it did not hold is gone.</summary>
    public void EndRound()
    {
        string[] left = [.. _order.Where(v => _things[v].Round == _round)];
        foreach (string gone in _order.Where(v => _things[v].Round != _round))
        {
            _things.Remove(gone);
        }

        _order.Clear();
        foreach (string value in left)
        {
            _order.Enqueue(value);
        }
    }
}
