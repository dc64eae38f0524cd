using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Core.Tests.Operations;

/// <summary>
/// Connections are cut while operations are carried out: before a call has arrived, and after it took effect. Whatever is lost, nothing is
/// done twice, nothing but start, stop and what carries a token is sent twice, and how it ends is what was done.
/// </summary>
public sealed class LostCallTests
{
    private static readonly EcsCloud[] All = [EcsCloud.Alibaba, EcsCloud.Huawei, EcsCloud.OpenTelekom];
    private static readonly EcsCloud[] HuaweiAndTelekom = [EcsCloud.Huawei, EcsCloud.OpenTelekom];

    // What each operation sends, in order.
    private static readonly LostOperation[] Operations =
    [
        new("reinstall", All, OperationKind.OsReinstall, ["stop", "wipe"], "wipe", "rebuild") { UsesPower = true },
        new("reset", All, OperationKind.SystemDiskReset, ["stop", "wipe"], "wipe", "rebuild") { UsesPower = true },
        new("switch", All, OperationKind.SystemDiskSwitch, ["stop", "wipe"], "wipe", "replace") { UsesPower = true },
        new("resize", [EcsCloud.Alibaba], OperationKind.Resize, ["stop", "resize", "start"], "resize", "resize") { UsesPower = true, IsSentAgain = true },
        new("resize", HuaweiAndTelekom, OperationKind.Resize, ["stop", "resize", "start"], "resize", "resize") { UsesPower = true },
        new("bandwidth", [EcsCloud.Alibaba], OperationKind.BandwidthChange, ["bandwidth"], "bandwidth", "change-bandwidth") { IsSentAgain = true },
        new("elastic bandwidth", [EcsCloud.Alibaba], OperationKind.BandwidthChange, ["bandwidth"], "bandwidth", "change-bandwidth") { Server = "web-06" },
        new("bandwidth", HuaweiAndTelekom, OperationKind.BandwidthChange, ["bandwidth"], "bandwidth", "change-bandwidth"),
        new("release", [EcsCloud.Alibaba], OperationKind.Release, ["release"], "release", "release"),
        new("release", HuaweiAndTelekom, OperationKind.Release, ["release"], "release", "delete"),
        new("image", [EcsCloud.Alibaba], OperationKind.ImageCreate, ["image"], "image", "image") { IsSentAgain = true },
        new("image", HuaweiAndTelekom, OperationKind.ImageCreate, ["image"], "image", "image"),
        new("snapshot", [EcsCloud.Alibaba], OperationKind.SnapshotCreate, ["snapshot"], "snapshot", "snapshot") { IsSentAgain = true },
        new("snapshot", HuaweiAndTelekom, OperationKind.SnapshotCreate, ["snapshot"], "snapshot", "snapshot"),
        new("roll back", [EcsCloud.Alibaba], OperationKind.SnapshotRestore, ["stop", "rollback", "start"], "rollback", "roll-back") { UsesPower = true, LeavesNoProof = true },
        new("roll back", HuaweiAndTelekom, OperationKind.SnapshotRestore, ["rollback"], "rollback", "rollback") { LeavesNoProof = true },
        new("roll back of an attached disk", HuaweiAndTelekom, OperationKind.SnapshotRestore, ["stop", "detach", "rollback", "attach", "start"], "rollback", "rollback")
        {
            UsesPower = true,
            IncludesDetach = true,
            LeavesNoProof = true,
        },
        new("attachment", [EcsCloud.Alibaba], OperationKind.DiskMount, ["attach"], "attach", "attach-disk") { Server = "db-01" },
        new("attachment", HuaweiAndTelekom, OperationKind.DiskMount, ["attach"], "attach", "attach") { Server = "db-01" },
        new("detachment", [EcsCloud.Alibaba], OperationKind.DiskDismount, ["detach"], "detach", "detach-disk") { Server = "db-01" },
        new("detachment", HuaweiAndTelekom, OperationKind.DiskDismount, ["detach"], "detach", "detach") { Server = "db-01" },
        new("rescue", HuaweiAndTelekom, OperationKind.RescueStart, ["detach", "attach"], "attach", "attach") { Server = "db-01" },
        new("end of a rescue", HuaweiAndTelekom, OperationKind.RescueStop, ["detach", "attach"], "detach", "detach") { Server = "db-01" },
        new("larger disk", [EcsCloud.Alibaba], OperationKind.DiskExtend, ["disk"], "disk", "resize-disk") { IsSentAgain = true },
        new("larger disk", HuaweiAndTelekom, OperationKind.DiskExtend, ["disk"], "disk", "extend"),
        new("disk type", [EcsCloud.Alibaba], OperationKind.DiskTypeChange, ["disk"], "disk", "change-disk"),
        new("disk type", HuaweiAndTelekom, OperationKind.DiskTypeChange, ["disk"], "disk", "retype"),
        new("password", [EcsCloud.Alibaba], OperationKind.PasswordReset, ["set"], "set", "modify") { LeavesNoProof = true },
        new("password", [EcsCloud.Huawei], OperationKind.PasswordReset, ["set"], "set", "reset-password") { LeavesNoProof = true },
        new("password by the agent", [EcsCloud.Alibaba], OperationKind.PasswordReset, ["command"], "command", "command") { Method = PasswordMethod.Agent, IsSentAgain = true },
        new("stored password", HuaweiAndTelekom, OperationKind.PasswordRemove, ["erase"], "erase", "delete-password") { Server = "win-01", IsSentAgain = true },
        new("renewal", [EcsCloud.Alibaba], OperationKind.SubscriptionRenew, ["renew"], "renew", "renew") { Server = "prepaid-01", IsSentAgain = true },
        new("renewal", [EcsCloud.Huawei], OperationKind.SubscriptionRenew, ["renew"], "renew", "renew") { Server = "prepaid-01" },
        new("auto-renewal", [EcsCloud.Alibaba], OperationKind.AutoRenewChange, ["auto-renewal"], "auto-renewal", "auto-renewal") { Server = "prepaid-01" },
        new("auto-renewal", [EcsCloud.Huawei], OperationKind.AutoRenewChange, ["auto-renewal"], "auto-renewal", "expire-policy") { Server = "prepaid-01" },
        new("charge type", [EcsCloud.Alibaba], OperationKind.ChargeTypeChange, ["charge"], "charge", "charge-type") { IsSentAgain = true },
        new("charge type", [EcsCloud.Huawei], OperationKind.ChargeTypeChange, ["charge"], "charge", "charge-type"),
        new("creation", HuaweiAndTelekom, OperationKind.InstanceCreate, ["create"], "create", "create"),
        new("creation", [EcsCloud.Alibaba], OperationKind.InstanceCreate, ["create"], "create", "create") { IsSentAgain = true },
    ];

