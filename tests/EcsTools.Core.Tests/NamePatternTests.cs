using EcsTools.Core.Clouds;

namespace EcsTools.Core.Tests;

public class NamePatternTests
{
    [Theory]
    [InlineData("web-0[12]", "WEB-01", true)]
    [InlineData("web-0[12]", "web-03", false)]
    [InlineData("web-0[1-3]", "web-02", true)]
    [InlineData("web-0[1-3]", "web-04", false)]
    [InlineData("[a-c]?", "B1", true)]
    [InlineData("web`[1`]", "web[1]", true)]
    [InlineData("web`[1`]", "web1", false)]
    [InlineData("a`*", "a*", true)]
    [InlineData("a`*", "ab", false)]
    [InlineData("a[`]]", "a]", true)]
    [InlineData("a*b*c", "aXbXbc", true)]
    [InlineData("a*b*c", "aXbXb", false)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    public void Fits_AsPowerShellMatches(string pattern, string name, bool expected) => Assert.Equal(expected, NamePattern.Parse(pattern).Fits(name));

    [Theory]
    [InlineData("web-01", false)]
    [InlineData("web`*", false)]
    [InlineData("web``*", true)]
    [InlineData("web-[", false)]
    [InlineData("web-[1]", true)]
    public void HasWildcards_BacktickBefore_IsNone(string text, bool expected) => Assert.Equal(expected, NamePattern.HasWildcards(text));

    [Theory]
    [InlineData("web[1]")]
    [InlineData("a*b?`c")]
    public void Quote_AnyName_OnlyThatNameFits(string name)
    {
        string quoted = NamePattern.Quote(name);

        Assert.False(NamePattern.HasWildcards(quoted));
        Assert.Equal(name, NamePattern.Unescape(quoted));
        Assert.True(NamePattern.Parse(quoted).Fits(name));
        Assert.False(NamePattern.Parse(quoted).Fits(name + "x"));
    }

    [Theory]
    [InlineData("web-0[1")]
    [InlineData("[")]
    [InlineData("web[1]")]
    [InlineData("back`tick")]
    public void Fits_NameSpelledAsThePattern_Fits(string name) => Assert.True(NamePattern.Parse(name).Fits(name));
}
