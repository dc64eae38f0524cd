using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Recorded;

/// <summary>OpenStack accounts for recorded answers: by the login of the session, or by one of our own where only one answer was taken.</summary>
internal static class RecordedOpenStack
{
    private const string Host = "https://cloud.example.com";
    private const string Region = "r-1";
    private static readonly KeystoneLogin Login = new() { UserName = "ops", Password = "canary", UserDomainName = "Default" };

    /// <summary>Opens an account at a cloud that gives one answer.</summary>
    public static NovaCloud Open(RecordedCall call)
    {
        string project = call.Path.Split('/') is ["", "v3", var id, _, ..] ? id : "p-1";
        return Open([call.Path.StartsWith("/servers/", StringComparison.Ordinal) ? call with { Path = "/v2.1/servers/s-1/action" } : call], project).Cloud;
    }

    /// <summary>Opens an account at a cloud that gives some answers; those for login and versions, and that there are no servers, are added.</summary>
    public static (NovaCloud Cloud, RecordedNetwork Network) Open(IEnumerable<RecordedCall> calls, string project = "p-1")
    {
        RecordedCall[] all = [.. calls, LoginTo(project), Versions, NoServers];
        RecordedNetwork network = new(request => RecordedNetwork.Match(all, request, request.RequestUri!.AbsolutePath));
        return (NovaCloud.Open(network.Connect(EcsCloud.OpenStack, Region, new Uri(Host + "/v3")), Login, new OpenStackSettings()), network);
    }

    /// <summary>An answer to a GET.</summary>
    public static RecordedCall Get(string path, string body, int status = 200) => new(
        "GET", path, null, status, body.StartsWith('{') ? JsonParser.ParseObject(body) : new JValue(body), []);

    /// <summary>Logs in with a recorded token.</summary>
    public static Task<(string Region, KeystoneToken Token)> FindRegionAsync(RecordedCall login, CancellationToken cancellation)
    {
        RecordedNetwork network = new(request => RecordedNetwork.Match([login], request, request.RequestUri!.AbsolutePath));
        return NovaCloud.FindRegionAsync(network.Connect(EcsCloud.OpenStack, "", new Uri(Host + "/v3")), Login, new OpenStackSettings(), cancellation);
    }

    /// <summary>Logs in as a session did: its project, the region of its catalogue, its versions.</summary>
    public static async Task<NovaCloud> LogInAsync(JObject session, IReadOnlyList<RecordedCall> calls, CancellationToken cancellation)
    {
        string project = session.Text("project_id")!;
        RecordedCall[] own =
        [
            .. calls.Where(c => !c.Path.EndsWith("/auth/tokens", StringComparison.Ordinal) || c.Body.Object("token").Object("project").Text("id") == project)
                .Select(c => c with { Body = InTls(c.Body) }),
        ];
        RecordedNetwork network = new(request => RecordedNetwork.Match(own, request, $"{request.RequestUri!.Port}{request.RequestUri.AbsolutePath}"));
        Uri identity = new(session.Objects("interactions").First().Text("url")!.Replace("http:", "https:", StringComparison.Ordinal).Replace("/auth/tokens", "", StringComparison.Ordinal));
        CloudConnection connection = network.Connect(EcsCloud.OpenStack, "", identity);
        (string region, KeystoneToken token) = await NovaCloud.FindRegionAsync(connection, Login, new OpenStackSettings(), cancellation);
        return NovaCloud.Open(connection with { Region = region }, Login with { Held = token }, new OpenStackSettings());
    }

    // A cloud that is spoken to in the clear is refused, which is another test's matter.
    private static JToken? InTls(JToken? body) => body is null ? null : JsonParser.ParseObject(body.ToString().Replace("http://", "https://", StringComparison.Ordinal));

    private static RecordedCall LoginTo(string project) => LoginTo(project, "2026-11-30T12:00:00.000000Z");

    /// <summary>The answer to a login.</summary>
    public static RecordedCall LoginTo(string project, string expiresAt) => new("POST", "/v3/auth/tokens", null, 201, JsonParser.ParseObject(
        $$$"""
        {"token": {"issued_at": "2026-11-29T12:00:00.000000Z", "expires_at": "{{{expiresAt}}}", "project": {"id": "{{{project}}}"}, "user": {"id": "u-1", "name": "ops"}, "catalog": [
          {"type": "compute", "endpoints": [{"interface": "public", "region_id": "{{{Region}}}", "url": "{{{Host}}}/v2.1"}]},
          {"type": "image", "endpoints": [{"interface": "public", "region_id": "{{{Region}}}", "url": "{{{Host}}}/v2"}]},
          {"type": "volumev3", "endpoints": [{"interface": "public", "region_id": "{{{Region}}}", "url": "{{{Host}}}/v3/{{{project}}}"}]}]}}
        """), [("X-Subject-Token", "token-1")]);

    private static RecordedCall Versions { get; } = Get("/v2.1/", """{"version": {"id": "v2.1", "version": "2.15", "min_version": "2.1"}}""");

    // The disks of servers are listed before the volumes.
    private static RecordedCall NoServers { get; } = Get("/v2.1/servers/detail", """{"servers": []}""");
}
