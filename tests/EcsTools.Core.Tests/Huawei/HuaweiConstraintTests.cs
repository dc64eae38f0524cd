using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;

namespace EcsTools.Core.Tests.Huawei;

/// <summary>Every constraint of the page 'Reinstalling the OS' (docs/contracts/huawei-ecs.md 5) is a requirement of the plan that names it
/// and tells the remedy.</summary>
public class HuaweiConstraintTests
{
    private static readonly Dictionary<string, Constraint> Table = new()
    {
        ["EVS disk quota greater than 0"] = new(EcsRequirementId.DiskQuota)
        {
            Network = n => n.Answer("GET", "/os-quota-sets/" + SampleNetwork.Project, Sample.Load("evs.quota.exhausted")),
        },
        ["EVS quota of the disk's type"] = new(EcsRequirementId.DiskQuota)
        {
            Network = n => n.Answer("GET", "/os-quota-sets/" + SampleNetwork.Project, Sample.Load("evs.quota.type-exhausted")),
        },
        ["private image available"] = new(EcsRequirementId.Image)
        {
            Network = n => n.Answer("GET", "/v2/cloudimages", Sample.Load("ims.images.none")),
            MayAlsoBeUnknown = EcsRequirementId.License,
        },
        ["private image active"] = new(EcsRequirementId.Image) { Network = n => Image(n, "status", "queued") },
        ["private image registered"] = new(EcsRequirementId.Image) { Network = n => Image(n, "__isregistered", "false") },
        ["shared image accepted"] = new(EcsRequirementId.Image) { Network = n => Image(n, "member_status", "rejected") },
        ["no H2 server"] = new(EcsRequirementId.Size) { Server = s => s with { Size = "h2.3xlarge.10" } },
        ["no D1 server"] = new(EcsRequirementId.Size) { Server = s => s with { Size = "d1.xlarge.8" } },
        ["no D2 server"] = new(EcsRequirementId.Size) { Server = s => s with { Size = "d2.xlarge.8" } },
        ["no server of generation H2 by another name"] = new(EcsRequirementId.Size)
        {
            Network = n => n.Answer("GET", "/cloudservers/flavors", _ => SampleNetwork.Json(200, """{"flavors":[{"id":"x.1","name":"x.1","os_extra_specs":{"ecs:generation":"h2"}}]}""")),
            Server = s => s with { Size = "x.1" },
        },
        ["stopped or reinstallation failed"] = new(EcsRequirementId.State) { Server = s => s with { Status = EcsInstanceStatus.Running, ProviderStatus = "ACTIVE" } },
        ["not faulty for another reason"] = new(EcsRequirementId.State) { Server = s => s with { Status = EcsInstanceStatus.Error, ProviderStatus = "ERROR" } },
        ["system disk attached"] = new(EcsRequirementId.SystemDisk)
        {
            Network = n => n.Answer("GET", "/block_device", Sample.Load("ecs.block-device").With(b => b["volumeAttachments"]![0]!.Remove())),
            Server = s => s with { SystemDiskId = null },
            MayAlsoBeUnknown = EcsRequirementId.DiskQuota,
        },
        ["system disk healthy"] = new(EcsRequirementId.SystemDisk)
        {
            Network = n => n.Answer("GET", "/cloudvolumes/detail", Sample.Load("evs.volumes.detail").With(b =>
            {
                foreach (JToken volume in b["volumes"]!)
                {
                    volume["status"] = "error";
                }
            })),
        },
        ["necessary data backed up, and so that it survives"] = new(EcsRequirementId.Backup) { Options = new() { Kind = OperationKind.OsReinstall, Backup = BackupKind.Snapshot } },
        ["license type chosen where it is billed"] = new(EcsRequirementId.License) { Server = s => s with { ImageId = SampleNetwork.RedHat } },
        ["own Windows license on a dedicated host only"] = new(EcsRequirementId.License)
        {
            Network = n => Image(n, "__os_type", "Windows"),
            Options = new() { Kind = OperationKind.OsReinstall, Backup = BackupKind.None, License = LicenseKind.Byol },
        },
        ["key pair of this user"] = new(EcsRequirementId.Login)
        {
            Options = new() { Kind = OperationKind.OsReinstall, Backup = BackupKind.None, Login = new LoginOptions { KeyPairName = "someone-elses" } },
        },
        ["some login"] = new(EcsRequirementId.Login) { Server = s => s with { KeyPairName = null } },
        ["temporary server untouched"] = new(EcsRequirementId.Temporary) { Server = s => s with { IsTemporary = true } },
        ["not locked"] = new(EcsRequirementId.Lock) { Server = s => s with { LockReasons = ["locked"] } },
        ["not frozen"] = new(EcsRequirementId.Lock) { Server = s => s with { LockReasons = ["freeze"] } },
        ["not held by an order"] = new(EcsRequirementId.Lock) { Server = s => s with { LockReasons = ["ORDER TO_PERIOD_LOCK"] } },
        ["one task at a time"] = new(EcsRequirementId.Busy) { Server = s => s with { TaskState = "powering-on" } },
        ["no job of ours under way"] = new(EcsRequirementId.Reinstalling) { Server = s => s with { Status = EcsInstanceStatus.Reinstalling }, MayAlsoFail = EcsRequirementId.State },
        ["two attempts"] = new(EcsRequirementId.Attempts) { Server = s => s with { FailedReinstalls = 2 } },
    };

