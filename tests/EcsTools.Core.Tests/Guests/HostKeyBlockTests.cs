using System.Text;

using EcsTools.Core.Guests;

namespace EcsTools.Core.Tests.Guests;

public sealed class HostKeyBlockTests
{
    private static readonly DateTimeOffset Sent = new(2026, 3, 2, 7, 0, 0, TimeSpan.Zero);
    private static readonly string Key = Convert.ToBase64String([0, 0, 0, 11, .. Encoding.ASCII.GetBytes("ssh-ed25519"), 0, 0, 0, 3, 1, 2, 3]);
    private static readonly string Block = $"-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 {Key} root@web-01\n-----END SSH HOST KEY KEYS-----\n";

    [Fact]
    public void Find_NewBoot_GivesTheKeys() => Assert.Equal(Key, Convert.ToBase64String(Find(Boot(10) + Block + Finished(12)).Single()));

    [Fact]
    public void Find_OldBootBefore_IsPassedOver() => Assert.Single(Find(Boot(-500) + Block.Replace("AQID", "BQYH", StringComparison.Ordinal) + Boot(10) + Block));

    [Fact]
    public void Find_LinesEndAsOnTerminals_AreRead() => Assert.Single(Find((Boot(10) + Block).Replace("\n", "\r\n", StringComparison.Ordinal)));

    public static TheoryData<string, string> Unproven => new()
    {
        { "of before the wipe", Boot(-10) + Block },
        { "before the wipe, finished after it", Boot(-1) + Block + Finished(1) },
        { "in an older boot", Boot(10) + Block + Boot(20) },
        { "of a clock that is ahead", Boot(3600 * 8) + Block },
        { "no time before it", "[    0.000000] Linux version 6\n" + Block + Finished(12) },
        { "no time at all", Block },
        { "a time that is none", Boot(10).Replace("Mar", "Foo", StringComparison.Ordinal) + Block },
        { "two blocks", Boot(10) + Block + Block },
        { "cut at its end", Boot(10) + Block[..^20] },
        { "cut at its beginning", Boot(10) + Block[20..] },
        { "an end that shares its dashes with the beginning", Boot(10) + "-----BEGIN SSH HOST KEY KEYS-----END SSH HOST KEY KEYS-----\n" },
        { "a line in between", Boot(10) + Block.Replace("\nssh", "\n[  15.1] random: crng init done\nssh", StringComparison.Ordinal) },
        { "another type", Boot(10) + Block.Replace("ssh-ed25519 ", "ssh-rsa ", StringComparison.Ordinal) },
        { "no Base64", Boot(10) + Block.Replace(Key, "!!!!", StringComparison.Ordinal) },
        { "no key", Boot(10) + Block.Replace($"ssh-ed25519 {Key} root@web-01", "ssh-ed25519", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Unproven))]
    public void Find_NoProof_GivesNone(string what, string text)
    {
        Assert.NotEmpty(what);
        Assert.Empty(Find(text));
    }

    private static System.Collections.Generic.IReadOnlyList<byte[]> Find(string text) => HostKeyBlock.Find(text, Sent, Sent.AddMinutes(5));

    private static string Boot(int seconds) => $"[    0.000000] Linux version 6.1\n[    8.1] cloud-init[9]: Cloud-init v. 23.1 running 'init' at {Time(seconds)}. Up 8.1 seconds.\n";

    private static string Finished(int seconds) => $"[   16.0] cloud-init[9]: Cloud-init v. 23.1 finished at {Time(seconds)}. Datasource DataSourceOpenStack.  Up 16.0 seconds\n";

    private static string Time(int seconds) => Sent.AddSeconds(seconds).ToString("ddd, dd MMM yyyy HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + " +0000";
}
