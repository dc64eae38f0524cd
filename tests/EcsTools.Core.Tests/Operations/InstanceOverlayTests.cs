using EcsTools.Core.Clouds;
using EcsTools.Core.Journaling;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Tests.Operations;

public sealed class InstanceOverlayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-overlay-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(EcsCloud.Alibaba, false)]
    [InlineData(EcsCloud.Huawei, true)]
    [InlineData(EcsCloud.OpenTelekom, true)]
    public async Task List_ReadsTheJournal_OnlyWhereJobsTellSomething(EcsCloud cloud, bool isRead)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        int reads = 0;
        bench.Account.Journal = () =>
        {
            reads++;
            return Journal.Open(_folder);
        };

        await Inventory.Instances(bench.Account, new InstanceQuery()).ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isRead, reads > 0);
    }
}
