using EcsTools.Core.Guests;

namespace EcsTools.Core.Tests.Guests;

public sealed class ConsoleTailTests
{
    [Theory]
    [InlineData("a\nb\nc\n", 1, "c\n")]
    [InlineData("a\nb\nc", 1, "c")]
    [InlineData("a\nb\nc\n", 2, "b\nc\n")]
    [InlineData("a\nb\nc\n", 9, "a\nb\nc\n")]
    [InlineData("\n\n", 1, "\n")]
    [InlineData("", 1, "")]
    [InlineData("a\nb", null, "a\nb")]
    public void Cut_Lines_KeepsTheLast(string text, int? lines, string expected) => Assert.Equal(expected, ConsoleTail.Cut(text, lines));

    [Theory]
    [InlineData("", "a", "a")]
    [InlineData("a\nb", "a\nb\nc", "\nc")]
    [InlineData("a\nb", "a\nb", "")]
    [InlineData("a\nb\n", "b\nc\n", "b\nc\n")] // what was there is not whole any more: rather twice than never
    [InlineData("old", "new boot", "new boot")]
    public void FindNew_Texts_GivesWhatCame(string before, string now, string expected) => Assert.Equal(expected, ConsoleTail.FindNew(before, now));

    [Fact]
    public void FindNew_BeginningIsGone_IsFoundByTheEnd()
    {
        string before = new string('x', 100) + new string('y', 600);

        Assert.Equal("new", ConsoleTail.FindNew(before, new string('y', 600) + "new"));
    }
}
