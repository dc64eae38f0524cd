using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>Tags of servers (docs/contracts/huawei-ecs.md 3.12).</summary>
internal static class TagsApi
{
    private const int MostTags = 10;

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
        IReadOnlyList<JObject> tags = call.Body.Objects("tags") ?? throw call.Malformed("tags are missing");
        string? action = call.Body.Text("action");
        if (action is not ("create" or "delete") || tags.Count == 0 || tags.Any(t => t.Text("key") is null))
        {
            throw call.Malformed("request body is illegal.");
        }

        if (ServerPreconditions.Locked(server) is { } locked)
        {
            throw locked;
        }

        if (action == "delete")
        {
            foreach (JObject tag in tags)
            {
                server.Tags.Remove(tag.Text("key")!);
            }
        }
        else
        {
            Add(server, tags);
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

    private static void Add(Server server, IReadOnlyList<JObject> tags)
    {
        if (tags.GroupBy(t => t.Text("key")).Any(g => g.Count() > 1))
        {
            throw ErrorResponses.Error("Ecs.0908", "duplicate tag");
        }

        if (server.Tags.Keys.Union(tags.Select(t => t.Text("key")!)).Count() > MostTags)
        {
            throw ErrorResponses.Error("Ecs.0905", "too many tags");
        }

        foreach (JObject tag in tags)
        {
            server.Tags[tag.Text("key")!] = tag.Text("value") ?? "";
        }
    }

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
