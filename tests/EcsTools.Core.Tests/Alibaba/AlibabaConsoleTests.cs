using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaConsoleTests
{
    private static readonly EcsInstance Server = new() { Id = "i-1", Name = "web-01" };

    [Fact]
    public async Task ReadConsoleAsync_Sample_IsTextWithATimeOfUtcPlus8()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("GetInstanceConsoleOutput", Answer.Lifecycle("GetInstanceConsoleOutput"));
        using AlibabaCloud cloud = ecs.Open();

        ConsoleText read = await cloud.ReadConsoleAsync(Server, null, TestContext.Current.CancellationToken);

        Assert.StartsWith("[    0.000000] Linux version", read.Text, StringComparison.Ordinal);
        Assert.Contains("\u001b[0;32m", read.Text, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 7, 16, 40, TimeSpan.Zero), read.RecordedAt);
        Assert.Equal(("i-1", "cn-hangzhou"), (ecs.Calls[^1]["InstanceId"], ecs.Calls[^1]["RegionId"]));
        Assert.False(cloud.IsConsoleLive);
    }

    [Fact]
    public async Task ReadConsoleAsync_NothingYet_IsEmptyWithoutATime()
    {
        using AlibabaCloud cloud = new StubEcsHandler().On("GetInstanceConsoleOutput", Answer.Lifecycle("GetInstanceConsoleOutput.empty")).Open();

        Assert.Equal(("", null), (await cloud.ReadConsoleAsync(Server, null, TestContext.Current.CancellationToken)) is var read ? (read.Text, read.RecordedAt) : default);
    }

    [Fact]
    public async Task CaptureScreenAsync_Sample_IsAPicture()
    {
        using AlibabaCloud cloud = new StubEcsHandler().On("GetInstanceScreenshot", Answer.Lifecycle("GetInstanceScreenshot")).Open();

        byte[] picture = await cloud.CaptureScreenAsync(Server, TestContext.Current.CancellationToken);

        Assert.Equal([0xFF, 0xD8, 0xFF], picture[..3]);
    }

    [Fact]
    public async Task OpenConsoleAsync_Sample_IsDecodedAndShort()
    {
        using AlibabaCloud cloud = new StubEcsHandler().On("DescribeInstanceVncUrl", Answer.Lifecycle("DescribeInstanceVncUrl")).Open();

        ConsoleAddress address = await cloud.OpenConsoleAsync(Server, TestContext.Current.CancellationToken);

        Assert.Equal(("wss://vncproxy.example.invalid/websockify/?s=EXAMPLE", TimeSpan.FromSeconds(15)), (address.Url, address.Validity));
        Assert.DoesNotContain("EXAMPLE", address.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GetInstanceConsoleOutput", """{"ConsoleOutput": "top-secret!"}""")]
    [InlineData("GetInstanceScreenshot", """{"Screenshot": "top-secret!"}""")]
    [InlineData("DescribeInstanceVncUrl", """{"VncUrl": "javascript:top-secret"}""")]
    [InlineData("DescribeInstanceVncUrl", """{"VncUrl": "file:///top-secret"}""")]
    [InlineData("DescribeInstanceVncUrl", "{}")]
    public async Task Console_AnswerIsNone_IsRefusedWithoutQuotingIt(string action, string body)
    {
        using AlibabaCloud cloud = new StubEcsHandler().On(action, new Answer(200, body)).Open();

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => action switch
        {
            "GetInstanceConsoleOutput" => cloud.ReadConsoleAsync(Server, null, TestContext.Current.CancellationToken),
            "GetInstanceScreenshot" => cloud.CaptureScreenAsync(Server, TestContext.Current.CancellationToken),
            _ => (Task)cloud.OpenConsoleAsync(Server, TestContext.Current.CancellationToken),
        });

        Assert.Equal(EcsErrorId.MalformedAnswer, error.ErrorId);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadConsoleAsync_Windows_IsNotSupported()
    {
        using AlibabaCloud cloud = new StubEcsHandler().On("GetInstanceConsoleOutput", Answer.Error(405, "NotSupported")).Open();

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => cloud.ReadConsoleAsync(Server, null, TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.NotSupported, error.ErrorId);
    }
}
