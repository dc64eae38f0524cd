using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>Rescues where another server takes the system disk, and where there are none.</summary>
public sealed class RescueTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string> HuaweiAndTelekom => [SandboxFixture.Huawei, SandboxFixture.OpenTelekom];

    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public void StartAndStop_RunningServer_GivesTheDiskToTheOtherServerAndTakesItBack(string account)
    {
        EcsDisk disk = Disks("web-01", account).Single();

        EcsOperation start = _bench.Run<EcsOperation>($"Start-EcsRescue web-01 -HelperInstance web-02 -StopFirst -Account {account} -Confirm:$false").Single();

        Assert.True(start.Succeeded, start.Message);
        Assert.Equal((OperationKind.RescueStart, "web-01"), (start.Kind, start.InstanceName));
        Assert.Empty(Disks("web-01", account));
        Assert.False(Disks("web-02", account).Single(d => d.Id == disk.Id).IsSystemDisk);
        Assert.Equal(EcsInstanceStatus.Running, _bench.Get("web-02", account).Status);

        EcsOperation stop = _bench.Run<EcsOperation>($"Stop-EcsRescue web-01 -Account {account} -Confirm:$false").Single();

        Assert.True(stop.Succeeded, stop.Message);
        EcsDisk now = Disks("web-01", account).Single();
        Assert.Equal((disk.Id, disk.Device, true), (now.Id, now.Device, now.IsSystemDisk));
        Assert.DoesNotContain(disk.Id, Disks("web-02", account).Select(d => d.Id));
        Assert.Equal(EcsInstanceStatus.Running, _bench.Get("web-01", account).Status);
    }

    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public void Start_Succeeded_ServerIsInRescueUntilItsDiskIsBack(string account)
    {
        EcsOperation start = _bench.Run<EcsOperation>($"Start-EcsRescue db-01 -HelperInstance web-01 -Account {account} -Confirm:$false").Single();

        Assert.Equal((EcsInstanceStatus.Rescued, EcsInstanceStatus.Rescued), (start.Instance!.Status, _bench.Get("db-01", account).Status));
        Assert.Equal(["db-01"], _bench.Run<string>($"(Get-EcsInstance -Status Rescued -Account {account}).Name"));
        Assert.All(
            [$"Invoke-EcsOsReinstall db-01 -Backup None -Account {account} -Confirm:$false", $"Start-EcsInstance db-01 -Account {account}", $"Restart-EcsInstance db-01 -Account {account} -Confirm:$false"],
            command =>
            {
                Outcome outcome = null!;
                Assert.Equal(0, _bench.CountWrites(() => outcome = _bench.Invoke(command)));
                Assert.Contains("Stop-EcsRescue", outcome.Errors.Single().ErrorDetails?.RecommendedAction ?? ((EcsException)outcome.Errors.Single().Exception).RecommendedAction, StringComparison.Ordinal);
            });

        _bench.Session.Run($"$null = Stop-EcsRescue db-01 -LeaveStopped -Account {account} -Confirm:$false");

        Assert.Equal(EcsInstanceStatus.Stopped, _bench.Get("db-01", account).Status);
    }

    // Nothing but the journal tells a system disk that was taken from one that was lost.
    [Fact]
    public void Start_JournalIsElsewhere_ServerReadsAsTheCloudShowsIt()
    {
        string other = Directory.CreateTempSubdirectory("ecstools-rescue-").FullName;
        try
        {
            _bench.Session.Run($"$null = Start-EcsRescue db-01 -HelperInstance web-01 -Account sandbox-huawei -JournalPath '{other}' -Confirm:$false");

            Assert.Equal(EcsInstanceStatus.ReinstallFailed, _bench.Get("db-01", SandboxFixture.Huawei).Status);
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    // A cloud takes one change of a server at a time.
    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public void StartAndStop_SeveralThroughOneServer_AreDoneOneAfterTheOther(string account)
    {
        string[] names = ["db-01", "db-02", "prepaid-01", "web-02"];
        string servers = string.Join(", ", names.Select(n => $"'{n}'"));

        Outcome start = _bench.Invoke($"{servers} | Start-EcsRescue -HelperInstance web-01 -StopFirst -Account {account} -Confirm:$false");
        Outcome stop = _bench.Invoke($"{servers} | Stop-EcsRescue -LeaveStopped -Account {account} -Confirm:$false");

        Assert.Empty(start.ErrorIds.Concat(stop.ErrorIds));
        Assert.All(names, name => Assert.Contains(Disks(name, account), d => d.IsSystemDisk));
        EcsOperation[] begun = [.. start.Of<EcsOperation>().OrderBy(o => o.StartedAt)];
        Assert.All(begun.Zip(begun.Skip(1)), pair => Assert.True(pair.Second.StartedAt >= pair.First.EndedAt));
    }

    [Fact]
    public void Stop_LeaveStopped_LeavesTheServerStopped()
    {
        _bench.Session.Run("$null = Start-EcsRescue db-01 -HelperInstance web-01 -Account sandbox-huawei -Confirm:$false");

        _bench.Session.Run("$null = Stop-EcsRescue db-01 -LeaveStopped -Account sandbox-huawei -Confirm:$false");

        Assert.Equal(EcsInstanceStatus.Stopped, _bench.Get("db-01", SandboxFixture.Huawei).Status);
    }

    [Theory]
    [InlineData("Start-EcsRescue db-01 -HelperInstance web-01")]
    [InlineData("Stop-EcsRescue db-01")]
    public void StartOrStop_AtAlibaba_SaysWhatThereIs(string command)
    {
        Outcome outcome = null!;

        int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"{command} -Account {SandboxFixture.Alibaba} -Confirm:$false"));

        Assert.Equal((0, EcsErrorId.NotSupported), (writes, Assert.Single(outcome.ErrorIds)));
    }

    [Theory]
    [InlineData("Start-EcsRescue db-01", EcsRequirementId.Helper)]
    [InlineData("Start-EcsRescue db-01 -HelperInstance db-01", EcsRequirementId.Helper)]
    [InlineData("Start-EcsRescue db-01 -HelperInstance web-04", EcsRequirementId.Helper)]
    [InlineData("Start-EcsRescue db-01 -HelperInstance protected-01", EcsRequirementId.Helper)]
    [InlineData("Start-EcsRescue db-01 -HelperInstance frozen-01", EcsRequirementId.Helper)]
    [InlineData("Start-EcsRescue web-01 -HelperInstance web-02", EcsRequirementId.State)]
    [InlineData("Start-EcsRescue diskless-01 -HelperInstance web-02", EcsRequirementId.SystemDisk)]
    [InlineData("Start-EcsRescue db-01 -HelperInstance web-02 -ImageId 00000000-0000-0000-0000-000000000000", EcsRequirementId.Image)]
    [InlineData("Start-EcsRescue db-01 -HelperInstance web-02 -Password ([System.Net.NetworkCredential]::new('', 'x').SecurePassword)", EcsRequirementId.Login)]
    [InlineData("Stop-EcsRescue diskless-01", EcsRequirementId.Disk)]
    [InlineData("Stop-EcsRescue diskless-01 -DiskId (Get-EcsInstance db-01 -Account [account] | Get-EcsDisk | Where-Object -Not IsSystemDisk).Id", EcsRequirementId.Disk)]
    public void StartOrStop_NotPossible_IsRefusedByRequirement(string script, string requirement)
    {
        foreach (string account in HuaweiAndTelekom.Select(row => row.Data))
        {
            string command = $"{script.Replace("[account]", account, StringComparison.Ordinal)} -Account {account}";
            Outcome outcome = null!;

            int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"{command} -Confirm:$false"));

            Assert.Equal((0, EcsErrorId.RequirementFailed), (writes, Assert.Single(outcome.ErrorIds)));
            EcsPlan plan = _bench.Run<EcsPlan>($"{command} -PlanOnly").Single();
            Assert.Contains(requirement, plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id));
        }
    }

    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public void Stop_ServerIsNotInRescue_SendsNothing(string account)
    {
        Outcome outcome = null!;

        int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"Stop-EcsRescue db-01 -Account {account} -Confirm:$false"));

        Assert.Equal(0, writes);
        Assert.Empty(outcome.ErrorIds);
    }

    // Another machine has another journal, and the disk is named there.
    [Fact]
    public void Stop_JournalKnowsNoRescue_TakesTheDiskThatIsNamed()
    {
        string disk = Disks("db-01", SandboxFixture.Huawei).Single(d => d.IsSystemDisk).Id;
        string other = Directory.CreateTempSubdirectory("ecstools-rescue-").FullName;
        try
        {
            _bench.Session.Run($"$null = Start-EcsRescue db-01 -HelperInstance web-01 -Account sandbox-huawei -JournalPath '{other}' -Confirm:$false");

            Assert.Equal([EcsErrorId.RequirementFailed], _bench.Invoke("Stop-EcsRescue db-01 -Account sandbox-huawei -Confirm:$false").ErrorIds);
            EcsOperation stop = _bench.Run<EcsOperation>($"Stop-EcsRescue db-01 -DiskId {disk} -Account sandbox-huawei -Confirm:$false").Single();

            Assert.True(stop.Succeeded, stop.Message);
            Assert.Equal(disk, Disks("db-01", SandboxFixture.Huawei).Single(d => d.IsSystemDisk).Id);
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    [Fact]
    public void Start_HelperIsAnObjectOfAnotherAccount_IsRefused()
    {
        Outcome outcome = null!;

        int writes = _bench.CountWrites(() => outcome = _bench.Invoke(
            "Start-EcsRescue db-01 -HelperInstance (Get-EcsInstance web-01 -Account sandbox-otc) -Account sandbox-huawei -Confirm:$false"));

        Assert.Equal((0, EcsErrorId.AccountMismatch), (writes, Assert.Single(outcome.ErrorIds)));
    }

    private EcsDisk[] Disks(string server, string account) => [.. _bench.Run<EcsDisk>($"Get-EcsDisk -InstanceId (Get-EcsInstance {server} -Account {account}).Id -Account {account}")];
}
