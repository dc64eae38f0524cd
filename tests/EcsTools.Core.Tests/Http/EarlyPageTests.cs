using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Credentials;
using EcsTools.Core.Tests.Huawei;

namespace EcsTools.Core.Tests.Http;

/// <summary>The next page of a list is asked for while the rows of the present one are on their way.</summary>
public class EarlyPageTests
{
    private const string AlibabaPage = """{"RequestId":"R","NextToken":"t-2","Instances":{"Instance":[{"InstanceId":"i-1"}]}}""";
    private const string LateAlibabaPage = """{"RequestId":"R","Instances":{"Instance":[{"InstanceId":"i-1"}]},"NextToken":"t-2"}""";
    private const string LastAlibabaPage = """{"RequestId":"R","NextToken":"","Instances":{"Instance":[{"InstanceId":"i-2"}]}}""";
    private static readonly Task Never = new TaskCompletionSource().Task;

    // The first page would never end if the second were not asked for before.
    [Fact]
    public async Task Read_TokenBeforeTheRows_NextPageIsAskedForBeforeTheyHaveCome()
    {
        using HeldPagesHandler handler = new(AlibabaPage.IndexOf("Instances", StringComparison.Ordinal), Never, AlibabaPage, LastAlibabaPage);
        using AlibabaCloud cloud = OpenAlibaba(handler);

        Assert.Equal(["i-1", "i-2"], await ReadAsync(cloud, new InstanceQuery()));

        Assert.Equal(2, handler.Asked.Count);
        Assert.Contains("NextToken=t-2", handler.Asked[1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TokenBehindTheRows_NextPageIsAskedForAfterThem()
    {
        using HeldPagesHandler handler = new(0, Task.CompletedTask, LateAlibabaPage, LastAlibabaPage);
        using AlibabaCloud cloud = OpenAlibaba(handler);

        Assert.Equal(["i-1", "i-2"], await ReadAsync(cloud, new InstanceQuery()));

        Assert.Equal(2, handler.Asked.Count);
    }

    // How many rows a list by tag has had must be known to tell that the cloud cuts it off.
    [Fact]
    public async Task Read_ByTag_RowsAreCountedFirst()
    {
        TaskCompletionSource free = new();
        using HeldPagesHandler handler = new(AlibabaPage.IndexOf("Instances", StringComparison.Ordinal), free.Task, AlibabaPage, LastAlibabaPage);
        using AlibabaCloud cloud = OpenAlibaba(handler);
        Task<Page<EcsInstance>> first = cloud.ListInstancesAsync(
            new InstanceQuery { Tags = new Dictionary<string, string?> { ["env"] = null } }, null, _ => Assert.Fail("It was told before."), TestContext.Current.CancellationToken);

        free.SetResult();

        Assert.Equal("0:1:t-2", (await first).Continuation);
    }

    [Fact]
    public async Task Read_TotalBeforeTheRows_NextPageIsAskedForBeforeTheyHaveCome()
    {
        const string Page = """{"count":201,"servers":[{"id":"s-1","name":"a"}]}""";
        using HeldPagesHandler handler = new(Page.IndexOf("servers", StringComparison.Ordinal), Never, Page, """{"count":201,"servers":[{"id":"s-2","name":"b"}]}""");
        using HuaweiCloud cloud = HuaweiCloud.Open(
            new SampleNetwork().Connect(EcsCloud.Huawei) with { HandlerFactory = () => handler },
            new StaticAccessKeyProvider(new AccessKey("TESTACCESSKEY0000001", "canary-secret")),
            SampleNetwork.Project,
            null);

        Assert.Equal(["s-1", "s-2"], await ReadAsync(cloud, new InstanceQuery()));

        Assert.Equal(["offset=1", "offset=2"], handler.Asked.Select(uri => uri.Query.Split('&').Single(p => p.StartsWith("offset=", StringComparison.Ordinal))));
    }

    // Ctrl+C while the rows are on their way.
    [Fact]
    public async Task Read_CanceledWhileRowsAreOnTheirWay_Ends()
    {
        using CancellationTokenSource stop = new();
        using HeldPagesHandler handler = new(AlibabaPage.IndexOf("Instances", StringComparison.Ordinal), Never, LateAlibabaPage);
        using AlibabaCloud cloud = OpenAlibaba(handler);
        Task<Page<EcsInstance>> page = cloud.ListInstancesAsync(new InstanceQuery(), null, null, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => page);
    }

    private static async Task<IEnumerable<string>> ReadAsync(ICloud cloud, InstanceQuery query)
    {
        // The minute passes only where the second page is not asked for: then the first would never end.
        PageReader<EcsInstance> reader = new((at, onNext, token) => cloud.ListInstancesAsync(query, at, onNext, token), _ => true, i => i.Id);
        return (await reader.ReadAllAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Select(i => i.Id);
    }

    private static AlibabaCloud OpenAlibaba(HttpMessageHandler handler) => AlibabaCloud.Open(
        new CloudConnection { Cloud = EcsCloud.Alibaba, Region = "cn-hangzhou", AccountName = "ops", HandlerFactory = () => handler, Time = TimeProvider.System, Wall = TimeProvider.System },
        new StaticAccessKeyProvider(new AccessKey("LTAIexample", "canary-secret")));
}
