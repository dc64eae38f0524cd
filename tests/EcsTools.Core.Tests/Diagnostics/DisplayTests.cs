using System.Globalization;
using System.Text;

namespace EcsTools.Core.Tests.Diagnostics;

public sealed class DisplayTests
{
    [Theory]
    [InlineData("web-01", "web-01")]
    [InlineData("Größe 数据 🐧 ø", "Größe 数据 🐧 ø")]
    [InlineData("a\u001b[8mb", @"a\u001B[8mb")]
    [InlineData("a\u009b8mb", @"a\u009B8mb")]
    [InlineData("\u001b]52;c;AAAA\a", @"\u001B]52;c;AAAA\u0007")]
    [InlineData("a\u202eb\u2066", @"a\u202Eb\u2066")]
    [InlineData("a\u200bb\ufeff\u00ad", @"a\u200Bb\uFEFF\u00AD")]
    [InlineData("a\U000e0041b🐧", @"a\U000E0041b🐧")]
    [InlineData("🐧\u001b🐧", @"🐧\u001B🐧")]
    [InlineData("a\u2028b\u3164", @"a\u2028b\u3164")]
    [InlineData("a\r\nb\tc\n", @"a\r\nb\tc\n")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Line_SpellsOut_WhatATerminalObeysOrHides(string? text, string shown) => Assert.Equal(shown, Display.Line(text));

    // An attribute cannot hold these.
    [Fact]
    public void Line_HalfAPair_IsSpelledOut()
    {
        Assert.Equal(@"\uD83D", Display.Line("\ud83d"));
        Assert.Equal(@"\uDC27a", Display.Line("\udc27a"));
        Assert.Equal(@"a\uD83D🐧", Display.Line("a\ud83d\ud83d\udc27"));
    }

    [Theory]
    [InlineData("a\r\nb\tc\n", "a\nb\tc\n")]
    [InlineData("a\rb", @"a\rb")]
    [InlineData("\u001b[31mred\n", "\\u001B[31mred\n")]
    public void Text_KeepsLines(string text, string shown) => Assert.Equal(shown, Display.Text(text));

    [Fact]
    public void Line_EveryCharacter_LeavesNothingToObey()
    {
        foreach (Rune rune in Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(i => new Rune(i)))
        {
            string shown = Display.Line($"a{rune}b");
            bool isPlain = shown == $"a{rune}b";
            Assert.True(isPlain || shown.All(c => c is >= ' ' and <= '~'), $"U+{rune.Value:X}");
            Assert.False(isPlain && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator, $"U+{rune.Value:X}");
        }
    }
}
