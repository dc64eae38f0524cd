using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Reports;

/// <summary>Counts what is said of many servers: sentences that differ in names, ids and addresses only are one.</summary>
internal static class Tally
{
    private const int MostLines = 20;

    // What clouds call their resources: a prefix and ten characters or more, or a UUID; and addresses.
    private static readonly Regex Ids = new(
        @"\b(?:[a-z]+-[0-9a-z]{10,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9]{1,3}(?:\.[0-9]{1,3}){3})\b", RegexOptions.CultureInvariant, TextPattern.Limit);

    /// <summary>Counts texts as they are.</summary>
    /// <returns>A line for each, the most frequent first.</returns>
    public static IReadOnlyList<string> Count(IEnumerable<string> texts) => Lines(texts.GroupBy(t => t, t => t, StringComparer.Ordinal));

    /// <summary>Counts sentences about servers.</summary>
    /// <returns>A line for each, the most frequent first.</returns>
    public static IReadOnlyList<string> Count(IEnumerable<(EcsInstance Instance, string Sentence)> sentences) =>
        Lines(sentences.GroupBy(s => Mask(s.Instance, s.Sentence), s => s.Sentence, StringComparer.Ordinal));

    private static IReadOnlyList<string> Lines(IEnumerable<IGrouping<string, string>> groups)
    {
        IGrouping<string, string>[] ordered = [.. groups.OrderByDescending(g => g.Count())];
        string[] lines = [.. ordered.Take(MostLines).Select(g => g.Count() == 1 ? $"1: {g.First()}" : $"{g.Count()}: {(g.Distinct().Count() == 1 ? g.First() : g.Key)}")];
        return ordered.Length > MostLines ? [.. lines, $"And {ordered.Length - MostLines} more, each below."] : lines;
    }

    private static string Mask(EcsInstance instance, string sentence)
    {
        string masked = instance.Name.Length == 0 ? sentence : sentence.Replace(instance.ToString(), "…").Replace(instance.Name, "…");
        return Ids.Replace(masked, "…");
    }
}
