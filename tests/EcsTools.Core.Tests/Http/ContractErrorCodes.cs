using System.Globalization;
using System.Text.RegularExpressions;

namespace EcsTools.Core.Tests.Http;

/// <summary>Reads the error codes out of the contract pages and the samples.</summary>
internal static class ContractErrorCodes
{
    private const string HuaweiServices = "Ecs|EVS|IMG|IAM|Common|APIGW|APIG|Pdp|VPC|KPS|CBC";

    // A paragraph or a cell of a table, and in it a sentence: what follows a full stop may be about another service.
    private static readonly Regex Blocks = new("\n[ \t]*\n|\\|", RegexOptions.CultureInvariant);
    private static readonly Regex Sentences = new("\\.\\s+(?=[A-Z*`])", RegexOptions.CultureInvariant);

    // Lists leave the service's name out: "Ecs.0066-0071, 0073", "Ecs.0007 / 0008", "EVS codes: 1033 no quota, 1034 too many". Most numbers of
    // billing have eight digits.
    private static readonly Regex HuaweiNumber = new(
        $@"(?:\b(?<service>{HuaweiServices})(?:\.|[ ]codes:[ ])|(?<=[ /(*`\u2013-]))(?<number>\d{{8}}|\d{{4}})\b(?!%)",
        RegexOptions.CultureInvariant);

    private static readonly Regex Whole = new($@"\b(?:{HuaweiServices})\.(?:\d{{8}}|\d{{4}})\b", RegexOptions.CultureInvariant);
    private static readonly Regex Range = new(@"^[ `*]*H?[ `*]*[\u2013-][ `*]*$", RegexOptions.CultureInvariant);
    private static readonly Regex Quoted = new("`([A-Z][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)*)`", RegexOptions.CultureInvariant);
    private static readonly Regex Numbered = new(@"\.(?:N|\d+)(?:\.|$)", RegexOptions.CultureInvariant);

    // What is refused, in one word without a dot. The contracts write fields, states and operations in the same way.
    private static readonly Regex Refusal = new(
        "Invalid|Illegal|Incomplete|Incorrect|Missing|Not[A-Z]|Mismatch|Denied|Exceed|Fail|Error|Unsupported|Conflict|CONFLICT|Busy|Used|Violation|Locked|Expired"
        + "|Duplicate|Forbidden|Unavailable|Throttl",
        RegexOptions.CultureInvariant);

    // Fields, a word of a command's result, states, and names of this module's language.
    private static readonly string[] NoCodes =
    [
        "AccessDeniedDetail", "CreateFailed", "ExpiredEndTime", "ExpiredStartTime", "InstanceNotRunning", "Name.Sub", "StringComparer.Ordinal",
        "SystemFailure.Delete", "Uri.EscapeDataString",
    ];

    public static IEnumerable<string> Alibaba()
    {
        string[] folders = ["alibaba", "alibaba-lifecycle"];
        HashSet<string> fields = [.. folders.SelectMany(f => SampleFiles.Read(f, "shapes").Descendants().OfType<JProperty>()).Select(p => p.Name)];
        IEnumerable<string> sampled = folders.SelectMany(f => SampleFiles.List(f, "error.").Select(name => (string)SampleFiles.Read(f, name)["Code"]!));
        return Pages("alibaba-ecs.md", "alibaba-ecs-lifecycle.md").SelectMany(text => FindAlibaba(text, fields)).Concat(sampled).Distinct(StringComparer.Ordinal);
    }

    public static IEnumerable<string> Huawei()
    {
        IEnumerable<string> sampled = new[] { "huawei", "huawei-lifecycle" }.SelectMany(SampleFiles.Bodies).SelectMany(body => Whole.Matches(body)).Select(m => m.Value);
        return Pages("huawei-ecs.md", "huawei-ecs-lifecycle.md").SelectMany(FindHuawei).Concat(sampled).Distinct(StringComparer.Ordinal);
    }

    public static IEnumerable<string> FindAlibaba(string text, ICollection<string> fields) => Quoted.Matches(text)
        .Select(m => m.Groups[1].Value)
        .Where(word => !fields.Contains(word) && !NoCodes.Contains(word))
        .Where(word => word.Contains('.')
            ? !Numbered.IsMatch(word) && !word.Split('.').All(fields.Contains)
            : Refusal.IsMatch(word) || ProviderErrorList.Alibaba.Codes.Contains(word));

    public static IEnumerable<string> FindHuawei(string text) =>
        Blocks.Split(text.ReplaceLineEndings("\n")).SelectMany(block => Sentences.Split(block.Replace('\n', ' '))).SelectMany(FindInSentence);

    private static IEnumerable<string> FindInSentence(string sentence)
    {
        string? service = null;
        int last = 0;
        int end = 0;
        foreach (Match match in HuaweiNumber.Matches(sentence))
        {
            bool isFirst = match.Groups["service"].Success;
            service = isFirst ? match.Groups["service"].Value : service;
            int number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
            bool isRange = !isFirst && Range.IsMatch(sentence.Substring(end, match.Index - end));
            for (int each = isRange ? last + 1 : number; service is not null && each <= number; each++)
            {
                yield return $"{service}.{each:0000}";
            }

            (last, end) = (number, match.Index + match.Length);
        }
    }

    private static IEnumerable<string> Pages(params string[] names) =>
        names.Select(name => File.ReadAllText(Path.Combine(Repository.Root, "docs", "contracts", name)));
}
