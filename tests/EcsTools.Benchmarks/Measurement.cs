using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools.Benchmarks;

/// <summary>What a scenario came to: named figures, and what they should be.</summary>
internal sealed record Measurement(string Scenario, string Goal, params (string Name, double Value)[] Figures)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>What could not be measured, and why.</summary>
    public string? Missing { get; init; }

    /// <summary>Writes figures as JSON.</summary>
    public static void Write(string file, IEnumerable<Measurement> measurements)
    {
        JsonObject all = [];
        foreach (Measurement measurement in measurements)
        {
            all[measurement.Scenario] = new JsonObject(measurement.Figures.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Math.Round(f.Value, 2))));
        }

        File.WriteAllText(file, all.ToJsonString(Readable) + "\n");
    }

    /// <summary>A row of the table in docs/performance.md.</summary>
    public override string ToString() => $"| {Scenario} | {string.Join("; ", Figures.Select(f => $"{f.Name} {Text(f.Value)}").Append(Missing).OfType<string>())} | {Goal} |";

    private static string Text(double value) => value.ToString(Math.Abs(value) < 20 ? "0.##" : "0", CultureInfo.InvariantCulture);
}
