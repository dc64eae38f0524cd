using System.Globalization;

namespace EcsTools.Sandbox.Hosting;

/// <summary>The faults that remain to be played. Safe on any thread.</summary>
internal sealed class FaultSchedule
{
    // Where these hit a read, no more is lost than a moment: without a word they are kept for writes.
    private static readonly FaultKind[] ForWrites =
        [FaultKind.CutBefore, FaultKind.CutAfter, FaultKind.StallBefore, FaultKind.StallAfter, FaultKind.GatewayTimeout, FaultKind.NonceUsed];

    private readonly object _gate = new();
    private readonly List<Entry> _entries;
    private readonly Random _random = new();
    private bool _hasWritten;

    /// <summary>The syntax is that of <see cref="SandboxOptions.Faults"/>.</summary>
    public FaultSchedule(IEnumerable<string> faults) => _entries = [.. faults.Select(Parse)];

    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames(typeof(FaultKind)).Where(n => n != nameof(FaultKind.None))];

    /// <summary>False while no fault is played, whatever the schedule contains.</summary>
    public bool IsPlayed { get; set; } = true;

    /// <summary>Takes a fault off the schedule; true if it is to be played now. <paramref name="isWrite"/> is null if it is unknown or
    /// does not matter.</summary>
    public bool TryTake(FaultKind fault, bool? isWrite = null)
    {
        lock (_gate)
        {
            return IsPlayed && _entries.Find(e => e.Fault == fault && e.Left > 0 && Fits(e.Aim, isWrite)) is { } entry && Take(entry);
        }
    }

    /// <summary>Tells whether a fault is on the schedule, and leaves it there.</summary>
    public bool Has(FaultKind fault)
    {
        lock (_gate)
        {
            return IsPlayed && _entries.Exists(e => e.Fault == fault && e.Left > 0);
        }
    }

    public void Wrote()
    {
        lock (_gate)
        {
            _hasWritten |= IsPlayed;
        }
    }

    private bool Take(Entry entry)
    {
        entry.Left -= entry.Left == int.MaxValue ? 0 : 1;
        return entry.Chance is not { } chance || _random.NextDouble() * 100 < chance;
    }

    private bool Fits(Aim aim, bool? isWrite) => aim switch
    {
        Aim.Read => isWrite == false,
        Aim.Write => isWrite == true,
        Aim.Later => _hasWritten && isWrite != true,
        _ => true,
    };

    private static Entry Parse(string text)
    {
        string[] halves = text.Split(['@'], 2);
        string[] parts = halves[0].Split([':', '%'], 2);
        string name = Names.FirstOrDefault(n => n.Equals(parts[0].Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"Unknown fault '{parts[0]}'. Valid faults: {string.Join(", ", Names)}.");
        FaultKind fault = (FaultKind)Enum.Parse(typeof(FaultKind), name);
        Aim aim = halves.Length == 1
            ? (ForWrites.Contains(fault) ? Aim.Write : Aim.Any)
            : halves[1].Trim().ToUpperInvariant() switch
            {
                "READ" => Aim.Read,
                "WRITE" => Aim.Write,
                "LATER" => Aim.Later,
                _ => throw new FormatException($"'{text}' is no fault: behind @ stands Read, Write or Later."),
            };
        return new Entry(fault, aim)
        {
            Left = parts.Length == 1 || halves[0].Contains("%") ? int.MaxValue : ParseCount(parts[1], text),
            Chance = halves[0].Contains("%") ? ParseChance(parts[1], text) : null,
        };
    }

    private static double ParseChance(string chance, string text) =>
        double.TryParse(chance, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double n) && n is > 0 and <= 100
            ? n
            : throw new FormatException($"'{text}' is no fault: the chance must be a number up to 100.");

    private static int ParseCount(string count, string text) =>
        int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0
            ? n
            : throw new FormatException($"'{text}' is no fault: the count must be a positive number.");

    private enum Aim
    {
        Any,
        Read,
        Write,
        Later,
    }

    private sealed class Entry(FaultKind fault, Aim aim)
    {
        public FaultKind Fault { get; } = fault;

        public Aim Aim { get; } = aim;

        public int Left { get; set; }

        public double? Chance { get; init; }
    }
}
