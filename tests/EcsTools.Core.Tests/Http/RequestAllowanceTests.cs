using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Http;
using EcsTools.Core.State;

using Microsoft.Extensions.Time.Testing;

namespace EcsTools.Core.Tests.Http;

/// <summary>How many calls of an account are under way side by side, alone and beside other runners; and what these tell one another of throttles.</summary>
public sealed class RequestAllowanceTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 5)]
    [InlineData(4, 2)]
    [InlineData(20, 1)]
    public async Task RunAsync_AccountIsShared_SendsAPartSideBySide(int runners, int expected)
    {
        RequestLimiter limiter = new(new KeystoneDialect((_, _) => null), TimeProvider.System);
        RequestAllowance allowance = new();
        allowance.Add(limiter);
        allowance.Share(new AccountUse(3, []), _ => { });
        allowance.Share(new AccountUse(runners, []), _ => { });
        TaskCompletionSource<bool> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int begun = 0;

        Task[] calls = [.. Enumerable.Range(0, 20).Select(i => limiter.RunAsync(
            new CloudRequest("Read", HttpMethod.Get, new Uri("http://127.0.0.1/"), RequestIdempotency.ReadOnly), default, () => Send(), TestContext.Current.CancellationToken))];

        Assert.Equal(expected, Volatile.Read(ref begun));
        end.SetResult(true);
        await Task.WhenAll(calls);
        Assert.Equal(20, begun);

        Task<bool> Send()
        {
            Interlocked.Increment(ref begun);
            return end.Task;
        }
    }

    // Calls that are throttled together are one event, which a runner without others does not report.
    [Theory]
    [InlineData(1, new string[0])]
    [InlineData(2, new[] { "Read" })]
    public async Task RunAsync_IsThrottled_TellsTheOthersOnce(int runners, string[] expected)
    {
        List<ThrottleNote> told = [];
        FakeTimeProvider time = new();
        RequestLimiter limiter = new(new KeystoneDialect((_, _) => null), time);
        RequestAllowance allowance = new();
        allowance.Share(new AccountUse(runners, []), told.Add);
        allowance.Add(limiter);
        TaskCompletionSource<bool> throttled = new(TaskCreationOptions.RunContinuationsAsynchronously);

        Task[] calls = [.. Enumerable.Range(0, 3).Select(_ => Send(limiter, time, "Read", () => throttled.Task))];
        throttled.SetException(new EcsException(EcsErrorId.ThrottledByService, "Throttled.") { WasNotCarriedOut = true, RetryAfter = TimeSpan.FromSeconds(7) });

        foreach (Task call in calls)
        {
            await Assert.ThrowsAsync<EcsException>(() => call);
        }

        Assert.Equal(expected, told.Select(n => n.Operation));
        Assert.All(told, n => Assert.Equal(TimeSpan.FromSeconds(7), n.Left));
    }

    [Fact]
    public async Task RunAsync_AnotherRunnerWasThrottled_WaitsWithCallsOfThatKindOnly()
    {
        FakeTimeProvider time = new();
        RequestLimiter limiter = new(new KeystoneDialect((_, _) => null), time);
        RequestAllowance allowance = new();
        allowance.Add(limiter);
        allowance.Share(new AccountUse(2, [new ThrottleNote("Read", TimeSpan.FromSeconds(7))]), _ => { });

        Task[] held = [.. Enumerable.Range(0, 3).Select(_ => Send(limiter, time, "Read", () => Task.FromResult(true)))];
        await Send(limiter, time, "Write", () => Task.FromResult(true));
        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.All(held, c => Assert.False(c.IsCompleted));

        time.Advance(TimeSpan.FromSeconds(0.2));
        await Task.WhenAll(held);
    }

    // What the cloud itself has told this runner is not shortened by what it told another.
    [Fact]
    public async Task Share_IsThrottledAlready_KeepsItsOwnPause()
    {
        FakeTimeProvider time = new();
        RequestLimiter limiter = new(new KeystoneDialect((_, _) => null), time);
        RequestAllowance allowance = new();
        allowance.Add(limiter);
        await Assert.ThrowsAsync<EcsException>(() => Send(
            limiter, time, "Read", () => throw new EcsException(EcsErrorId.ThrottledByService, "Throttled.") { WasNotCarriedOut = true, RetryAfter = TimeSpan.FromSeconds(20) }));

        allowance.Share(new AccountUse(2, [new ThrottleNote("Read", TimeSpan.FromSeconds(1))]), _ => { });
        Task held = Send(limiter, time, "Read", () => Task.FromResult(true));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(held.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(10));
        await held;
    }

    private static Task Send(RequestLimiter limiter, TimeProvider time, string operation, Func<Task<bool>> send) => limiter.RunAsync(
        new CloudRequest(operation, HttpMethod.Get, new Uri("http://127.0.0.1/"), RequestIdempotency.ReadOnly),
        new ThrottleWait(time.GetTimestamp(), TimeSpan.FromMinutes(10)),
        send,
        TestContext.Current.CancellationToken);
}
