using System.Net;
using System.Text;

using EcsTools.Core.Clouds;
using EcsTools.Core.Http;
using EcsTools.Core.Threading;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Recorded;

/// <summary>
/// Stands for the network and answers by what was recorded. Which page and filter a client asks for is its own choice, so of a query
/// only the marker counts. What was not recorded is not there, but for a list of which single rows were.
/// </summary>
internal sealed class RecordedNetwork : HttpMessageHandler
{
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly Func<HttpRequestMessage, RecordedCall?> _find;

    public RecordedNetwork(Func<HttpRequestMessage, RecordedCall?> find) => _find = find;

    public List<HttpRequestMessage> Requests { get; } = [];

    public CloudConnection Connect(EcsCloud cloud, string region, Uri? endpoint = null) => new()
    {
        Cloud = cloud,
        Region = region,
        AccountName = "recorded",
        Endpoint = endpoint,
        HandlerFactory = () => this,
        Time = new DelegatedTimeProvider(() => _clock.Elapsed, _clock.Delay),
        Wall = TimeProvider.System,
    };

    /// <summary>Looks among calls for the one that a request repeats.</summary>
    /// <param name="path">The request's path in the form of the calls.</param>
    public static RecordedCall? Match(IReadOnlyList<RecordedCall> calls, HttpRequestMessage request, string path)
    {
        string? marker = RecordedCall.MarkerOf(request.RequestUri!.Query);
        return calls.FirstOrDefault(c => c.Method == request.Method.Method && c.Path == path && c.Marker == marker) ?? ComposeList(calls, request, path);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Requests)
        {
            Requests.Add(request);
        }

        return Task.FromResult(_find(request)?.ToResponse() ?? new HttpResponseMessage(HttpStatusCode.NotFound)
        {
            Content = new StringContent("""{"itemNotFound": {"code": 404, "message": "It was not recorded."}}""", Encoding.UTF8, "application/json"),
        });
    }

    // /flavors/detail from /flavors/1
    private static RecordedCall? ComposeList(IReadOnlyList<RecordedCall> calls, HttpRequestMessage request, string path)
    {
        string list = path.EndsWith("/detail", StringComparison.Ordinal) ? path[..^"/detail".Length] : path;
        JObject[] rows =
        [
            .. calls.Where(c => c.Method == "GET" && c.Path.StartsWith(list + "/", StringComparison.Ordinal) && c.Path.LastIndexOf('/') == list.Length && c.Path != path)
                .DistinctBy(c => c.Path).Select(c => c.Body).OfType<JObject>(),
        ];
        if (request.Method != HttpMethod.Get || rows.Length == 0)
        {
            return null;
        }

        string name = list[(list.LastIndexOf('/') + 1)..];
        return new RecordedCall("GET", path, null, 200, new JObject { [name] = new JArray(rows.Select(r => r.Object(name.TrimEnd('s')) ?? r)) }, []);
    }
}
