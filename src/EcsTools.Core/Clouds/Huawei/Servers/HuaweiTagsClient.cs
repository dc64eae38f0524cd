using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The calls about tags, one for each resource (docs/contracts/huawei-ecs.md 3.12, huawei-ecs-lifecycle.md 6).</summary>
internal sealed class HuaweiTagsClient(HuaweiProjectTransport api, HuaweiVariant variant) : ITagEditor
{
    private readonly TagRules _rules = new()
    {
        Most = 10,
        LongestKey = 36,
        LongestValue = 43,
        ReservedPrefixes = ["_sys_"],
        TakesInKey = c => IsPlain(c) || (variant.HasWideTags && IsHan(c)),
        TakesInValue = c => IsPlain(c) || (variant.HasWideTags && (IsHan(c) || c == '.')),
        Characters = variant.HasWideTags ? "letters, digits, '-', '_' and Chinese characters, in values also '.'" : "letters, digits, '-' and '_'",
    };

    public int BatchSize => 1;

    public TagRules RulesOf(TaggedKind kind) => kind != TaggedKind.Snapshot ? _rules : throw StepErrors.NotSupported(
        "Snapshots have no tags there, but metadata that is set when they are created.", "Tag the disk of the snapshot, or create an image, which has tags.");

    public Task ChangeAsync(TaggedKind kind, IReadOnlyList<string> ids, TagChange change, CancellationToken cancellation)
    {
        (string name, ApiService service, string path) = kind switch
        {
            TaggedKind.Disk => ("Disk", ApiService.Volume, "/v2/{p}/cloudvolumes"),
            TaggedKind.Image => ("Image", ApiService.Image, "/v2/{p}/images"),
            _ => ("Server", ApiService.Compute, "/v1/{p}/cloudservers"),
        };
        bool removes = change.Removed.Count > 0;
        IEnumerable<JObject> tags = removes
            ? change.Removed.Select(k => new JObject { ["key"] = k })
            : change.Set.Select(t => new JObject { ["key"] = t.Key, ["value"] = t.Value });
        return api.SendAsync(
            new ApiRequest($"{(removes ? "Remove" : "Add")}{name}Tags", HttpMethod.Post, service, $"{path}/{CloudId.InPath(ids.Single())}/tags/action")
            {
                Body = new JObject { ["action"] = removes ? "delete" : "create", ["tags"] = new JArray(tags) },
                Safety = RequestIdempotency.Idempotent,
                InstanceId = kind == TaggedKind.Instance ? ids[0] : null,
            },
            cancellation);
    }

    /// <summary>Keeps the license of a server as a tag. What was installed is installed: that it cannot be kept is only said.</summary>
    public async Task RecordLicenseAsync(EcsInstance instance, string license, CancellationToken cancellation)
    {
        if (instance.Tags.TryGetValue(HuaweiTagKey.License, out string? present) && present == license)
        {
            return;
        }

        try
        {
            await ChangeAsync(
                TaggedKind.Instance, [instance.Id], TagChange.Add(new Dictionary<string, string> { [HuaweiTagKey.License] = license }), cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            AmbientLog.Current.Warning(
                $"The license type of {instance} cannot be kept as its tag {HuaweiTagKey.License}={license}: {error.Message}");
        }
    }

    private static bool IsPlain(char c) => c is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '-' or '_';

    private static bool IsHan(char c) => c is >= '\u4e00' and <= '\u9fff';
}
