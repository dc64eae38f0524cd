using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Tags with TagResources and UntagResources (docs/contracts/alibaba-ecs-lifecycle.md 6).</summary>
internal sealed class AlibabaTags(AlibabaApi api) : ITagEditor
{
    private const int Most = 20;

    private static readonly TagRules Rules = new()
    {
        Most = Most,
        LongestKey = 128,
        LongestValue = 128,
        ReservedPrefixes = AlibabaInstanceReader.SystemTagPrefixes,
        ReservedValuePrefixes = ["acs:"],
        ForbiddenTexts = ["http://", "https://"],
        Characters = "no control characters, no http:// or https://, no acs: at the beginning",
        IgnoresCase = true,
    };

    public int BatchSize => 50;

    public TagRules RulesOf(TaggedKind kind) => Rules;

    public async Task ChangeAsync(TaggedKind kind, IReadOnlyList<string> ids, TagChange change, CancellationToken cancellation)
    {
        // Without a key UntagResources does nothing, and All is never sent: it would remove every tag.
        AlibabaParameters parameters = new AlibabaParameters().Add("ResourceType", kind.ToString().ToLowerInvariant()).AddList("ResourceId", ids);
        _ = change.Removed.Count > 0
            ? parameters.AddList("TagKey", change.Removed)
            : parameters.AddPairs("Tag", change.Set.Select(t => new KeyValuePair<string, string?>(t.Key, t.Value)));
        await api.CallAsync(
            change.Removed.Count > 0 ? "UntagResources" : "TagResources",
            parameters,
            RequestIdempotency.Idempotent,
            kind == TaggedKind.Instance && ids.Count == 1 ? ids[0] : null,
            cancellation).ConfigureAwait(false);
    }
}
