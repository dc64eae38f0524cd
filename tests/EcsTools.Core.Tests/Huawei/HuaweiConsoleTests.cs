using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;

namespace EcsTools.Core.Tests.Huawei;

public sealed class HuaweiConsoleTests
{
    private static readonly EcsInstance Server = new() { Id = SampleNetwork.Web01, Name = "web-01" };

    [Theory]
    [InlineData(EcsCloud.Huawei, "nova.console-output")]
    [InlineData(EcsCloud.OpenTelekom, "nova.console-output")]
    [InlineData(EcsCloud.Huawei, "nova.console-output.empty")]
    public async Task ReadConsoleAsync_Lines_IsAskedAndReadAsTheSampleHasIt(EcsCloud provider, string name)
    {
        Sample sample = Sample.LoadLifecycle(name);
        SampleNetwork network = new SampleNetwork().Answer("POST", sample.Path, sample);
        using HuaweiCloud cloud = network.OpenByKey(provider);

        ConsoleText read = await cloud.ReadConsoleAsync(Server, 50, TestContext.Current.CancellationToken);

        RecordedRequest request = network.Writes.Single();
        request.AssertIs(sample);
        Assert.False(request.Headers.ContainsKey("openstack-api-version"));
        Assert.Equal((string)sample.Body!["output"]!, read.Text);
        Assert.True(cloud.IsConsoleLive);
    }

    [Theory]
    [InlineData(EcsCloud.Huawei, "ecs.remote-console", null)]
    [InlineData(EcsCloud.OpenTelekom, "nova.remote-consoles", "compute 2.6")]
    public async Task OpenConsoleAsync_EachCloud_IsAskedAsTheSampleHasIt(EcsCloud provider, string name, string? version)
    {
        Sample sample = Sample.LoadLifecycle(name);
        SampleNetwork network = new SampleNetwork().Answer("POST", sample.Path, sample);
        using HuaweiCloud cloud = network.OpenByKey(provider);

        ConsoleAddress address = await cloud.OpenConsoleAsync(Server, TestContext.Current.CancellationToken);

        RecordedRequest request = network.Writes.Single();
        request.AssertIs(sample);
        Assert.Equal(version, request.Headers.GetValueOrDefault("openstack-api-version"));
        Assert.Equal(((string)sample.Body!["remote_console"]!["url"]!, TimeSpan.FromMinutes(10)), (address.Url, address.Validity));
    }

    [Theory]
    [InlineData(404, "itemNotFound")]
    [InlineData(409, "conflictingRequest")]
    public async Task ReadConsoleAsync_NoConsoleNow_IsAStateAndNoServerThatIsGone(int status, string kind)
    {
        SampleNetwork network = new SampleNetwork().Answer(
            "POST", "/action", _ => SampleNetwork.Json(status, $$$"""{"{{{kind}}}": {"code": {{{status}}}, "message": "not ready"}}"""));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => cloud.ReadConsoleAsync(Server, null, TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.IncorrectState, error.ErrorId);
    }

    [Fact]
    public void CaptureScreenAsync_IsNotOffered_SaysWhatIs()
    {
        using HuaweiCloud cloud = new SampleNetwork().OpenByKey(EcsCloud.OpenTelekom);

        EcsException error = Assert.Throws<EcsException>(() => { _ = cloud.CaptureScreenAsync(Server, TestContext.Current.CancellationToken); });

        Assert.Equal(EcsErrorId.NotSupported, error.ErrorId);
        Assert.Contains("-Address", error.RecommendedAction, StringComparison.Ordinal);
    }
}
