using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;

namespace EcsTools.Core.Tests.Huawei;

/// <summary>Ids that would make another address of a call never leave the machine.</summary>
public sealed class HuaweiIdTests
{
    private readonly SampleNetwork _network = new();

    [Theory]
    [InlineData(SampleNetwork.Web01 + "\n")]
    [InlineData("..")]
    [InlineData(SampleNetwork.Web01 + "/../" + SampleNetwork.Win01)]
    public async Task FindInstancesAsync_NoId_AsksNothing(string id)
    {
        using HuaweiCloud cloud = _network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Empty(await cloud.FindInstancesAsync([id], TestContext.Current.CancellationToken));
        Assert.Empty(_network.Requests);
    }

    [Theory]
    [InlineData(SampleNetwork.Web01 + "\n")]
    [InlineData(SampleNetwork.Web01 + "/action")]
    [InlineData("..")]
    public async Task DeletePasswordAsync_NoId_SendsNothing(string id)
    {
        using HuaweiCloud cloud = _network.OpenByKey(EcsCloud.OpenTelekom);

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => ((IStoredPasswords)cloud).DeletePasswordAsync(id, TestContext.Current.CancellationToken));

        Assert.Equal((EcsErrorId.InvalidInput, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.Empty(_network.Requests);
    }

    [Fact]
    public void Open_ProjectWithLineFeed_IsRefused() => Assert.Equal(
        EcsErrorId.InvalidInput,
        Assert.Throws<EcsException>(() => _network.OpenByKey(EcsCloud.OpenTelekom, SampleNetwork.Project + "\n")).ErrorId);

    [Fact]
    public void Hosts_RegionWithLineFeed_IsNone() => Assert.False(HuaweiEndpoints.IsRegion("eu-de\n"));
}
