using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class EventTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public static TheoryData<string> Clouds => [SandboxFixture.Alibaba, SandboxFixture.Huawei];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Clouds))]
    public void GetEvent_All_TellsThePastToo(string account) => Assert.Equal(
        [EcsEventState.Completed, EcsEventState.Inquiring, EcsEventState.Scheduled], _bench.Run<EcsEvent>($"Get-EcsEvent -Account {account}").Select(e => e.State).OrderBy(s => s.ToString()));

    [Theory]
    [MemberData(nameof(Clouds))]
    public void GetEvent_Servers_AreAskedForInOneCall(string account)
    {
        EcsEvent found = _bench.Run<EcsEvent>($"Get-EcsInstance 'web-*' -Account {account} | Get-EcsEvent -Pending").Single();

        Assert.Equal((_bench.Get("web-05", account).Id, EcsEventState.Inquiring, EcsEventEffect.Redeployment, account), (found.InstanceId, found.State, found.Effect, found.Account));
        Assert.Equal(1, _bench.Requests(account == SandboxFixture.Alibaba ? "alibaba:DescribeInstanceHistoryEvents" : "huawei:GET instance-scheduled-events"));
    }

    [Fact]
    public void GetEvent_OpenTelekom_IsNotSupportedAndSaysWhereToLook()
    {
        Outcome outcome = _bench.Invoke("Get-EcsEvent -Account sandbox-otc");

        Assert.Equal([EcsErrorId.NotSupported], outcome.ErrorIds);
        Assert.Contains("console", outcome.Errors.Single().ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void GetEvent_IdThatIsNotThere_IsAnError() => Assert.Equal([EcsErrorId.NotFound], _bench.Invoke("Get-EcsEvent e-none").ErrorIds);

    [Theory]
    [MemberData(nameof(Clouds))]
    public void ConfirmEvent_Inquiring_IsAcceptedOnceAndAudited(string account)
    {
        int writes = _bench.CountWrites(() =>
        {
            EcsEvent done = _bench.Run<EcsEvent>($"Get-EcsEvent -State Inquiring -Account {account} | Confirm-EcsEvent -Confirm:$false").Single();
            Assert.Equal(account == SandboxFixture.Alibaba ? EcsEventState.Executing : EcsEventState.Scheduled, done.State);
        });

        Assert.Equal((1, 1), (writes, _bench.Effects(Accepted(account))));
        Assert.Equal(["Sending", "Done"], _bench.Run<EcsAuditRecord>($"Get-EcsAuditRecord web-05 -Account {account}").Where(r => r.Operation == "AcceptEvent").Select(r => r.Outcome).TakeLast(2));
    }

    [Fact]
    public void ConfirmEvent_Question_NamesTheLossAndDefaultsToNo()
    {
        _bench.Records.Reply = _ => RecordingUserInterface.Enter;

        int writes = _bench.CountWrites(() => _bench.Invoke("Get-EcsEvent -State Inquiring | Confirm-EcsEvent"));

        Question asked = Assert.Single(_bench.Records.Questions);
        Assert.Contains("local disks lose their data", asked.OneLine, StringComparison.Ordinal);
        Assert.Contains("web-05", asked.OneLine, StringComparison.Ordinal);
        Assert.Equal(0, writes);
    }

    [Theory]
    [InlineData("Confirm-EcsEvent -Id (Get-EcsEvent -State Scheduled).Id -Confirm:$false", EcsErrorId.IncorrectState)]
    [InlineData("Confirm-EcsEvent -Id e-none -Confirm:$false", EcsErrorId.NotFound)]
    [InlineData("Confirm-EcsEvent -Id x -Account sandbox-otc -Confirm:$false", EcsErrorId.NotSupported)]
    [InlineData("Get-EcsEvent -State Inquiring | Confirm-EcsEvent -NotBefore 2099-01-01 -Confirm:$false", EcsErrorId.InvalidInput)]
    [InlineData("Get-EcsEvent -State Inquiring -Account sandbox-huawei | Confirm-EcsEvent -NotBefore 2099-01-01 -Confirm:$false", EcsErrorId.InvalidInput)]
    [InlineData("$e = Get-EcsEvent -State Inquiring; $e | Select-Object * | ForEach-Object { $_.AccountKey = 'other' ; [EcsTools.Model.EcsEvent] $_ } | Confirm-EcsEvent -Confirm:$false", EcsErrorId.AccountNotFound)]
    public void ConfirmEvent_WhatCannotBe_SendsNothing(string script, string errorId)
    {
        int writes = _bench.CountWrites(() => Assert.Equal([errorId], _bench.Invoke(script).ErrorIds));

        Assert.Equal(0, writes);
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public void ConfirmEvent_LostAnswer_IsLookedAfterAndNotSentAgain(string account)
    {
        using SandboxFixture bench = new("-Fault CutAfter:1@Write");

        EcsEvent done = bench.Run<EcsEvent>($"Get-EcsEvent -State Inquiring -Account {account} | Confirm-EcsEvent -Confirm:$false").Single();

        Assert.NotEqual(EcsEventState.Inquiring, done.State);
        Assert.Equal(1, bench.Effects(Accepted(account)));
    }

    [Theory]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None")]
    [InlineData("Reset-EcsSystemDisk db-01 -Backup None")]
    [InlineData("Set-EcsInstanceSize db-01 -Size $size")]
    public void Wipe_EventInProgress_IsRefusedUnlessWaived(string command)
    {
        foreach (string account in new[] { SandboxFixture.Alibaba, SandboxFixture.Huawei })
        {
            using SandboxFixture bench = new("-Fault EventExecuting:9");
            string script = $"$size = @(Get-EcsInstance db-01 -Account {account} | Get-EcsInstanceSize -Available)[0].Name; {command} -Account {account} -Confirm:$false";

            int writes = bench.CountWrites(() =>
            {
                Outcome refused = bench.Invoke(script);
                Assert.Equal([EcsErrorId.RequirementFailed], refused.ErrorIds);
                Assert.Equal([EcsRequirementId.Event], bench.Run<EcsPlan>($"{script} -PlanOnly").Single().Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id));
            });

            Assert.Equal(0, writes);
            Assert.Equal(EcsOperationState.Succeeded, bench.Run<EcsOperation>($"{script} -IgnoreRequirement Event").Single().State);
        }
    }

    [Theory]
    [InlineData("web-05", SandboxFixture.Alibaba, EcsRequirementOutcome.Warning)]
    [InlineData("web-05", SandboxFixture.Huawei, EcsRequirementOutcome.Warning)]
    [InlineData("protected-01", SandboxFixture.Huawei, EcsRequirementOutcome.Warning)]
    [InlineData("web-04", SandboxFixture.Huawei, EcsRequirementOutcome.Passed)]
    [InlineData("db-01", SandboxFixture.Alibaba, EcsRequirementOutcome.Passed)]
    [InlineData("db-01", SandboxFixture.OpenTelekom, null)]
    public void Plan_EventOfTheServer_IsShown(string server, string account, EcsRequirementOutcome? expected) => Assert.Equal(
        expected,
        _bench.Run<EcsPlan>($"Invoke-EcsOsReinstall {server} -Account {account} -StopFirst -Backup None -PlanOnly").Single().Requirements.SingleOrDefault(r => r.Id == EcsRequirementId.Event)?.Outcome);

    [Fact]
    public void Plan_AcceptedEventBeginsSoon_IsRefused()
    {
        string script = "$null = Get-EcsEvent -State Inquiring -Account sandbox-huawei | Confirm-EcsEvent -NotBefore (Get-Date).AddHours(3) -Confirm:$false; "
            + "Invoke-EcsOsReinstall web-05 -Account sandbox-huawei -StopFirst -Backup None -PlanOnly";

        Assert.Equal(EcsRequirementOutcome.Failed, _bench.Run<EcsPlan>(script).Single().Requirements.Single(r => r.Id == EcsRequirementId.Event).Outcome);
    }

    [Fact]
    public void Plan_ManyServers_AsksOnce()
    {
        _bench.Run<EcsPlan>("Get-EcsInstance 'web-*' -Account sandbox-alibaba | Invoke-EcsOsReinstall -StopFirst -Backup None -PlanOnly");

        Assert.Equal(1, _bench.Requests("alibaba:DescribeInstanceHistoryEvents"));
    }

    private static string Accepted(string account) => $"{(account == SandboxFixture.Alibaba ? "Alibaba" : "Huawei")}:accept-event";
}
