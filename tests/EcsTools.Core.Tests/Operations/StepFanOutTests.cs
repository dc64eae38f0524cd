using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Operations;

public sealed class StepFanOutTests
{
    private readonly List<string> _calls = [];

    private Func<string, EcsException?> Refuses { get; set; } = _ => null;

    [Fact]
    public async Task A_call_takes_as_many_as_it_may()
    {
        StepHandle[] handles = await Task.WhenAll(Send("a", "b", "c", "d", "e"));

        Assert.Equal(["a,b,c", "a,b,c", "a,b,c", "d,e", "d,e"], handles.Select(r => r.JobId));
        Assert.Equal(["a,b,c", "d,e"], _calls);
    }

    [Fact]
    public async Task A_refused_call_is_asked_for_in_halves()
    {
        Refuses = call => call.Contains('c', StringComparison.Ordinal) ? new EcsException(EcsErrorId.IncorrectState, "No.") : null;
        IReadOnlyList<Task<StepHandle>> sent = Send("a", "b", "c");

        Assert.Equal(("a,b", "a,b"), ((await sent[0]).JobId, (await sent[1]).JobId));
        Assert.Equal(EcsErrorId.IncorrectState, (await Assert.ThrowsAsync<EcsException>(() => sent[2])).ErrorId);
        Assert.Equal(["a,b,c", "a,b", "c"], _calls);
    }

    [Theory]
    [InlineData(EcsErrorId.OutcomeUnknown)]
    [InlineData(EcsErrorId.CannotConnect)]
    [InlineData(EcsErrorId.AccessDenied)]
    public async Task What_concerns_all_is_told_to_all_and_nothing_is_sent_again(string errorId)
    {
        Refuses = _ => new EcsException(errorId, "Lost.");
        IReadOnlyList<Task<StepHandle>> sent = Send("a", "b");

        foreach (Task<StepHandle> one in sent)
        {
            Assert.Equal(errorId, (await Assert.ThrowsAsync<EcsException>(() => one)).ErrorId);
        }

        Assert.Equal(["a,b"], _calls);
    }

    private IReadOnlyList<Task<StepHandle>> Send(params string[] ids) =>
        ids.Select(id => new StepTarget(new EcsInstance { Id = id }, new OperationOptions())).ToArray().SendTogetherAsync(3, SendAsync);

    private Task<StepHandle> SendAsync(IReadOnlyList<StepTarget> targets)
    {
        string call = string.Join(",", targets.Select(t => t.Instance.Id));
        _calls.Add(call);
        return Refuses(call) is { } error ? Task.FromException<StepHandle>(error) : Task.FromResult(new StepHandle { JobId = call });
    }
}
