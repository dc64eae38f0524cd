using EcsTools.Core.Diagnostics;
using EcsTools.Core.Guests;
using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Http;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData("<html><body>Bad  Gateway</body></html>", "Bad Gateway")]
    [InlineData("a < b", "a < b")]
    [InlineData("<<<b>words", "words")]
    [InlineData("<p\n>words</p", "words</p")]
    [InlineData("<a><b>", null)]
    public void OfPage_TakesTagsAway(string page, string? words) => Assert.Equal(words, ProviderText.OfPage(page));

    // What cost 75 s; no clock is asked, but nobody would wait for these.
    [Theory]
    [InlineData("<")]
    [InlineData("<a")]
    [InlineData(" ")]
    [InlineData("canonical_")]
    [InlineData("signature")]
    [InlineData("(a")]
    [InlineData("*a")]
    [InlineData("Cloud-init v.")]
    [InlineData("Cloud-init v. 1 running '")]
    public void AnyText_ThatIsLong_CostsNoTime(string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, 1_600_000 / piece.Length));

        Assert.InRange(ProviderText.OfPage(text)?.Length ?? 0, 0, 200);
        Assert.InRange(ProviderText.Shorten(text).Length, 0, 500);
        Assert.Empty(HostKeyBlock.Find(
            $"] Linux version {text}\n-----BEGIN SSH HOST KEY KEYS-----\n-----END SSH HOST KEY KEYS-----\n{text}", DateTimeOffset.MinValue, DateTimeOffset.MaxValue.AddDays(-1)));
        Assert.False(ConsoleBoot.IsUp($"] Linux version {text}\n{text}"));
        Assert.False(KnownHostLine.Parse($"{text.Replace(' ', '*').Replace(',', '*')}x ssh-ed25519 AAAA")!.Matches(new string('a', 1000)));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("a*c", "abbbc", true)]
    [InlineData("A*C", "abbbc", true)]
    [InlineData("a*c*", "abcbd", true)]
    [InlineData("a*cd", "abcbcd", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("a*\n*b", "a\nb", true)]
    public void FitsWildcards_IsWhatPeopleMean(string pattern, string text, bool fits) => Assert.Equal(fits, TextPattern.FitsWildcards(pattern, text));
}
