using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Credentials;
using EcsTools.Core.Threading;
using EcsTools.Sandbox;

using Microsoft.Extensions.Time.Testing;

namespace EcsTools.Core.Tests.Alibaba;

/// <summary>Stands for the network: writes every request down and answers as the test says; the last answer of an operation repeats.</summary>
internal sealed class StubEcsHandler : HttpMessageHandler
{
    private readonly Dictionary<string, Queue<Func<SentCall, Answer>>> _answers = [];
    private readonly Lock _gate = new();

    public List<SentCall> Calls { get; } = [];

    public FakeTimeProvider Wall { get; } = new(new DateTimeOffset(2026, 9, 10, 3, 4, 5, TimeSpan.Zero));

    public VirtualClock Clock { get; } = VirtualClock.SelfAdvancing();

    public IAccessKeyProvider Keys { get; init; } = new StaticAccessKeyProvider(new AccessKey("LTAIexample", "canary-secret"));

    public Uri? Endpoint { get; init; }

    /// <summary>The operations that change something, in order.</summary>
    public IEnumerable<string> Writes => Calls.Select(c => c.Action).Where(a => !a.StartsWith("Describe", StringComparison.Ordinal) && a != "GetCallerIdentity");

    public StubEcsHandler On(string action, params Answer[] answers)
    {
        foreach (Answer answer in answers)
        {
            On(action, _ => answer);
        }

        return this;
    }

    public StubEcsHandler On(string action, Func<SentCall, Answer> answer)
    {
        if (!_answers.TryGetValue(action, out Queue<Func<SentCall, Answer>>? queue))
        {
            _answers[action] = queue = new Queue<Func<SentCall, Answer>>();
        }

        queue.Enqueue(answer);
        return this;
    }

    /// <summary>The answer of an operation for which the test says nothing else.</summary>
    public StubEcsHandler Otherwise(string action, Answer answer) => _answers.ContainsKey(action) ? this : On(action, answer);

    /// <summary>From now on an operation has this answer.</summary>
    public void Replace(string action, Answer answer)
    {
        _answers.Remove(action);
        On(action, answer);
    }

    public CloudConnection Connect(string region = "cn-hangzhou") => new()
    {
        Cloud = EcsCloud.Alibaba,
        Region = region,
        AccountName = "ops",
        Endpoint = Endpoint,
        HandlerFactory = () => this,
        Time = new DelegatedTimeProvider(() => Clock.Elapsed, Clock.Delay),
        Wall = Wall,
    };

    public AlibabaCloud Open(string region = "cn-hangzhou") => AlibabaCloud.Open(Connect(region), Keys);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SentCall call = SentCall.From(request);
        Func<SentCall, Answer> answer;
        lock (_gate)
        {
            Calls.Add(call);
            if (call.Action.EndsWith("Price", StringComparison.Ordinal) && !_answers.ContainsKey(call.Action))
            {
                // A price that cannot be read stops nothing, so that most tests say nothing of prices.
                return Task.FromResult(Answer.Error(400, "PriceNotFound").ToResponse());
            }

            Queue<Func<SentCall, Answer>> queue = _answers.GetValueOrDefault(call.Action)
                ?? throw new NotSupportedException($"The test has no answer for {call.Action}.");
            answer = queue.Count > 1 ? queue.Dequeue() : queue.Peek();
        }

        return Task.FromResult(answer(call).ToResponse());
    }
}
