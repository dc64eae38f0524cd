using EcsTools.Core.Clouds;

namespace EcsTools.Core.Tests;

public class InstanceQueryTests
{
    [Theory]
    [InlineData("web-*", "WEB-01", true)]
    [InlineData("web-0?", "web-01", true)]
    [InlineData("web-01", "web-010", false)]
    [InlineData("a.c", "abc", false)]
    public void Names_take_wildcards_and_nothing_else_is_special(string pattern, string name, bool expected)
    {
        InstanceQuery query = new() { Names = [pattern] };

        Assert.Equal(expected, query.Matches(new EcsInstance { Id = "i-1", Name = name }));
    }
}
