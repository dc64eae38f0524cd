using EcsTools.Core.Http;

using Microsoft.Extensions.Time.Testing;

namespace EcsTools.Core.Tests.Fleets;

public class CallGateTests
{
    private static readonly ThrottleLease Plain = new(0, IsTry: false);
    private static readonly ThrottleLease Try = new(0, IsTry: true);
    private readonly FakeTimeProvider _time = new();

    private ThrottleWait Patient => new(_time.GetTimestamp(), TimeSpan.FromDays(1));

    [Fact]
    public async Task One_call_tries_and_the_others_follow_only_if_it_passes()
    {
        ThrottleGate gate = new(_time);
        Assert.Equal(Plain, await gate.EnterAsync(Patient, FleetFixture.Token));
        gate.Close(Plain, Throttled(TimeSpan.FromSeconds(30)));
        Task<ThrottleLease>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => gate.EnterAsync(Patient, FleetFixture.Token))];

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.All(waiting, w => Assert.False(w.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(1));
        Task<ThrottleLease> first = await Task.WhenAny(waiting);
        Assert.Equal(Try, await first);
        _ = Assert.Single(waiting, w => w.IsCompleted);

        gate.Leave(Try);
        Assert.Equal(4, (await Task.WhenAll(waiting)).Count(p => !p.IsTry));
    }

    [Fact]
    public async Task A_try_that_is_throttled_again_doubles_the_pause_up_to_a_limit()
    {
        ThrottleGate gate = new(_time);
        List<double> pauses = [gate.Close(Plain, Throttled(null)).Pause.TotalSeconds];
        for (int i = 0; i < 4; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(Try, await gate.EnterAsync(Patient, FleetFixture.Token));
            pauses.Add(gate.Close(Try, Throttled(null)).Pause.TotalSeconds);
        }

        Assert.All(pauses.Zip([1.0, 2.0, 4.0, 5.0, 5.0]), p => Assert.InRange(p.First, p.Second, p.Second * 1.2));
    }

    [Fact]
    public async Task Calls_throttled_together_are_one_event()
    {
        ThrottleGate gate = new(_time);
        gate.Close(Plain, Throttled(TimeSpan.FromSeconds(10)));
        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal((TimeSpan.FromSeconds(6), false), gate.Close(Plain, Throttled(TimeSpan.FromSeconds(10))));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(Try, await gate.EnterAsync(Patient, FleetFixture.Token));
    }

    [Fact]
    public async Task A_throttle_from_before_the_gate_was_opened_again_does_not_close_it()
    {
        ThrottleGate gate = new(_time);
        ThrottleLease slow = await gate.EnterAsync(Patient, FleetFixture.Token);
        gate.Close(await gate.EnterAsync(Patient, FleetFixture.Token), Throttled(TimeSpan.FromSeconds(10)));
        _time.Advance(TimeSpan.FromSeconds(10));
        gate.Leave(await gate.EnterAsync(Patient, FleetFixture.Token));

        Assert.Equal((TimeSpan.Zero, false), gate.Close(slow, Throttled(TimeSpan.FromSeconds(60))));
        Assert.False((await gate.EnterAsync(Patient, FleetFixture.Token)).IsTry);
    }

    [Fact]
    public async Task Another_one_tries_when_the_first_gives_up()
    {
        ThrottleGate gate = new(_time);
        gate.Close(Plain, Throttled(TimeSpan.FromSeconds(1)));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Try, await gate.EnterAsync(Patient, FleetFixture.Token));
        Task<ThrottleLease> second = gate.EnterAsync(Patient, FleetFixture.Token);

        gate.GiveUp(Try);

        Assert.Equal(Try, await second);
    }

    // The pause may end between any two steps of a call that arrives just then: thousands of arrivals, each a little later in the end of a pause.
    [Fact]
    public async Task A_call_that_arrives_as_the_pause_ends_is_not_left_waiting()
    {
        for (int i = 0; i < 30_000; i++)
        {
            FakeTimeProvider time = new();
            ThrottleGate gate = new(time);
            gate.Close(Plain, Throttled(TimeSpan.FromSeconds(1)));
            using ManualResetEventSlim starts = new();
            Task pauseEnds = Task.Run(
                () =>
                {
                    starts.Set();
                    time.Advance(TimeSpan.FromSeconds(1));
                },
                FleetFixture.Token);
            starts.Wait(FleetFixture.Token);
            Thread.SpinWait(i % 100);

            Assert.Equal(Try, await gate.EnterAsync(new(time.GetTimestamp(), TimeSpan.FromDays(1)), FleetFixture.Token).WaitAsync(TimeSpan.FromSeconds(30), FleetFixture.Token));
            await pauseEnds;
        }
    }

    [Fact]
    public async Task Waiting_ends_when_none_has_passed_for_as_long_as_a_call_may_wait()
    {
        ThrottleGate gate = new(_time);
        ThrottleWait wait = new(_time.GetTimestamp(), TimeSpan.FromSeconds(30));
        ThrottleLease slow = await gate.EnterAsync(wait, FleetFixture.Token);
        gate.Close(Plain, Throttled(TimeSpan.FromSeconds(20)));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(Try, await gate.EnterAsync(wait, FleetFixture.Token));

        // One from before has passed: the wait counts from there.
        gate.Leave(slow);
        gate.Close(Try, Throttled(TimeSpan.FromSeconds(20)));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(Try, await gate.EnterAsync(wait, FleetFixture.Token));
        gate.Close(Try, Throttled(TimeSpan.FromSeconds(5)));
        _time.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<TimeoutException>(() => gate.EnterAsync(wait, FleetFixture.Token));
    }

    [Fact]
    public async Task A_pause_longer_than_a_call_may_wait_is_not_begun()
    {
        ThrottleGate gate = new(_time);
        gate.Close(Plain, Throttled(TimeSpan.FromHours(1)));

        await Assert.ThrowsAsync<TimeoutException>(() => gate.EnterAsync(new(_time.GetTimestamp(), TimeSpan.FromMinutes(10)), FleetFixture.Token));
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled()
    {
        using CancellationTokenSource source = new();
        ThrottleGate gate = new(_time);
        gate.Close(Plain, Throttled(TimeSpan.FromHours(1)));
        Task<ThrottleLease> waiting = gate.EnterAsync(Patient, source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static EcsException Throttled(TimeSpan? retryAfter) => new(EcsErrorId.ThrottledByService, "slowly") { RetryAfter = retryAfter };
}
