using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;

namespace EcsTools.Core.Tests.Operations;

/// <summary>An operation of which a call is lost.</summary>
/// <param name="Name">What the rows are called by.</param>
/// <param name="Clouds">Where it is the same.</param>
/// <param name="Kind">What is asked for.</param>
/// <param name="Calls">The kinds of calls that change something, in order.</param>
/// <param name="Main">The one among them that does what was asked for.</param>
/// <param name="Effect">As the sandbox counts it.</param>
internal sealed record LostOperation(string Name, EcsCloud[] Clouds, OperationKind Kind, string[] Calls, string Main, string Effect)
{
    /// <summary>The server.</summary>
    public string Server { get; init; } = "web-01";

    /// <summary>True if it stops the server and starts it afterwards.</summary>
    public bool UsesPower { get; init; }

    /// <summary>True if the main call has a token, or does nothing when it is repeated, and so is sent again.</summary>
    public bool IsSentAgain { get; init; }

    /// <summary>True where the contract gives no proof that the main call took effect once its answer was lost.</summary>
    public bool LeavesNoProof { get; init; }

    /// <summary>True for a roll-back of a disk that is attached.</summary>
    public bool IncludesDetach { get; init; }

    /// <summary>How a password is set.</summary>
    public PasswordMethod Method { get; init; } = PasswordMethod.Api;

    /// <summary>Prepares what the operation needs, and chooses it.</summary>
    /// <param name="bench">The account.</param>
    /// <param name="instance">The server.</param>
    /// <returns>The options.</returns>
    public async Task<OperationOptions> ChooseAsync(WireFixture bench, EcsInstance instance) => Kind == OperationKind.InstanceCreate
        ? await NewServerTemplate.ReadAsync(bench.Account, instance, TestContext.Current.CancellationToken)
        : await ChooseForAsync(bench, instance);

    private async Task<OperationOptions> ChooseForAsync(WireFixture bench, EcsInstance instance) => new()
    {
        Kind = Kind,
        StopFirst = UsesPower,
        Start = UsesPower,
        Backup = BackupKind.None,
        Method = Method,
        NewPassword = Kind == OperationKind.PasswordReset ? PasswordGenerator.Generate(instance.Cloud, instance.OsType) : null,
        ImageId = Kind == OperationKind.SystemDiskSwitch ? instance.ImageId : null,
        Bandwidth = Kind == OperationKind.BandwidthChange ? 20 : null,
        Period = Kind is OperationKind.SubscriptionRenew or OperationKind.ChargeTypeChange ? 1 : null,
        AutoRenew = Kind == OperationKind.AutoRenewChange ? EcsAutoRenew.On : null,
        ChargeType = Kind == OperationKind.ChargeTypeChange ? EcsChargeType.Subscription : null,
        AutoPay = Kind is OperationKind.SubscriptionRenew or OperationKind.ChargeTypeChange,
        SizeGiB = Kind == OperationKind.DiskExtend ? 100 : null,
        Category = Kind != OperationKind.DiskTypeChange ? null : instance.Cloud == EcsCloud.Alibaba ? "cloud_efficiency" : "ESSD",
        IncludeDetach = IncludesDetach,
        HelperInstanceId = Kind == OperationKind.RescueStart ? (await bench.GetAsync("web-01")).Id : null,
        LeaveStopped = Kind == OperationKind.RescueStop,
        DiskId = Kind == OperationKind.RescueStop ? GiveDisk(bench) : Kind is OperationKind.DiskMount or OperationKind.DiskDismount ? DataDisk(bench, detaches: Kind == OperationKind.DiskMount) : null,
        ReleaseRunning = Kind == OperationKind.Release,
        SnapshotId = Kind == OperationKind.SnapshotRestore ? await SnapshotAsync(bench, instance) : null,
        Size = Kind == OperationKind.Resize
            ? (await Inventory.SizesAsync(bench.Account, instance, TestContext.Current.CancellationToken)).First(s => s.IsAvailable && s.Name != instance.Size).Name
            : null,
    };

    // Elsewhere than at Alibaba Cloud only a disk that is attached to no server is rolled back.
    private async Task<string> SnapshotAsync(WireFixture bench, EcsInstance instance)
    {
        if (instance.Cloud == EcsCloud.Alibaba || IncludesDetach)
        {
            OperationResult made = await bench.RunAsync(instance, new OperationOptions { Kind = OperationKind.SnapshotCreate });
            return made.Operation.SnapshotId!;
        }

        string found = "";
        bench.Change(
            (world, server) =>
            {
                EcsTools.Sandbox.Fleet.Disk disk = server.Disks.Single(d => !d.IsSystem);
                found = world.Snapshots.Single(s => s.DiskId == disk.Id).Id;
                world.Detach(server, disk);
                disk.Phase = EcsTools.Sandbox.Fleet.DiskPhase.Available;
            },
            "db-01");
        return found;
    }

    // The system disk of db-01 as a data disk of web-01.
    private static string GiveDisk(WireFixture bench)
    {
        EcsTools.Sandbox.Fleet.Disk disk = null!;
        bench.Change(
            (world, server) =>
            {
                disk = server.SystemDisk!;
                world.Detach(server, disk);
                disk.IsSystem = false;
            },
            "db-01");
        bench.Change((world, helper) => world.Attach(helper, disk), "web-01");
        return disk.Id;
    }

    private static string DataDisk(WireFixture bench, bool detaches)
    {
        string id = "";
        bench.Change(
            (world, server) =>
            {
                EcsTools.Sandbox.Fleet.Disk disk = server.Disks.Single(d => !d.IsSystem);
                id = disk.Id;
                if (detaches)
                {
                    world.Detach(server, disk);
                }
            },
            "db-01");
        return id;
    }
}
