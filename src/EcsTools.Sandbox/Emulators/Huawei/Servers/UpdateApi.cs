using System.Text.RegularExpressions;

using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>PUT <c>/v1/{p}/cloudservers/{s}</c> (docs/contracts/huawei-ecs-lifecycle.md 10). Only what is sent changes; the host name in the guest
/// does not.</summary>
internal static class UpdateApi
{
    private const int LongestDescription = 85;
    private static readonly Regex Name = new(@"\A[\p{L}\p{Nd}_.-]{1,128}\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>A locked server is refused (undocumented).</summary>
    public static ApiResponse Update(RequestContext call)
    {
        Server server = call.Server;
        JObject fields = call.Body.Object("server") ?? throw call.Malformed("request body is illegal.");
        if ((ServerPreconditions.Frozen(server) ?? ServerPreconditions.Locked(server)) is { } held)
        {
            throw held;
        }

        string? name = Text(fields, "name");
        string? description = Text(fields, "description");
        if (name is not null && !Name.IsMatch(name))
        {
            throw ErrorResponses.Error("Ecs.0616", "the name is invalid");
        }

        if (description is not null && (description.Length > LongestDescription || description.IndexOfAny(['<', '>']) >= 0))
        {
            throw call.Malformed("the description is invalid");
        }

        server.Name = name ?? server.Name;
        server.Description = description ?? server.Description;
        call.Backend.Count("update");
        return ApiResponse.Ok(w => w.PutObject("server", s => Write(s, call, server)));
    }

    /// <summary>The answer has Nova's form: the image is a text, and the links really begin with <c>https://None</c>.</summary>
    private static void Write(JsonTextWriter w, RequestContext call, Server server)
    {
        RegionBackend backend = call.Backend;
        w.Put("tenant_id", backend.AccountId);
        w.Put("id", server.Id);
        w.Put("name", server.Name);
        ServerFields.WriteMetadata(w, call.Project, server, call.Context.Tenant.UserId);
        w.Put("created", Times.Seconds(server.CreatedAt));
        w.Put("hostId", ServerFields.HostId(server));
        w.Put("user_id", call.Context.Tenant.UserId);
        w.Put("description", server.Description);
        w.Put("image", server.ImageId);
        w.Put("accessIPv4", "");
        w.Put("accessIPv6", "");
        ServerFields.WriteAddresses(w, backend, server, versionIsNumber: true, withPort: false);
        w.PutObject("flavor", f =>
        {
            f.Put("id", server.Size);
            WriteLink(f, "bookmark", $"https://None/{backend.AccountId}/flavors/{server.Size}");
        });
        w.Put("OS-DCF:diskConfig", "MANUAL");
        w.Put("progress", 0);
        WriteLink(w, "self", $"https://None/v2/{backend.AccountId}/servers/{server.Id}");
        w.Put("updated", Times.Seconds(backend.Now));
        w.Put("status", ServerStatus.Of(call.Project, server, call.Undocumented).Status);
        w.Put("OS-EXT-SRV-ATTR:hostname", server.Name);
    }

    private static string? Text(JObject fields, string name) => fields[name] is JValue { Type: JTokenType.String, Value: string text } ? text : null;

    private static void WriteLink(JsonTextWriter w, string rel, string href) => w.PutObjects("links", [href], (l, address) =>
    {
        l.Put("rel", rel);
        l.Put("href", address);
    });
}
