using EcsTools.Core.Http;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Tests.Threading;

public sealed class TimeLimitsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Moved_WithinLimits_IsTheSum() => Assert.Equal(Noon.AddHours(1), Noon.Moved(TimeSpan.FromHours(1)));

    [Fact]
    public void Moved_BeyondTheLimits_StaysAtThem()
    {
        Assert.Equal(DateTimeOffset.MaxValue, Noon.Moved(TimeSpan.MaxValue));
        Assert.Equal(DateTimeOffset.MinValue, Noon.Moved(TimeSpan.MinValue));
        Assert.Equal(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue.Moved(TimeSpan.FromTicks(1)));
        Assert.Equal(DateTimeOffset.MinValue, DateTimeOffset.MinValue.Moved(TimeSpan.FromTicks(-1)));
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59.999999Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("2099-12-31T15:59Z")]
    public void Time_AtTheLimits_IsRead(string text) => Assert.NotNull(new JObject { ["at"] = text }.Time("at"));

    // In UTC it would be in the year 10000, or before the year 1.
    [Theory]
    [InlineData("9999-12-31T23:59:59-05:00")]
    [InlineData("0001-01-01T00:00:00+05:00")]
    public void Time_BeyondTheLimits_IsNotTold(string text) => Assert.Null(new JObject { ["at"] = text }.Time("at"));
}
