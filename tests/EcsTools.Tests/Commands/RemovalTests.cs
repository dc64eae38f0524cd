using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>Deletions of snapshots and images.</summary>
public sealed class RemovalTests : System.IDisposable
{
    private static readonly string Runbook = Path.Combine(Repository.Root, "docs", "examples", "remove-old-backups.ps1");
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string> Accounts => SandboxFixture.Accounts;

    public static TheoryData<string, string> All => [.. SandboxFixture.Accounts.Select(a => a.Data).SelectMany(a => new[] { "Snapshot", "Image" }.Select(k => (a, k)))];

    [Theory]
    [MemberData(nameof(All))]
    public void Remove_OperationsAndObjectsAndIds_AreDeleted(string account, string kind)
    {
        EcsOperation[] made = [Make(account, kind), Make(account, kind), Make(account, kind)];
        string[] ids = [.. made.Select(m => Id(m, kind))];

        Outcome outcome = _bench.Invoke(
            $"$made[0] | Remove-Ecs{kind} -Confirm:$false; Get-Ecs{kind} -Id {ids[1]} -Account {account} | Remove-Ecs{kind} -Confirm:$false; Remove-Ecs{kind} {ids[2]} -Account {account} -Force",
            ("made", made));

        Assert.Empty(outcome.ErrorIds);
        Assert.Equal([EcsErrorId.NotFound, EcsErrorId.NotFound, EcsErrorId.NotFound], _bench.Invoke($"Get-Ecs{kind} -Id {string.Join(",", ids)} -Account {account}").ErrorIds);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Remove_ComesFromAFileOrARow_IsDeleted(string account, string kind)
    {
        string[] ids = [Id(Make(account, kind), kind), Id(Make(account, kind), kind)];
        object kept = Serialization.FromClixml(_bench.Session.Run($"Get-Ecs{kind} -Id {ids[0]} -Account {account}").Single().BaseObject);

        Outcome outcome = _bench.Invoke($"$kept | Remove-Ecs{kind} -Confirm:$false; [pscustomobject] @{{ {kind}Id = '{ids[1]}'; Account = '{account}' }} | Remove-Ecs{kind} -Confirm:$false", ("kept", kept));

        Assert.Empty(outcome.ErrorIds);
        Assert.Equal(2, _bench.Invoke($"Get-Ecs{kind} -Id {string.Join(",", ids)} -Account {account}").ErrorIds.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Remove_Gone_IsAnErrorUnlessWeDeletedIt(string account, string kind)
    {
        string id = Id(Make(account, kind), kind);
        _bench.Session.Run($"Remove-Ecs{kind} -Id {id} -Account {account} -Confirm:$false");
        Outcome again = null!;
        Outcome never = null!;

        int writes = _bench.CountWrites(() =>
        {
            again = _bench.Invoke($"Remove-Ecs{kind} -Id {id} -Account {account} -Confirm:$false");
            never = _bench.Invoke($"Remove-Ecs{kind} -Id {System.Guid.NewGuid()} -Account {account} -Confirm:$false");
        });

        Assert.Equal(0, writes);
        Assert.Empty(again.ErrorIds);
        Assert.Equal([EcsErrorId.NotFound], never.ErrorIds);
    }

    [Theory]
    [InlineData("Get-EcsInstance db-01 | Remove-EcsSnapshot -Confirm:$false", EcsErrorId.InvalidInput)]
    [InlineData("Get-EcsSnapshot | Select-Object -First 1 | Remove-EcsImage -Confirm:$false", EcsErrorId.InvalidInput)]
    [InlineData("Remove-EcsSnapshot '' -Confirm:$false", EcsErrorId.InvalidInput)]
    [InlineData("Remove-EcsImage $null -Confirm:$false", EcsErrorId.InvalidInput)]
    [InlineData("New-EcsImage db-01 -Confirm:$false | Remove-EcsSnapshot -Confirm:$false", EcsErrorId.NotFound)]
    public void Remove_SomethingElse_IsRefused(string script, string errorId) => Assert.Equal([errorId], _bench.Invoke(script).ErrorIds);

    [Theory]
    [MemberData(nameof(Accounts))]
    public void Remove_ServersRunTheImage_IsRefusedWithTheirNamesAndNothingIsSent(string account)
    {
        string id = Id(Make(account, "Image"), "Image");
        _bench.Session.Run($"$null = Switch-EcsSystemDisk db-02 -ImageId {id} -Backup None -Account {account} -Confirm:$false");
        Outcome outcome = null!;

        int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"Remove-EcsImage {id} -Account {account} -Confirm:$false"));

        Assert.Equal(0, writes);
        Assert.Equal([EcsErrorId.RequirementFailed], outcome.ErrorIds);
        Assert.Contains("db-02", outcome.Errors.Single().ToString(), System.StringComparison.Ordinal);
    }

    [Fact]
    public void Remove_BackupOfAnOpenOperation_IsRefused()
    {
        EcsOperation open = _bench.Run<EcsOperation>("New-EcsSnapshot db-01 -NoWait -Confirm:$false").Single();

        Outcome outcome = _bench.Invoke("$open | Remove-EcsSnapshot -Confirm:$false", ("open", open));

        Assert.Equal([EcsErrorId.RequirementFailed], outcome.ErrorIds);
    }

    [Fact]
    public void Remove_ErrorUpstream_DeletesNothing()
    {
        string id = Id(Make(SandboxFixture.Alibaba, "Snapshot"), "Snapshot");

        int writes = _bench.CountWrites(() => _bench.Invoke($"& {{ '{id}'; throw 'upstream' }} | Remove-EcsSnapshot -Confirm:$false"));

        Assert.Equal(0, writes);
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void Runbook_OldBackups_LeavesTheNewestGoodOne(string account)
    {
        for (int i = 0; i < 2; i++)
        {
            _bench.Session.Run($"$null = New-EcsSnapshot db-01 -Account {account} -Confirm:$false; $null = New-EcsImage db-01 -ImageName db-01-20260101-00000{i} -Account {account} -Confirm:$false");
        }

        EcsSnapshot[] snapshots = Snapshots(account);
        EcsSnapshot newest = snapshots.Where(s => s is { IsUsable: true, IsSystemDisk: true }).MaxBy(s => s.CreatedAt)!;

        _bench.Session.Run($"& {{ . '{Runbook}' -Account {account} -Days 3650; Invoke-Cleanup {account} ([datetimeoffset]::MaxValue) $false }}");

        Assert.Contains(newest.Id, Snapshots(account).Select(s => s.Id));
        Assert.True(Snapshots(account).Length < snapshots.Length);
        Assert.Single(_bench.Run<EcsImage>($"Get-EcsImage -Owner Private -Account {account}"), i => i.Name.StartsWith("db-01-", System.StringComparison.Ordinal));
    }

    private EcsSnapshot[] Snapshots(string account) => [.. _bench.Run<EcsSnapshot>($"Get-EcsInstance db-01 -Account {account} | Get-EcsSnapshot")];

    private EcsOperation Make(string account, string kind) => _bench.Run<EcsOperation>($"New-Ecs{kind} db-01 -{kind}Name 'n-{System.Guid.NewGuid():N}' -Account {account} -Confirm:$false").Single();

    private static string Id(EcsOperation operation, string kind) => (kind == "Snapshot" ? operation.SnapshotId : operation.ImageId)!;
}