    public static TheoryData<string> Constraints => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Constraints))]
    public async Task A_violated_constraint_fails_alone_and_says_what_to_do(string name)
    {
        Constraint constraint = Table[name];

        EcsPlan plan = await PlanAsync(constraint);

        EcsRequirement failed = Assert.Single(plan.Requirements, r => r.Outcome == EcsRequirementOutcome.Failed && r.Id != constraint.MayAlsoFail);
        Assert.Equal(constraint.Id, failed.Id);
        Assert.EndsWith(".", failed.Detail);
        Assert.EndsWith(".", failed.Remedy);
        Assert.False(plan.CanProceed);
        Assert.DoesNotContain(plan.Requirements, r => r.Outcome == EcsRequirementOutcome.Unknown && r.Id != constraint.MayAlsoBeUnknown);
    }

    [Fact]
    public async Task What_violates_none_can_proceed()
    {
        EcsPlan plan = await PlanAsync(new Constraint(""));

        Assert.True(plan.CanProceed);
        Assert.All(
            plan.Requirements,
            r => Assert.Equal(r.Id == EcsRequirementId.Backup ? EcsRequirementOutcome.Warning : EcsRequirementOutcome.Passed, r.Outcome));
        // That the server is being reinstalled is listed only when it is.
        Assert.Equal([EcsRequirementId.Reinstalling], Table.Values.Select(c => c.Id).Except(plan.Requirements.Select(r => r.Id)));
    }

    [Fact]
    public async Task A_failed_reinstallation_of_ours_may_be_repeated_once_even_without_a_disk()
    {
        Constraint gone = Table["system disk attached"] with { Server = s => s with { SystemDiskId = null, Status = EcsInstanceStatus.ReinstallFailed, FailedReinstalls = 1 } };

        EcsPlan plan = await PlanAsync(gone);

        Assert.True(plan.CanProceed);
        Assert.DoesNotContain(plan.Requirements, r => r.Outcome == EcsRequirementOutcome.Unknown);
    }

    [Fact]
    public async Task A_full_server_quota_only_warns()
    {
        EcsPlan plan = await PlanAsync(new Constraint("")
        {
            Network = n => n.Answer("GET", "/cloudservers/limits", Sample.Load("ecs.limits").With(b => b["absolute"]!["totalInstancesUsed"] = 100)),
        });

        EcsRequirement quota = plan.Requirements.Single(r => r.Id == EcsRequirementId.ServerQuota);
        Assert.True(plan.CanProceed);
        Assert.Equal(EcsRequirementOutcome.Warning, quota.Outcome);
        Assert.NotNull(quota.Remedy);
    }

    private static async Task<EcsPlan> PlanAsync(Constraint constraint)
    {
        SampleNetwork network = HuaweiRebuildTests.Network();
        constraint.Network(network);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        EcsAccount info = new() { Name = "test", Cloud = EcsCloud.OpenTelekom, Region = "eu-de", AccountKey = $"OpenTelekom/{SampleNetwork.Project}/eu-de" };
        ConnectedAccount account = new(info, cloud, network.Time);
        EcsInstance server = constraint.Server(HuaweiStepFixture.Target("stopped", constraint.Options).Instance);
        return (await OperationPlanner.PlanAsync(account, constraint.Options, [server], TestContext.Current.CancellationToken)).Single().Plan;
    }

    private static SampleNetwork Image(SampleNetwork network, string property, string value) =>
        network.Answer("GET", "/v2/cloudimages", r => HuaweiRebuildTests.Images(r.Query["id"], i => i[property] = value));

    private sealed record Constraint(string Id)
    {
        public Action<SampleNetwork> Network { get; init; } = _ => { };

        public Func<EcsInstance, EcsInstance> Server { get; init; } = s => s;

        public OperationOptions Options { get; init; } = new() { Kind = OperationKind.OsReinstall, Backup = BackupKind.None };

        public string? MayAlsoFail { get; init; }

        public string? MayAlsoBeUnknown { get; init; }
    }
}
