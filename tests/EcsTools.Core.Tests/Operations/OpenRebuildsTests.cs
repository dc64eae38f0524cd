using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Tests.Operations;

public sealed class OpenRebuildsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-open-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(EcsCloud.Alibaba)]
    [InlineData(EcsCloud.Huawei)]
    public async Task Find_AnotherProcessIsSendingTheRebuild_ShowsItForAsLongAsThatLives(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        Journal journal = Journal.Open(_folder);
        bench.Account.Journal = () => journal;
        EcsInstance server = await bench.GetAsync("db-01");
        journal.Write(Entry(server, JournalStepState.Sending));

        using (journal.Claim(server.AccountKey, server.Id))
        {
            Assert.Equal(EcsInstanceStatus.Reinstalling, await StatusAsync(bench, server));
        }

        Assert.Equal(EcsInstanceStatus.Stopped, await StatusAsync(bench, server));
    }

    [Theory]
    [InlineData(JournalStepState.Done)]
    [InlineData(JournalStepState.Failed)]
    public async Task Find_RebuildHasEnded_ShowsWhatTheCloudSays(object state)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        Journal journal = Journal.Open(_folder);
        bench.Account.Journal = () => journal;
        EcsInstance server = await bench.GetAsync("db-01");
        journal.Write(Entry(server, (JournalStepState)state));

        using IDisposable claim = journal.Claim(server.AccountKey, server.Id);

        Assert.Equal(EcsInstanceStatus.Stopped, await StatusAsync(bench, server));
    }

    [Fact]
    public async Task Find_JournalIsOfOtherServers_ReadsNoneOfThem()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        Journal journal = Journal.Open(_folder);
        bench.Account.Journal = () => journal;
        journal.Write(Entry(await bench.GetAsync("db-02"), JournalStepState.Sending));

        Assert.Empty(journal.ReadOf("another", ["db-01"]));
        Assert.Equal(EcsInstanceStatus.Stopped, await StatusAsync(bench, await bench.GetAsync("db-01")));
    }

    private static async Task<EcsInstanceStatus> StatusAsync(WireFixture bench, EcsInstance server) =>
        (await InstanceLookup.FindByIdAsync(bench.Account, [server.Id], TestContext.Current.CancellationToken)).Values.Single().Status;

    private static JournalEntry Entry(EcsInstance server, JournalStepState state) => new()
    {
        OperationId = Guid.NewGuid().ToString("N"),
        Kind = nameof(OperationKind.OsReinstall),
        InstanceId = server.Id,
        InstanceName = server.Name,
        Account = server.Account,
        AccountKey = server.AccountKey,
        Region = server.Region,
        StartedAt = DateTimeOffset.UtcNow,
        Steps = [new JournalStep { Kind = StepKind.RebuildSystemDisk, State = state, SentAt = DateTimeOffset.UtcNow, Before = new Dictionary<string, string>() }],
    };
}
