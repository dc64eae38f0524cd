using System.Globalization;

using EcsTools.Sandbox.Emulators.Huawei.Volumes;
using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>Tags of servers (docs/contracts/huawei-ecs.md 3.12), and changes of those of disks and images (huawei-ecs-lifecycle.md 6).</summary>
internal static class TagsApi
{
    private const int MostTags = 10;
    private const int LongestKey = 36;
    private const int LongestValue = 43;

    public static ApiResponse OfServer(RequestContext call)
    {
        Server server = call.Server;
        return ApiResponse.Ok(w => WriteTags(w, server));
    }

    /// <summary>Every key in use with its values.</summary>
    public static ApiResponse OfProject(RequestContext call)
    {
        IEnumerable<IGrouping<string, string>> byKey = call.Backend.Servers
            .SelectMany(s => s.Tags)
            .GroupBy(t => t.Key, t => t.Value, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal);
        return ApiResponse.Ok(w => w.PutObjects("tags", byKey, (t, group) =>
        {
            t.Put("key", group.Key);
            t.PutTexts("values", group.Distinct(StringComparer.Ordinal));
        }));
    }

    /// <summary>Adding is idempotent and overwrites.</summary>
    public static ApiResponse Change(RequestContext call)
    {
        Server server = call.Server;
        return ServerPreconditions.Locked(server) is { } locked ? throw locked : Change(call, server.Tags, "Ecs.0905", "Ecs.0907", "Ecs.0908");
    }

    public static ApiResponse ChangeOfDisk(RequestContext call) =>
        Change(call, VolumesApi.Find(call, call.Path["volume"]).Disk.Tags, "EVS.1061", "EVS.1062", "EVS.1062");

    public static ApiResponse ChangeOfImage(RequestContext call) => Change(
        call,
        (call.Backend.FindImage(call.Path["image"]) ?? throw ErrorResponses.Error("IMG.0144", "image not found", 404)).Tags,
        "IMG.0005",
        "IMG.0005",
        "IMG.0005");

    private static ApiResponse Change(RequestContext call, Dictionary<string, string> present, string tooMany, string badText, string duplicate)
    {
        IReadOnlyList<JObject> tags = call.Body.Objects("tags") ?? throw call.Malformed("tags are missing");
        string? action = call.Body.Text("action");
        if (action is not ("create" or "delete") || tags.Count == 0 || tags.Any(t => t.Text("key") is null))
        {
            throw call.Malformed("request body is illegal.");
        }

        if (action == "delete")
        {
            foreach (JObject tag in tags)
            {
                present.Remove(tag.Text("key")!);
            }
        }
        else
        {
            Add(call, present, tags, tooMany, badText, duplicate);
        }

        call.Backend.Count("tag");
        return new ApiResponse(204);
    }

    /// <summary>The servers with all the tags, or their number. OTC writes the path <c>/v1/{p}/servers/...</c>.</summary>
    public static ApiResponse Find(RequestContext call)
    {
        IReadOnlyList<JObject> wanted = call.Body.Objects("tags") ?? [];
        List<Server> found = [.. call.Backend.Servers.Where(s => wanted.All(t => HasTag(s, t)))];
        return call.Body.Text("action") switch
        {
            "count" => ApiResponse.Ok(w => w.Put("total_count", found.Count)),
            "filter" => ApiResponse.Ok(w =>
            {
                w.PutObjects("resources", ServersApi.Page(found, Number(call, "offset", 0), Number(call, "limit", 1000)), (r, server) =>
                {
                    r.Put("resource_id", server.Id);
                    r.Put("resource_name", server.Name);
                    r.PutNulls("resource_detail");
                    WriteTags(r, server);
                });
                w.Put("total_count", found.Count);
            }),
            _ => throw call.Malformed("action must be filter or count"),
        };
    }

    private static void Add(RequestContext call, Dictionary<string, string> present, IReadOnlyList<JObject> tags, string tooMany, string badText, string duplicate)
    {
        if (tags.GroupBy(t => t.Text("key")).Any(g => g.Count() > 1))
        {
            throw ErrorResponses.Error(duplicate, "duplicate tag");
        }

        if (tags.Any(t => !IsTaken(call, t.Text("key")!, LongestKey, isValue: false) || !IsTaken(call, t.Text("value") ?? "", LongestValue, isValue: true)))
        {
            throw ErrorResponses.Error(badText, "illegal tag");
        }

        if (present.Keys.Union(tags.Select(t => t.Text("key")!)).Count() > MostTags)
        {
            throw ErrorResponses.Error(tooMany, "too many tags");
        }

        foreach (JObject tag in tags)
        {
            present[tag.Text("key")!] = tag.Text("value") ?? "";
        }
    }

    // OTC takes neither Chinese characters nor a dot.
    private static bool IsTaken(RequestContext call, string text, int longest, bool isValue) => text.Length <= longest && text.All(
        c => (c < 128 && char.IsLetterOrDigit(c)) || c is '-' or '_' || (!call.IsOtc && (c is >= '\u4e00' and <= '\u9fff' || (isValue && c == '.'))));

    private static bool HasTag(Server server, JObject wanted)
    {
        IReadOnlyList<string> values = wanted.Texts("values");
        return wanted.Text("key") is { } key && server.Tags.TryGetValue(key, out string? value) && (values.Count == 0 || values.Contains(value));
    }

    /// <summary>Numbers are texts in this call.</summary>
    private static int Number(RequestContext call, string name, int fallback) => call.Body[name] is null ? fallback
        : int.TryParse(call.Body.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n
        : throw call.Malformed($"{name} is invalid");

    private static void WriteTags(JsonTextWriter w, Server server) => w.PutObjects("tags", server.Tags, (t, tag) =>
    {
        t.Put("key", tag.Key);
        t.Put("value", tag.Value);
    });
}