    public static TheoryData<EcsCloud, string, string, object> Cases()
    {
        TheoryData<EcsCloud, string, string, object> cases = [];
        foreach ((LostOperation operation, EcsCloud cloud) in Operations.SelectMany(o => o.Clouds.Select(cloud => (o, cloud))))
        {
            foreach (string call in operation.Calls)
            {
                cases.Add(cloud, operation.Name, call, ProxyAction.CutBefore);
                cases.Add(cloud, operation.Name, call, ProxyAction.CutAfter);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_lost_is_neither_done_twice_nor_misjudged(EcsCloud cloud, string name, string call, object passage)
    {
        LostOperation operation = Operations.Single(o => o.Name == name && o.Clouds.Contains(cloud));
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        EcsInstance instance = await bench.GetAsync(operation.Server);
        OperationOptions options = await operation.ChooseAsync(bench, instance);
        int before = bench.Effects(operation.Effect);
        int met = 0;
        bench.Proxy.Rule = c => c.Kind == call && met++ == 0 ? (ProxyAction)passage : ProxyAction.Free;

        OperationResult result = await bench.RunAsync(instance, options);
        OperationResult settled = await bench.SettleAsync(result.Operation);

        bool isMainLost = call == operation.Main && !operation.IsSentAgain;
        bool neverArrived = isMainLost && (ProxyAction)passage == ProxyAction.CutBefore;
        bool isUnknown = neverArrived || (isMainLost && operation.LeavesNoProof);
        bool isRepeated = call == operation.Main && operation.IsSentAgain;
        Assert.Equal(isRepeated ? 2 : 1, bench.Proxy.Calls.Count(c => c.Kind == operation.Main));
        Assert.Equal(neverArrived ? 0 : 1, bench.Effects(operation.Effect) - before);
        Assert.Equal(isUnknown ? EcsOperationState.Unknown : EcsOperationState.Succeeded, result.Operation.State);
        Assert.Equal(isUnknown ? EcsErrorId.OutcomeUnknown : null, result.Error?.ErrorId);
        Assert.Equal(result.Operation.State, settled.Operation.State);
        Assert.Equal(
            operation.Kind == OperationKind.Release && !neverArrived ? null

            : operation.Kind == OperationKind.RescueStart ? EcsInstanceStatus.Rescued

            // So a stopped server reads whose system disk somebody else has detached.
            : operation.Kind == OperationKind.RescueStop && isUnknown ? EcsInstanceStatus.ReinstallFailed
            : options.StopFirst && isUnknown ? EcsInstanceStatus.Stopped
            : instance.Status,
            (await bench.FindAsync(operation.Server))?.Status);
    }
}
