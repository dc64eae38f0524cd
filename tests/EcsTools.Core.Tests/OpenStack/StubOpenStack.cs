using System.Net;
using System.Text;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Threading;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>An OpenStack cloud that answers what a test has written down for a path, and 404 otherwise.</summary>
internal sealed class StubOpenStack : HttpMessageHandler
{
    private const string NotFound = """{"itemNotFound": {"code": 404, "message": "not found"}}""";

    /// <summary>What is answered: path without the service's address to a body.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>Answers in the cloud's place, or throws; null for what it would answer itself.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Fault { get; set; } = _ => null;

    /// <summary>The bodies of the writes, in order.</summary>
    public List<string> Writes { get; } = [];

    public NovaCloud Open()
    {
        VirtualClock clock = VirtualClock.SelfAdvancing();
        return NovaCloud.Open(
            new CloudConnection
            {
                Cloud = EcsCloud.OpenStack,
                Region = "r-1",
                AccountName = "lab",
                Endpoint = new Uri("https://keystone.example.com/v3"),
                HandlerFactory = () => this,
                Time = new DelegatedTimeProvider(() => clock.Elapsed, clock.Delay),
                Wall = TimeProvider.System,
            },
            new KeystoneLogin { UserId = "u-1", Password = "canary", ProjectId = "p-1" },
            new OpenStackSettings());
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Fault(request) is { } fault)
        {
            return fault;
        }

        string path = request.RequestUri!.AbsolutePath;
        if (path.EndsWith("/auth/tokens", StringComparison.Ordinal))
        {
            HttpResponseMessage login = Answer(HttpStatusCode.Created, Token());
            login.Headers.Add("X-Subject-Token", "token-1");
            return login;
        }

        if (request.Method == HttpMethod.Get && Version(path) is { } version)
        {
            return Answer(HttpStatusCode.OK, version);
        }

        if (request.Method != HttpMethod.Get)
        {
            Writes.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
            HttpResponseMessage accepted = Answer(HttpStatusCode.Accepted, "");
            accepted.Headers.Add("x-openstack-request-id", "req-1");
            return accepted;
        }

        KeyValuePair<string, string> found = Answers.FirstOrDefault(a => path.EndsWith(a.Key, StringComparison.Ordinal));
        return found.Key is null ? Answer(HttpStatusCode.NotFound, NotFound) : Answer(HttpStatusCode.OK, found.Value);
    }

    private static string Token()
    {
        string Service(string type, string url) =>
            $$$"""{"type": "{{{type}}}", "endpoints": [{"interface": "public", "region_id": "r-1", "url": "{{{url}}}"}]}""";
        string catalog = string.Join(", ",
        [
            Service("compute", "https://nova.example.com/v2.1"),
            Service("volumev3", "https://cinder.example.com/v3/p-1"),
            Service("image", "https://glance.example.com"),
            Service("network", "https://neutron.example.com"),
        ]);
        return $$$"""{"token": {"project": {"id": "p-1"}, "user": {"id": "u-1", "name": "ops"}, "catalog": [{{{catalog}}}]}}""";
    }

    private static string? Version(string path) => path.TrimEnd('/') switch
    {
        "/v2.1" => """{"version": {"id": "v2.1", "version": "2.95", "min_version": "2.1"}}""",
        "/v3" or "/v3/p-1" => """{"versions": [{"id": "v3.0", "version": "3.70", "min_version": "3.0"}]}""",
        "" or "/v2" => """{"versions": [{"id": "v2.9", "status": "CURRENT"}, {"id": "v3.0", "version": "3.70", "min_version": "3.0"}]}""",
        _ => null,
    };

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
