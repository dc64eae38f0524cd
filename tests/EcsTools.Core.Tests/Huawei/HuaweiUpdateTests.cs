using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;

namespace EcsTools.Core.Tests.Huawei;

public sealed class HuaweiUpdateTests
{
    private static readonly EcsInstance Server = new() { Id = SampleNetwork.Web01, Name = "web-01" };

    [Theory]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task EditAsync_NameAndDescription_IsSentAsTheSampleHasIt(EcsCloud provider)
    {
        Sample sample = Sample.LoadLifecycle("ecs.update");
        SampleNetwork network = new SampleNetwork().Answer("PUT", sample.Path, sample);
        using HuaweiCloud cloud = network.OpenByKey(provider);

        await cloud.EditAsync(Server, new InstanceUpdate("web-renamed", "front end", null), TestContext.Current.CancellationToken);

        Assert.Single(network.Writes).AssertIs(sample);
    }

    [Theory]
    [InlineData(false, "POST PUT")]
    [InlineData(true, "PUT POST")]
    public async Task EditAsync_LockToo_RenamesWhileTheServerIsUnlocked(bool isLocked, string methods)
    {
        SampleNetwork network = new SampleNetwork()
            .Answer("PUT", SampleNetwork.Web01, Sample.LoadLifecycle("ecs.update"))
            .Answer("POST", "/action", _ => SampleNetwork.Json(202, ""));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        await cloud.EditAsync(Server, new InstanceUpdate("web-renamed", null, isLocked), TestContext.Current.CancellationToken);

        Assert.Equal(methods, string.Join(' ', network.Writes.Select(r => r.Method)));
    }

    [Fact]
    public async Task EditAsync_EmptyDescription_ClearsIt()
    {
        SampleNetwork network = new SampleNetwork().Answer("PUT", SampleNetwork.Web01, Sample.LoadLifecycle("ecs.update"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        await cloud.EditAsync(Server, new InstanceUpdate(null, "", null), TestContext.Current.CancellationToken);

        Assert.Equal("""{"server":{"description":""}}""", Assert.Single(network.Writes).Body!.ToString(Newtonsoft.Json.Formatting.None));
    }

    [Theory]
    [InlineData("two words", null)]
    [InlineData("", null)]
    [InlineData(null, "<b>")]
    [InlineData(null, "12345678901234567890123456789012345678901234567890123456789012345678901234567890123456")]
    public async Task EditAsync_WhatTheCloudDoesNotTake_IsRefusedHere(string? name, string? description)
    {
        SampleNetwork network = new();
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => cloud.EditAsync(Server, new InstanceUpdate(name, description, null), TestContext.Current.CancellationToken));

        Assert.Equal((EcsErrorId.InvalidInput, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.Empty(network.Requests);
    }

    [Theory]
    [InlineData(500, "", EcsErrorId.OutcomeUnknown)]
    [InlineData(400, """{"error":{"code":"Ecs.0005","message":"no"}}""", EcsErrorId.InvalidInput)]
    public async Task EditAsync_WhateverComesBack_IsSentOnce(int status, string body, string id)
    {
        SampleNetwork network = new SampleNetwork().Answer("PUT", SampleNetwork.Web01, _ => SampleNetwork.Json(status, body));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => cloud.EditAsync(Server, new InstanceUpdate("web-renamed", null, null), TestContext.Current.CancellationToken));

        Assert.Equal(id, error.ErrorId);
        Assert.Single(network.Writes);
    }
}
