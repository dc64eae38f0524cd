using System.Net;
using System.Text;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Credentials;

using Microsoft.Extensions.Time.Testing;

namespace EcsTools.Core.Tests.Huawei;

/// <summary>A network that knows the contract's world, records what is sent and answers from samples; the last rule that fits wins.</summary>
internal sealed class SampleNetwork
{
    public const string Project = "5f1d0c3b2a984e7f8c6d4b1a09e8f7c6";
    public const string User = "7b2c9d4e1f6a48b3905c6d7e8f9a0b1c";
    public const string Web01 = "3c1a7f52-9e0b-4d6c-8a21-5b7e0f9c4d13";
    public const string Win01 = "a94e6d07-2b5c-4f18-b3d9-61c0e8f7a254";
    public const string Rhel01 = "f7d20b86-5e41-4c93-9a08-2d6b7c1e0f35";
    public const string OldDisk = "6b8d2e40-1f3c-4a57-9e06-d8c7b5a4f312";
    public const string Ubuntu = "2d9f6b10-c3a4-4e87-bf52-7a8c1d0e6935";
    public const string RedHat = "e6a1d4c8-0f37-4b95-a26c-93b8f5d7e012";
    public const string Secret = "canary-secret-access-key";
    private readonly List<(Func<RecordedRequest, bool> Fits, Func<RecordedRequest, HttpResponseMessage> Answer)> _rules = [];

    public List<RecordedRequest> Requests { get; } = [];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 9, 18, 6, 40, 0, TimeSpan.Zero));

    public IEnumerable<RecordedRequest> Writes => Requests.Where(r => r.Method != "GET"
        && !r.Path.EndsWith("/auth/tokens", StringComparison.Ordinal) && !r.Path.EndsWith("/kms/list-keys", StringComparison.Ordinal)
        && !r.Path.Contains("/ratings/", StringComparison.Ordinal) && !r.Path.EndsWith("/resources/query", StringComparison.Ordinal));

    public SampleNetwork Answer(string method, string pathEnd, Func<RecordedRequest, HttpResponseMessage> answer)
    {
        _rules.Add((r => r.Method == method && r.Path.EndsWith(pathEnd, StringComparison.Ordinal), answer));
        return this;
    }

    public SampleNetwork Answer(string method, string pathEnd, params Sample[] inTurn)
    {
        int next = 0;
        return Answer(method, pathEnd, _ => inTurn[Math.Min(next++, inTurn.Length - 1)].ToResponse());
    }

    /// <summary>Answers a sample's own request with the sample's own answer.</summary>
    public SampleNetwork Replay(params string[] names)
    {
        foreach (Sample sample in names.Select(Sample.Load))
        {
            _rules.Add((
                r => r.Method == sample.Method && r.Path == sample.Path && sample.Query.All(q => r.Query.TryGetValue(q.Key, out string? v) && v == q.Value),
                _ => sample.ToResponse()));
        }

        return this;
    }

    public CloudConnection Connect(EcsCloud cloud) => new()
    {
        Cloud = cloud,
        Region = "eu-de",
        AccountName = "test",
        HandlerFactory = () => new Handler(this),
        Time = Time,
        Wall = Time,
    };

    public HuaweiCloud OpenByKey(EcsCloud cloud, string? project = Project) =>
        HuaweiCloud.Open(Connect(cloud), new StaticAccessKeyProvider(new AccessKey("TESTACCESSKEY0000001", Secret)), project, null);

    public HuaweiCloud OpenByPassword(EcsCloud cloud) => HuaweiCloud.Open(
        Connect(cloud), new KeystoneLogin { UserName = "ops", Password = "Made-Up.Pass1", UserDomainName = "OTC00000000001000012345", ProjectId = Project });

    /// <summary>Lets fake time pass until the task has ended, so that no test waits in real time.</summary>
    public async Task<T> PassTimeAsync<T>(Task<T> task)
    {
        for (int i = 0; i < 10_000 && !task.IsCompleted; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await task;
    }

    public static HttpResponseMessage Json(int status, string body) => new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private async Task<HttpResponseMessage> RespondAsync(HttpRequestMessage message)
    {
        RecordedRequest request = await RecordedRequest.FromAsync(message);
        lock (Requests)
        {
            Requests.Add(request);
        }

        return _rules.LastOrDefault(r => r.Fits(request)).Answer?.Invoke(request)
            ?? Json(404, """{"error_code":"APIGW.0101","error_msg":"no such API","request_id":"none"}""");
    }

    private sealed class Handler(SampleNetwork network) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => network.RespondAsync(request);
    }
}
