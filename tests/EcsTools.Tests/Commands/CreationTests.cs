using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>New servers.</summary>
public sealed class CreationTests : System.IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string> Accounts => SandboxFixture.Accounts;

    [Theory]
    [MemberData(nameof(Accounts))]
    public void NewInstance_LikeInstance_IsAsItsTemplate(string account)
    {
        EcsOperation done = _bench.Run<EcsOperation>($"New-EcsInstance web-07 -LikeInstance web-04 -Account {account} -Confirm:$false").Single();
        (EcsInstance made, EcsInstance template) = (_bench.Get("web-07", account), _bench.Get("web-04", account));

        Assert.Equal((OperationKind.InstanceCreate, EcsOperationState.Succeeded, made.Id), (done.Kind, done.State, done.InstanceId));
        Assert.Equal(EcsInstanceStatus.Running, made.Status);
        Assert.Equal(
            (template.Size, template.ImageId, template.Zone, template.KeyPairName, template.OsType, template.ChargeType),
            (made.Size, made.ImageId, made.Zone, made.KeyPairName, made.OsType, made.ChargeType));
        Assert.Equal(template.Tags["role"], made.Tags["role"]);
        Assert.Equal(account == SandboxFixture.Alibaba, made.PublicIp is not null); // elsewhere an address is a resource of its own
        Assert.NotEqual(template.Id, made.Id);
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void NewInstance_WhatIsSpecified_OverridesTheTemplate(string account)
    {
        string size = account == SandboxFixture.Alibaba ? "ecs.g7.xlarge" : "s3.xlarge.2";

        _bench.Session.Run($"New-EcsInstance app-01 -LikeInstance web-01 -Size {size} -Tag @{{ role = 'app' }} -DataDisk 50 -SystemDiskSizeGiB 60 -Account {account} -Confirm:$false");
        EcsInstance made = _bench.Get("app-01", account);
        EcsDisk[] disks = [.. _bench.Run<EcsDisk>($"Get-EcsDisk -InstanceId {made.Id} -Account {account}")];

        Assert.Equal((size, "app"), (made.Size, made.Tags["role"]));
        Assert.Equal([(true, 60), (false, 50)], disks.Select(d => (d.IsSystemDisk, d.SizeGiB)));
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void NewInstance_Count_NumbersTheNames(string account)
    {
        EcsOperation[] done = [.. _bench.Run<EcsOperation>($"New-EcsInstance -Name batch -Count 3 -LikeInstance db-01 -Account {account} -Confirm:$false")];

        Assert.Equal(["batch-01", "batch-02", "batch-03"], done.Select(o => o.InstanceName).Order());
        Assert.All(done, o => Assert.True(o.Succeeded));
        Assert.Equal(3, done.Select(o => o.InstanceId).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void NewInstance_Operation_FlowsOnAndIsFoundByItsServer(string account)
    {
        EcsInstance stopped = _bench.Run<EcsInstance>($"New-EcsInstance flow-01 -LikeInstance web-01 -Account {account} -Confirm:$false | Stop-EcsInstance -PassThru -Confirm:$false").Single();

        Assert.Equal(EcsInstanceStatus.Stopped, stopped.Status);
        Assert.Equal(OperationKind.InstanceCreate, _bench.Run<EcsOperation>($"Get-EcsOperation -Instance {stopped.Id}").Single().Kind);
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void NewInstance_NameIsTaken_IsRefusedUnlessIgnored(string account)
    {
        Outcome refused = null!;
        int writes = _bench.CountWrites(() => refused = _bench.Invoke($"New-EcsInstance web-02 -LikeInstance web-01 -Account {account} -Confirm:$false"));

        Assert.Equal([EcsErrorId.RequirementFailed], refused.ErrorIds);
        Assert.Equal(0, writes);

        // There is no server yet, and what its plan calls it is no id.
        Assert.Null(((EcsException)refused.Errors[0].Exception).InstanceId);
        Assert.DoesNotContain("(new-", refused.Errors[0].ToString(), System.StringComparison.Ordinal);
        Assert.True(_bench.Run<EcsOperation>($"New-EcsInstance web-02 -LikeInstance web-01 -IgnoreRequirement Name -Account {account} -Confirm:$false").Single().Succeeded);
    }

    [Theory]
    [InlineData("-ImageId none", EcsRequirementId.Image)]
    [InlineData("-Size none", EcsRequirementId.Size)]
    [InlineData("-NetworkId none", EcsRequirementId.Network)]
    [InlineData("-SecurityGroupId none", EcsRequirementId.SecurityGroup)]
    [InlineData("-SecurityGroupId sg-bp1sandbox0000000002", EcsRequirementId.SecurityGroup)]
    [InlineData("-Zone cn-hangzhou-j", EcsRequirementId.Network)]
    [InlineData("-KeyPairName none", EcsRequirementId.Login)]
    [InlineData("-Tag @{ 'acs:x' = 'y' }", EcsRequirementId.Tag)]
    [InlineData("-Bandwidth 200", EcsRequirementId.Bandwidth)]
    [InlineData("-UserData 'no sign'", EcsRequirementId.UserData)]
    [InlineData("-ChargeType Subscription -Period 11", EcsRequirementId.Term)]
    [InlineData("-SystemDiskCategory cloud_none", EcsRequirementId.Zone)]
    [InlineData("-SystemDiskSizeGiB 10", EcsRequirementId.SystemDisk)]
    [InlineData("-DataDisk 100:cloud_none", EcsRequirementId.DryRun)] // only the provider knows
    public void NewInstance_RequirementIsNotMet_IsInThePlan(string arguments, string requirement)
    {
        EcsPlan plan = _bench.Run<EcsPlan>($"New-EcsInstance new-01 -LikeInstance web-01 {arguments} -PlanOnly").Single();

        Assert.Contains(requirement, plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id));
        Assert.False(plan.CanProceed);
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba, true)]
    [InlineData(SandboxFixture.Huawei, true)]
    [InlineData(SandboxFixture.OpenTelekom, false)]
    public void NewInstance_PlanOnly_HasPriceAndDryRunAndWritesNothing(string account, bool hasPrices)
    {
        EcsPlan plan = null!;
        int writes = _bench.CountWrites(() => plan = _bench.Run<EcsPlan>($"New-EcsInstance new-01 -LikeInstance web-01 -Account {account} -PlanOnly").Single());

        Assert.Equal(0, writes);
        Assert.True(plan.CanProceed, string.Join("\n", plan.Requirements));
        Assert.Equal(EcsRequirementOutcome.Passed, plan.Requirements.Single(r => r.Id == EcsRequirementId.DryRun).Outcome);
        Assert.Equal(hasPrices, plan.Costs[0].Any(char.IsDigit));
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void InvokePlan_Creation_RunsOnce(string account)
    {
        object plan = Serialization.FromClixml(_bench.Run<EcsPlan>($"New-EcsInstance planned-01 -LikeInstance web-01 -Account {account} -PlanOnly").Single());

        EcsOperation done = _bench.Run<EcsOperation>("$plan | Invoke-EcsPlan -Confirm:$false", ("plan", plan)).Single();
        Outcome again = _bench.Invoke("$plan | Invoke-EcsPlan -Confirm:$false", ("plan", plan));

        Assert.True(done.Succeeded);
        Assert.Equal([EcsErrorId.PlanChanged], again.ErrorIds);
        Assert.Single(_bench.Run<EcsInstance>($"Get-EcsInstance planned-01 -Account {account}"));
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void NewInstance_NoWait_IsResumed(string account)
    {
        EcsOperation begun = _bench.Run<EcsOperation>($"New-EcsInstance later-01 -LikeInstance web-01 -NoWait -Account {account} -Confirm:$false").Single();
        EcsOperation ended = _bench.Run<EcsOperation>($"Resume-EcsOperation -OperationId {begun.OperationId} -Confirm:$false").Single();

        Assert.Equal(EcsOperationState.Running, begun.State);
        Assert.Equal((EcsOperationState.Succeeded, _bench.Get("later-01", account).Id), (ended.State, ended.InstanceId));
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba)]
    [InlineData(SandboxFixture.Huawei)]
    public void NewInstance_Subscription_IsPaidOnlyWithAutoPay(string account)
    {
        EcsOperation unpaid = (EcsOperation)_bench.Invoke($"New-EcsInstance unpaid-01 -LikeInstance web-01 -ChargeType Subscription -Account {account} -Confirm:$false").Output.Single().BaseObject;
        EcsOperation paid = _bench.Run<EcsOperation>($"New-EcsInstance paid-01 -LikeInstance web-01 -ChargeType Subscription -AutoPay -Account {account} -Confirm:$false").Single();

        Assert.Equal((EcsOperationState.Unknown, EcsErrorId.OperationInProgress), (unpaid.State, unpaid.ErrorId));
        Assert.Equal((EcsOperationState.Succeeded, EcsChargeType.Subscription), (paid.State, _bench.Get("paid-01", account).ChargeType));
    }

    [Fact]
    public void NewInstance_DuringAReinstall_IsNotTakenForATemporaryServer()
    {
        _bench.Session.Run($"$null = Invoke-EcsOsReinstall db-01 -Backup None -NoWait -Account {SandboxFixture.Huawei} -Confirm:$false");

        _bench.Session.Run($"New-EcsInstance beside-01 -LikeInstance web-01 -Account {SandboxFixture.Huawei} -Confirm:$false");

        Assert.False(_bench.Get("beside-01", SandboxFixture.Huawei).IsTemporary);
    }

    [Theory]
    [InlineData("New-EcsInstance a, a -LikeInstance web-01")]
    [InlineData("New-EcsInstance a -LikeInstance web-01 -KeyPairName k -PasswordInherit")]
    [InlineData("New-EcsInstance a -LikeInstance web-01 -SpotPriceLimit 1")]
    [InlineData("New-EcsInstance a -LikeInstance web-01 -Period 1")]
    [InlineData("New-EcsInstance a -LikeInstance web-01 -EncryptionKeyId k")]
    [InlineData("New-EcsInstance a -LikeInstance web-01 -DataDisk large")]
    [InlineData("New-EcsInstance a -LikeInstance web-01 -ValidFor 1:00:00")]
    public void NewInstance_InputContradictsItself_IsRefused(string script) => Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke(script + " -Confirm:$false").ErrorIds);
}
