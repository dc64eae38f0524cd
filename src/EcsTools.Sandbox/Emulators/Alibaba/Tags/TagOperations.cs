namespace EcsTools.Sandbox.Emulators.Alibaba.Tags;

/// <summary>TagResources, UntagResources and ListTagResources (docs/contracts/alibaba-ecs-lifecycle.md 6), for servers, disks, images and snapshots. A
/// call that is refused changes nothing (nowhere stated).</summary>
internal static class TagOperations
{
    private const int MostResources = 50;
    private const int MostTags = 20;
    private const int Longest = 128;
    private static readonly string[] Links = ["http://", "https://"];

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("TagResources", IsWrite: true, TagResources) { NeedsRegion = true },
        new("UntagResources", IsWrite: true, UntagResources) { NeedsRegion = true },
        new("ListTagResources", IsWrite: false, ListTagResources) { NeedsRegion = true },
    ];

    private static void TagResources(AlibabaRequestContext call, ResponseWriter response)
    {
        IReadOnlyList<(string Id, Dictionary<string, string> Tags)> resources = Resources(call);
        (string Key, string Value)[] tags = [.. ReadTags(call)];
        if (tags.Length == 0)
        {
            throw new AlibabaApiError(404, "MissingParameter.Tags", "The specified parameter \"Tag.N\" is not provided.");
        }

        if (tags.Length > MostTags)
        {
            throw new AlibabaApiError(400, "NumberExceed.Tags", "The maximum number of Tags is exceeded.");
        }

        foreach ((string key, string value) in tags)
        {
            Check(key, value);
        }

        if (tags.GroupBy(t => t.Key, StringComparer.OrdinalIgnoreCase).Any(g => g.Count() > 1)
            || resources.Any(r => r.Tags.Keys.Any(k => tags.Any(t => t.Key != k && string.Equals(t.Key, k, StringComparison.OrdinalIgnoreCase)))))
        {
            throw new AlibabaApiError(400, "Duplicate.TagKey", "The Tag.N.Key contain duplicate key.");
        }

        if (resources.Any(r => r.Tags.Keys.Union(tags.Select(t => t.Key)).Count() > MostTags))
        {
            throw new AlibabaApiError(403, "QuotaExceed.Tags", "The quota of tags is exceeded.");
        }

        foreach ((_, Dictionary<string, string> present) in resources)
        {
            foreach ((string key, string value) in tags)
            {
                present[key] = value;
            }

            call.Backend.Count("tag");
        }
    }

    /// <summary>Without a key nothing happens, unless all are meant.</summary>
    private static void UntagResources(AlibabaRequestContext call, ResponseWriter response)
    {
        IReadOnlyList<(string Id, Dictionary<string, string> Tags)> resources = Resources(call);
        IReadOnlyList<string> keys = call.RepeatList("TagKey");
        if (keys.Count > MostTags)
        {
            throw new AlibabaApiError(400, "NumberExceed.Tags", "The maximum number of Tags is exceeded.");
        }

        bool isAll = keys.Count == 0 && call.Flag("All");
        foreach ((_, Dictionary<string, string> tags) in resources)
        {
            foreach (string key in tags.Keys.Where(k => isAll || keys.Contains(k)).ToArray())
            {
                tags.Remove(key);
            }

            call.Backend.Count("untag");
        }
    }

    private static void ListTagResources(AlibabaRequestContext call, ResponseWriter response)
    {
        string type = call.Required("ResourceType");
        IEnumerable<(string Id, KeyValuePair<string, string> Tag)> rows = Resources(call).SelectMany(r => r.Tags.Select(t => (r.Id, t)));
        response.List("TagResources", "TagResource", [.. rows], row =>
        {
            response.Text("ResourceId", row.Id);
            response.Text("ResourceType", type);
            response.Text("TagKey", row.Tag.Key);
            response.Text("TagValue", row.Tag.Value);
        });
    }

    private static IReadOnlyList<(string Id, Dictionary<string, string> Tags)> Resources(AlibabaRequestContext call)
    {
        string type = call.Text("ResourceType") ?? throw new AlibabaApiError(404, "MissingParameter.ResourceType", "The specified parameter \"ResourceType\" is not provided.");
        IReadOnlyList<string> ids = call.RepeatList("ResourceId");
        return ids.Count == 0 ? throw new AlibabaApiError(404, "MissingParameter.ResourceIds", "The specified parameter \"ResourceId.N\" is not provided.")
            : ids.Count > MostResources ? throw new AlibabaApiError(400, "NumberExceed.ResourceIds", "The maximum number of ResourceIds is exceeded.")
            : [.. ids.Select(id => (id, Find(call, type, id) ?? throw new AlibabaApiError(404, "InvalidResourceId.NotFound", "The specified ResourceIds are not found.")))];
    }

    private static Dictionary<string, string>? Find(AlibabaRequestContext call, string type, string id) => type switch
    {
        "instance" => call.Backend.FindServer(id)?.Tags,
        "disk" => call.Backend.FindDisk(id)?.Disk.Tags,
        "image" => call.Backend.FindImage(id)?.Tags,
        "snapshot" => call.Backend.Snapshots.Find(id)?.Tags,
        _ => throw new AlibabaApiError(404, "InvalidResourceType.NotFound", "The ResourceType provided does not exist in our records."),
    };

    // With a value that is empty, and beyond the twenty that are taken.
    private static IEnumerable<(string Key, string Value)> ReadTags(AlibabaRequestContext call)
    {
        for (int i = 1; call.Parameters.TryGetValue(FormattableString.Invariant($"Tag.{i}.Key"), out string? key); i++)
        {
            yield return (key, call.Text(FormattableString.Invariant($"Tag.{i}.Value")) ?? "");
        }
    }

    private static void Check(string key, string value)
    {
        if (key.Length is 0 or > Longest || key.StartsWith("aliyun", StringComparison.Ordinal) || key.StartsWith("acs:", StringComparison.Ordinal) || Links.Any(key.Contains))
        {
            throw new AlibabaApiError(400, "InvalidTagKey.Malformed", "The specified Tag.n.Key is not valid.");
        }

        if (value.Length > Longest || Links.Any(value.Contains))
        {
            throw new AlibabaApiError(400, "InvalidTagValue.Malformed", "The specified Tag.n.Value is not valid.");
        }
    }
}
