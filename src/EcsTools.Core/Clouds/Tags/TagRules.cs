using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Clouds;

/// <summary>What a cloud takes as tags of one kind of resource.</summary>
internal sealed record TagRules
{
    // Ours are the proof of a backup and of a license (docs/en-US/about_EcsTools_Tags.md).
    private static readonly string[] OwnPrefixes = ["ecstools-", "ecstools:"];

    /// <summary>Tags that one resource can have.</summary>
    public required int Most { get; init; }

    public required int LongestKey { get; init; }

    /// <summary>0 where a tag is a word without a value.</summary>
    public required int LongestValue { get; init; }

    /// <summary>How keys begin that the cloud keeps for itself.</summary>
    public IReadOnlyList<string> ReservedPrefixes { get; init; } = [];

    /// <summary>How values must not begin.</summary>
    public IReadOnlyList<string> ReservedValuePrefixes { get; init; } = [];

    /// <summary>What must stand in neither.</summary>
    public IReadOnlyList<string> ForbiddenTexts { get; init; } = [];

    /// <summary>Which characters a key takes.</summary>
    public Func<char, bool> TakesInKey { get; init; } = c => !char.IsControl(c);

    /// <summary>Which characters a value takes.</summary>
    public Func<char, bool> TakesInValue { get; init; } = c => !char.IsControl(c);

    /// <summary>The characters in words, for errors.</summary>
    public string Characters { get; init; } = "no control characters";

    /// <summary>True if keys that differ in letter case only are one.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>Finds what the cloud would refuse, before anything is sent.</summary>
    /// <param name="present">The tags that the resource has; those of the cloud itself do not count.</param>
    /// <returns>The refusal, or null.</returns>
    public EcsException? Refuse(TagChange change, IReadOnlyDictionary<string, string> present)
    {
        StringComparer comparer = IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        string[] keys = [.. change.Keys];
        return keys.FirstOrDefault(IsReserved) is { } reserved ? InputErrors.Create(
                $"The tag '{reserved}' cannot be changed: keys that begin with {Begins(ReservedPrefixes.Concat(OwnPrefixes))} are reserved.", "Specify another key.")
            : keys.FirstOrDefault(k => !IsKey(k)) is { } key ? InputErrors.Create(
                $"The tag key '{key}' is not valid.", $"Specify 1 to {LongestKey} characters: {Characters}.")
            : change.Set.Where(t => !IsValue(t.Value)).Select(t => t.Key).FirstOrDefault() is { } bad ? InputErrors.Create(
                $"The value of the tag '{bad}' is not valid.", LongestValue == 0 ? "Tags there are words without a value: specify @{ KEY = '' }." : $"Specify at most {LongestValue} characters: {Characters}.")
            : keys.Distinct(comparer).Count() < keys.Length || change.Set.Keys.Any(k => present.Keys.Any(p => p != k && comparer.Equals(p, k))) ? InputErrors.Create(
                "Two keys differ in letter case only, which the provider treats as one tag.", "Specify each key once, in the letter case of the tag that exists.")
            : change.Set.Count > 0 && present.Keys.Where(k => !IsOfCloud(k)).Union(change.Set.Keys, comparer).Count() > Most ? InputErrors.Create(
                $"There would be more than {Most} tags, which is the provider's limit.", "Remove tags first with Remove-EcsTag.")
            : null;
    }

    private bool IsOfCloud(string key) => ReservedPrefixes.Any(p => key.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    private bool IsReserved(string key) => IsOfCloud(key) || OwnPrefixes.Any(p => key.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    private bool IsKey(string key) => key.Length >= 1 && key.Length <= LongestKey && key.All(TakesInKey) && !HasForbidden(key);

    private bool IsValue(string value) => value.Length <= LongestValue && value.All(TakesInValue) && !HasForbidden(value)
        && !ReservedValuePrefixes.Any(p => value.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    private bool HasForbidden(string text) => ForbiddenTexts.Any(t => text.IndexOf(t, StringComparison.OrdinalIgnoreCase) >= 0);

    private static string Begins(IEnumerable<string> prefixes) => string.Join(", ", prefixes.Select(p => $"'{p}'"));
}
