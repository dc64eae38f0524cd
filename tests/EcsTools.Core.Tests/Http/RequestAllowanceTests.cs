using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Http;

/// <summary>How many calls of an account are under way side by side, alone and beside other runners.</summary>
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
        allowance.ShareAmong(3);
        allowance.ShareAmong(runners);
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
}
