using System.Linq;
using System.Threading.Tasks;

using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Model;
using EcsTools.Tests.Safety.Wire;

using Xunit;

namespace EcsTools.Core.Tests.Operations;

/// <summary>
/// Connections are cut while operations are carried out: before a call has arrived, and after it took effect. Whatever is lost, nothing is
/// done twice, nothing but start, stop and what carries a token is sent twice, and how it ends is what was done.
/// </summary>
public sealed class LostCallTests
{
    private static readonly EcsCloud[] All = [EcsCloud.Alibaba, EcsCloud.Huawei, EcsCloud.OpenTelekom];

    // What each operation sends, in order.
    private static readonly (EcsCloud[] Clouds, OperationKind Kind, string[] Calls, string Main)[] Operations =
    [
        (All, OperationKind.OsReinstall, ["stop", "wipe"], "wipe"),
        (All, OperationKind.SystemDiskSwitch, ["stop", "wipe"], "wipe"),
        (All, OperationKind.Resize, ["stop", "resize", "start"], "resize"),
        (All, OperationKind.Release, ["release"], "release"),
        (All, OperationKind.ImageCreate, ["image"], "image"),
        (All, OperationKind.SnapshotCreate, ["snapshot"], "snapshot"),
    ];

    public static TheoryData<EcsCloud, OperationKind, string, string, object> Cases()
    {
        TheoryData<EcsCloud, OperationKind, string, string, object> cases = [];
        foreach ((EcsCloud[] clouds, OperationKind kind, string[] calls, string main) in Operations)
        {
            foreach ((EcsCloud cloud, string call) in clouds.SelectMany(cloud => calls.Select(call => (cloud, call))))
            {
                cases.Add(cloud, kind, main, call, Passage.CutBefore);
                cases.Add(cloud, kind, main, call, Passage.CutAfter);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_lost_is_neither_done_twice_nor_misjudged(EcsCloud cloud, OperationKind kind, string main, string call, object passage)
    {
        await using WireBench bench = await WireBench.OpenAsync(cloud);
        EcsInstance instance = await bench.GetAsync("web-01");
        OperationOptions options = await ChooseAsync(bench, kind, instance);
        int met = 0;
        bench.Bridge.Rule = c => c.Kind == call && met++ == 0 ? (Passage)passage : Passage.Free;

        OperationResult result = await bench.RunAsync(instance, options);
        OperationResult settled = await bench.SettleAsync(result.Operation);

        bool hasToken = cloud == EcsCloud.Alibaba && kind is OperationKind.Resize or OperationKind.SnapshotCreate or OperationKind.ImageCreate;
        bool neverArrived = call == main && (Passage)passage == Passage.CutBefore && !hasToken;
        Assert.Equal(neverArrived ? 0 : 1, bench.Effects(Effect(cloud, kind)));
        Assert.Equal(hasToken && call == main ? 2 : 1, bench.Bridge.Calls.Count(c => c.Kind == main));
        Assert.Equal(neverArrived ? EcsOperationState.Unknown : EcsOperationState.Succeeded, result.Operation.State);
        Assert.Equal(neverArrived ? EcsErrorId.OutcomeUnknown : null, result.Error?.ErrorId);
        Assert.Equal(result.Operation.State, settled.Operation.State);
        Assert.Equal(
            kind == OperationKind.Release && !neverArrived ? null
            : options.StopFirst && neverArrived ? EcsInstanceStatus.Stopped
            : EcsInstanceStatus.Running,
            (await bench.FindAsync("web-01"))?.Status);
    }

    // As the sandbox counts them.
    private static string Effect(EcsCloud cloud, OperationKind kind) => kind switch
    {
        OperationKind.OsReinstall => "rebuild",
        OperationKind.SystemDiskSwitch => "replace",
        OperationKind.Resize => "resize",
        OperationKind.Release => cloud == EcsCloud.Alibaba ? "release" : "delete",
        OperationKind.ImageCreate => "image",
        OperationKind.SnapshotCreate => "snapshot",
        _ => throw new System.ArgumentOutOfRangeException(nameof(kind)),
    };

    private static async Task<OperationOptions> ChooseAsync(WireBench bench, OperationKind kind, EcsInstance instance)
    {
        bool isPower = kind is OperationKind.OsReinstall or OperationKind.SystemDiskSwitch or OperationKind.Resize;
        return new OperationOptions
        {
            Kind = kind,
            StopFirst = isPower,
            Start = isPower,
            Backup = BackupKind.None,
            ImageId = kind == OperationKind.SystemDiskSwitch ? instance.ImageId : null,
            ReleaseRunning = kind == OperationKind.Release,
            Size = kind == OperationKind.Resize
                ? (await Inventory.SizesAsync(bench.Account, instance, TestContext.Current.CancellationToken)).First(s => s.IsAvailable && s.Name != instance.Size).Name
                : null,
        };
    }
}
