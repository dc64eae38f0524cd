using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Sandbox.Hosting;

/// <summary>Which faults are still to be played. Safe on any thread.</summary>
internal sealed class FaultSchedule
{
    // Where these hit a read, no more is lost than a moment: without a word they are kept for writes.
    private static readonly FaultKind[] ForWrites =
        [FaultKind.CutBefore, FaultKind.CutAfter, FaultKind.StallBefore, FaultKind.StallAfter, FaultKind.GatewayTimeout, FaultKind.NonceUsed];

    private readonly object _gate = new();
    private readonly List<Entry> _entries;
    private readonly Random _random = new();
    private bool _hasWritten;

    /// <summary>Reads a plan.</summary>
    /// <param name="faults">Texts of the form <c>Name</c> (always), <c>Name:count</c> or <c>Name%chance</c> (in a hundred), with <c>@Read</c>, <c>@Write</c> or <c>@Later</c>
    /// (reads once a write is done) behind it for those requests alone.</param>
    /// <exception cref="FormatException">A name is unknown, or a count or chance is no such number.</exception>
    public FaultSchedule(IEnumerable<string> faults) => _entries = [.. faults.Select(Parse)];

    /// <summary>The names of all faults.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames(typeof(FaultKind)).Where(n => n != nameof(FaultKind.None))];

    /// <summary>False while nothing is played, whatever the plan says.</summary>
    public bool IsPlayed { get; set; } = true;

    /// <summary>Takes a fault off the plan if it is still on it.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="isWrite">Whether the request changes something; null if it is not known or does not matter.</param>
    /// <returns>True if it is to be played now.</returns>
    public bool TryTake(FaultKind fault, bool? isWrite = null)
    {
        lock (_gate)
        {
            return IsPlayed && _entries.Find(e => e.Fault == fault && e.Left > 0 && Fits(e.Aim, isWrite)) is { } entry && Take(entry);
        }
    }

    /// <summary>Takes note that a write is done.</summary>
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
            ?? throw new FormatException($"There is no fault '{parts[0]}'. Faults are: {string.Join(", ", Names)}.");
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
