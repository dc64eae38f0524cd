using System.Diagnostics;

namespace EcsTools.Sandbox;

/// <summary>
/// The sandbox's time: as fast as the wall's times a factor, or, with <see cref="SelfAdvancing"/>, jumping ahead whenever
/// somebody waits, so that tests wait for nothing.
/// </summary>
public sealed class VirtualClock
{
    private readonly double _scale;
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _jumped;

    private VirtualClock(double scale, bool selfAdvancing)
    {
        _scale = scale;
        IsSelfAdvancing = selfAdvancing;
    }

    /// <summary>True if waiting moves the clock instead of taking time.</summary>
    public bool IsSelfAdvancing { get; }

    /// <summary>Sandbox time since the clock was made.</summary>
    public TimeSpan Elapsed => IsSelfAdvancing
        ? TimeSpan.FromTicks(Interlocked.Read(ref _jumped))
        : TimeSpan.FromTicks((long)((Stopwatch.GetTimestamp() - _start) * _scale * TimeSpan.TicksPerSecond / Stopwatch.Frequency));

    /// <summary>A clock that runs <paramref name="scale"/> times as fast as the wall's.</summary>
    /// <param name="scale">1 for real time; more is faster.</param>
    public static VirtualClock Scaled(double scale) => scale > 0 && !double.IsInfinity(scale)
        ? new VirtualClock(scale, selfAdvancing: false)
        : throw new ArgumentOutOfRangeException(nameof(scale), scale, "The time scale must be a positive number.");

    /// <summary>A clock that moves only when somebody waits on it.</summary>
    public static VirtualClock SelfAdvancing() => new(1, selfAdvancing: true);

    /// <summary>Moves a self-advancing clock.</summary>
    /// <param name="time">By how much.</param>
    public void Advance(TimeSpan time)
    {
        if (!IsSelfAdvancing)
        {
            throw new InvalidOperationException("Only a self-advancing clock can be moved.");
        }

        Interlocked.Add(ref _jumped, time.Ticks);
    }

    /// <summary>Waits for some sandbox time.</summary>
    /// <param name="time">How long.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>A task that ends then.</returns>
    public async Task Delay(TimeSpan time, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!IsSelfAdvancing)
        {
            await Task.Delay(TimeSpan.FromTicks((long)(time.Ticks / _scale)), cancellation).ConfigureAwait(false);
            return;
        }

        // Those who wait at the same time wait side by side, not one after the other: the clock goes to the latest end.
        long end = Elapsed.Ticks + time.Ticks;
        await Task.Yield();
        long now = Interlocked.Read(ref _jumped);
        while (now < end)
        {
            long seen = Interlocked.CompareExchange(ref _jumped, end, now);
            now = seen == now ? end : seen;
        }
    }
}
