using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Sandbox.Serving;

/// <summary>Which faults are still to be played. Safe on any thread.</summary>
internal sealed class FaultPlan
{
    private readonly object _gate = new();
    private readonly Dictionary<Fault, int> _left = [];

    /// <summary>Reads a plan.</summary>
    /// <param name="faults">Texts of the form <c>Name</c> (always) or <c>Name:count</c>.</param>
    /// <exception cref="FormatException">A name is unknown or a count is no positive number.</exception>
    public FaultPlan(IEnumerable<string> faults)
    {
        foreach (string text in faults)
        {
            string[] parts = text.Split([':'], 2);
            string name = Names.FirstOrDefault(n => n.Equals(parts[0].Trim(), StringComparison.OrdinalIgnoreCase))
                ?? throw new FormatException($"There is no fault '{parts[0]}'. Faults are: {string.Join(", ", Names)}.");
            Fault fault = (Fault)Enum.Parse(typeof(Fault), name);
            _left[fault] = parts.Length == 1 ? int.MaxValue : ParseCount(parts[1], text);
        }
    }

    /// <summary>The names of all faults.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames(typeof(Fault)).Where(n => n != nameof(Fault.None))];

    /// <summary>False while nothing is played, whatever the plan says.</summary>
    public bool IsPlayed { get; set; } = true;

    /// <summary>Takes a fault off the plan if it is still on it.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>True if it is to be played now.</returns>
    public bool TryTake(Fault fault)
    {
        lock (_gate)
        {
            if (!IsPlayed || !_left.TryGetValue(fault, out int left) || left == 0)
            {
                return false;
            }

            _left[fault] = left == int.MaxValue ? left : left - 1;
            return true;
        }
    }

    private static int ParseCount(string count, string text) =>
        int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0
            ? n
            : throw new FormatException($"'{text}' is no fault: the count must be a positive number.");
}
