using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Model;

using Xunit;

namespace EcsTools.Core.Tests.Operations;

public sealed class StepGathererTests
{
    private readonly List<string> _calls = [];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StepGatherer<string> _gatherer;

    public StepGathererTests() => _gatherer = new StepGatherer<string>(SendAsync, most: 3, StringComparer.Ordinal);

    private Func<string, EcsException?> Refuses { get; set; } = _ => null;

    [Fact]
    public async Task What_comes_while_a_call_is_under_way_goes_out_together()
    {
        Task<StepReceipt>[] sent = [.. new[] { "a", "b", "c", "d", "e" }.Select(id => Send("x", id))];
        Task<StepReceipt> other = Send("y", "f");
        _first.SetResult();
        StepReceipt[] receipts = await Task.WhenAll(sent);

        Assert.Equal("y:f", (await other).JobId);
        Assert.Equal(["x:a", "x:b,c,d", "x:b,c,d", "x:b,c,d", "x:e"], receipts.Select(r => r.JobId));
        Assert.Equal(["x:a", "x:b,c,d", "x:e", "y:f"], _calls.Order());
    }

    [Fact]
    public async Task A_refused_batch_is_asked_for_one_by_one()
    {
        Refuses = call => call.Contains("c", StringComparison.Ordinal) ? new EcsException(EcsErrorId.IncorrectState, "No.") : null;
        Task<StepReceipt> a = Send("x", "a"), b = Send("x", "b"), c = Send("x", "c");
        _first.SetResult();

        Assert.Equal(("x:a", "x:b"), ((await a).JobId, (await b).JobId));
        Assert.Equal(EcsErrorId.IncorrectState, (await Assert.ThrowsAsync<EcsException>(() => c)).ErrorId);
        Assert.Equal(["x:a", "x:b,c", "x:b", "x:c"], _calls);
    }

    [Fact]
    public async Task A_lost_answer_is_unknown_for_all_and_nothing_is_sent_again()
    {
        Refuses = call => call.Contains(',', StringComparison.Ordinal) ? new EcsException(EcsErrorId.OutcomeUnknown, "Lost.") : null;
        Task<StepReceipt> a = Send("x", "a"), b = Send("x", "b"), c = Send("x", "c");
        _first.SetResult();
        await a;

        Assert.All(
            new[] { await Assert.ThrowsAsync<EcsException>(() => b), await Assert.ThrowsAsync<EcsException>(() => c) },
            e => Assert.Equal(EcsErrorId.OutcomeUnknown, e.ErrorId));
        Assert.Equal(["x:a", "x:b,c"], _calls);
    }

    [Fact]
    public async Task What_is_given_up_before_it_is_sent_is_not_sent()
    {
        using CancellationTokenSource stop = new();
        Task<StepReceipt> a = Send("x", "a"), b = _gatherer.SendAsync("x", Target("b"), stop.Token), c = Send("x", "c");
        await stop.CancelAsync();
        _first.SetResult();
        await Task.WhenAll(a, c);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => b);
        Assert.Equal(["x:a", "x:c"], _calls);
    }

    [Fact]
    public async Task One_that_comes_later_begins_anew()
    {
        _first.SetResult();
        await Send("x", "a");
        await Send("x", "b");

        Assert.Equal(["x:a", "x:b"], _calls);
    }

    private static StepTarget Target(string id) => new(new EcsInstance { Id = id }, new OperationOptions());

    private Task<StepReceipt> Send(string key, string id) => _gatherer.SendAsync(key, Target(id), TestContext.Current.CancellationToken);

    private async Task<StepReceipt> SendAsync(string key, IReadOnlyList<StepTarget> targets)
    {
        string call = $"{key}:{string.Join(",", targets.Select(t => t.Instance.Id))}";
        lock (_calls)
        {
            _calls.Add(call);
        }

        if (key == "x")
        {
            await _first.Task;
        }

        return Refuses(call) is { } error ? throw error : new StepReceipt { JobId = call };
    }
}
