using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Operations;

/// <summary>
/// Every lock of every cloud against everything that is done to a server (docs/contracts/alibaba-ecs.md 6.3 and 5, docs/contracts/huawei-ecs.md 3.2,
/// 3.12 and 5, docs/contracts/openstack-lifecycle.md 3). In a table <c>x</c> is refused here and <c>.</c> is sent, and taken by the sandbox.
/// </summary>
public sealed class LockTests
{
    // Columns: security, financial, dedicatedhostfinancial, Recycling, refunded.
    // A stop under a security lock is sent: the sources disagree. A release is not, though the cloud would.
    private const string Alibaba = """
        Start     x x x . .
        Stop      . x x . .
        Restart   x x x . .
        Edit      x . . . .
        Command   x . . . .
        Password  x . . . .
        Disk      x x x . .
        Snapshot  x . . . .
        Image     x . . . .
        Reinstall x x x x x
        Reset     x x x x x
        Switch    x x x x x
        Restore   x x x x x
        Resize    x x x x x
        Release   x x x x x
        """;

    // Columns: locked, freeze, ORDER. Snapshots and images are other services' business; an edit takes the owner's lock off.
    private const string Family = """
        Start     x x x
        Stop      x x x
        Restart   x x x
        Edit      . . .
        Password  x x x
        Disk      x x x
        Snapshot  . . .
        Image     . . .
        Reinstall x x x
        Reset     x x x
        Switch    x x x
        Restore   x x x
        Resize    x x x
        Release   x x x
        """;

    private static readonly string[] AlibabaReasons = ["security", "financial", "dedicatedhostfinancial", "Recycling", "refunded"];
    private static readonly string[] FamilyReasons = ["locked", "freeze", "ORDER"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<EcsCloud, string> Locks =>
    [
        .. AlibabaReasons.Select(r => (EcsCloud.Alibaba, r)),
        .. FamilyReasons.SelectMany(r => new[] { (EcsCloud.Huawei, r), (EcsCloud.OpenTelekom, r) }),
    ];

    [Theory]
    [MemberData(nameof(Locks))]
    public async Task EveryAction_ServerIsLocked_IsRefusedOrTakenAsTheContractSays(EcsCloud cloud, string reason)
    {
        string[] reasons = cloud == EcsCloud.Alibaba ? AlibabaReasons : FamilyReasons;
        string[][] rows = [.. (cloud == EcsCloud.Alibaba ? Alibaba : Family).Split('\n').Select(r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        List<string> expected = [];
        List<string> actual = [];
        foreach (string[] row in rows.Where(r => Offers(cloud, r[0])))
        {
            expected.Add($"{row[0]} {row[1 + Array.IndexOf(reasons, reason)]}");
            await using WireFixture bench = await WireFixture.OpenAsync(cloud);
            actual.Add($"{row[0]} {await TryAsync(bench, row[0], reason)}");
        }

        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(nameof(ServerAction.Rebuild), true)]
    [InlineData(nameof(ServerAction.Release), true)]
    [InlineData(nameof(ServerAction.Resize), true)]
    [InlineData(nameof(ServerAction.Password), true)]
    [InlineData(nameof(ServerAction.Start), true)]
    [InlineData(nameof(ServerAction.Stop), true)]
    [InlineData(nameof(ServerAction.Restart), true)]
    [InlineData(nameof(ServerAction.Edit), false)]
    public void Check_OpenStackServerIsLocked_RefusesChanges(string action, bool isRefused)
    {
        EcsInstance locked = new() { Id = "1", Name = "locked", LockReasons = ["locked"] };

        EcsException? refusal = ServerLocks.Refuse(new CloudCapabilities { PowerBatchSize = 1 }, Enum.Parse<ServerAction>(action), locked);

        Assert.Equal(isRefused ? EcsErrorId.RequirementFailed : null, refusal?.ErrorId);
    }

    [Theory]
    [InlineData("financial", true)]
    [InlineData("security", false)]
    public async Task Release_SubscriptionHasExpired_IsLockedForNothingElse(string reason, bool mayGo)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        bench.Change((world, server) => server.ExpiresAt = world.Now.AddDays(-1), "prepaid-01");
        bench.Change((_, server) => server.ProviderLocks.Add(reason), "prepaid-01");

        EcsPlan plan = await bench.PlanAsync(await bench.GetAsync("prepaid-01"), new OperationOptions { Kind = OperationKind.Release, TerminateSubscription = true });

        Assert.Equal(mayGo, plan.CanProceed);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task PasswordReset_RestartIsForbidden_IsRefusedAsAWhole(bool restart, bool canProceed)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        bench.Change((_, server) => server.ProviderLocks.Add("financial"), "web-01");

        EcsPlan plan = await bench.PlanAsync(
            await bench.GetAsync("web-01"),
            new OperationOptions { Kind = OperationKind.PasswordReset, Method = PasswordMethod.Api, NewPassword = Password(), Restart = restart });

        Assert.Equal(canProceed, plan.CanProceed);
    }

    private static bool Offers(EcsCloud cloud, string action) => cloud != EcsCloud.OpenTelekom || action != "Password";

    private static void Lock(Server server, string reason)
    {
        if (reason == "locked")
        {
            server.IsProtected = true;
        }
        else
        {
            server.ProviderLocks.Add(reason);
        }
    }

    private static async Task<string> TryAsync(WireFixture bench, string action, string reason)
    {
        bool needsRunning = action is "Stop" or "Restart" or "Command" or "Password";
        string name = needsRunning ? "web-01" : "db-01";
        OperationOptions options = await OptionsAsync(bench, action);
        bench.Change((_, server) => Lock(server, reason), name);
        EcsInstance instance = await bench.GetAsync(name);
        Assert.NotEmpty(instance.LockReasons);
        return action switch
        {
            "Start" or "Stop" or "Restart" => await TryPowerAsync(bench, instance, Enum.Parse<OperationKind>(action)),
            "Edit" => InstanceGuard.RefuseEdit(bench.Account, instance) is null ? await EditAsync(bench, instance) : "x",
            "Command" => InstanceGuard.RefuseCommand(bench.Account, instance, byAgent: true) is null ? await CommandAsync(bench, instance) : "x",
            _ => await TryPlanAsync(bench, instance, options),
        };
    }

    // What is refused here is refused there, too.
    private static async Task<string> TryPowerAsync(WireFixture bench, EcsInstance instance, OperationKind action)
    {
        EcsException? refusal = InstanceGuard.RefusePower(bench.Account, instance, StepCalls.Power(action));
        PowerResult? result = null;
        PowerBatchRunner run = new(StepCalls.Power(action), TimeSpan.FromMinutes(10), 1, r => result = r);
        await run.SendAsync(bench.Account, [instance], Cancellation);
        await run.FinishAsync();
        Assert.Equal(refusal is null, result!.Error is null);
        return refusal is null ? "." : "x";
    }

    private static async Task<string> EditAsync(WireFixture bench, EcsInstance instance)
    {
        bool isOwn = instance.Cloud != EcsCloud.Alibaba;
        EcsInstance now = await InstanceUpdateOperation.RunAsync(
            bench.Account, instance, new InstanceUpdate(isOwn ? null : "renamed", null, isOwn ? !instance.DeletionProtection : null), Cancellation);
        Assert.NotEqual((instance.Name, instance.DeletionProtection), (now.Name, now.DeletionProtection));
        return ".";
    }

    private static async Task<string> CommandAsync(WireFixture bench, EcsInstance instance)
    {
        EcsCommandResult? result = null;
        GuestCommandRequest request = new(new GuestCommand("hostname")) { Method = GuestCommandMethod.Agent };
        await GuestCommands.RunAsync(bench.Account, request, [instance], r => result = r, Cancellation);
        Assert.True(result!.Succeeded);
        return ".";
    }

    private static async Task<string> TryPlanAsync(WireFixture bench, EcsInstance instance, OperationOptions options)
    {
        EcsPlan plan = await bench.PlanAsync(instance, options);
        EcsRequirement[] failed = [.. plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed)];
        if (failed.Length > 0)
        {
            // An owner's lock is a protection, too, and the family restores detached disks only; nothing else stands in the way.
            string? other = options.Kind == OperationKind.SnapshotRestore ? EcsRequirementId.SystemDisk : null;
            Assert.All(failed, r => Assert.True(r.Id is EcsRequirementId.Lock or EcsRequirementId.Protection || r.Id == other, r.ToString()));
            return Array.Exists(failed, r => r.Id == EcsRequirementId.Lock) ? "x" : "?";
        }

        OperationResult result = await bench.RunAsync(instance, options);
        Assert.Null(result.Error);
        return ".";
    }

    private static async Task<OperationOptions> OptionsAsync(WireFixture bench, string action) => action switch
    {
        "Password" => new OperationOptions { Kind = OperationKind.PasswordReset, Method = PasswordMethod.Api, NewPassword = Password() },
        "Disk" => new OperationOptions { Kind = OperationKind.DiskExtend, SizeGiB = 100 },
        "Snapshot" => new OperationOptions { Kind = OperationKind.SnapshotCreate },
        "Image" => new OperationOptions { Kind = OperationKind.ImageCreate },
        "Reinstall" => new OperationOptions { Kind = OperationKind.OsReinstall, Backup = BackupKind.None },
        "Reset" => new OperationOptions { Kind = OperationKind.SystemDiskReset, Backup = BackupKind.None },
        "Switch" => await SwitchAsync(bench),
        "Restore" => new OperationOptions { Kind = OperationKind.SnapshotRestore, SnapshotId = await SnapshotAsync(bench) },
        "Resize" => new OperationOptions { Kind = OperationKind.Resize, Size = await OtherSizeAsync(bench) },
        "Release" => new OperationOptions { Kind = OperationKind.Release },
        _ => new OperationOptions(),
    };

    private static async Task<OperationOptions> SwitchAsync(WireFixture bench)
    {
        EcsInstance server = await bench.GetAsync("db-01");
        IReadOnlyList<EcsImage>? images = await Inventory.Images(bench.Account, new ImageQuery { OsType = EcsOsType.Linux }).ReadAsync(Cancellation);
        EcsImage image = images!.First(i => i.Id != server.ImageId && i.Owner == "Public");
        return new OperationOptions
        {
            Kind = OperationKind.SystemDiskSwitch,
            Backup = BackupKind.None,
            ImageId = image.Id,
            License = image.IsBilled ? LicenseKind.System : null,
        };
    }

    private static async Task<string> OtherSizeAsync(WireFixture bench)
    {
        EcsInstance server = await bench.GetAsync("db-01");
        IReadOnlyList<EcsInstanceSize> sizes = await bench.Account.Cloud.Inventory!.ListSizesAsync(server, Cancellation);
        return sizes.First(s => s.Name != server.Size && s.IsAvailable == true).Name;
    }

    private static async Task<string> SnapshotAsync(WireFixture bench)
    {
        EcsInstance server = await bench.GetAsync("db-01");
        EcsDisk disk = (await bench.Account.Cloud.GetDisksAsync(server.Id, Cancellation)).First(d => d.IsSystemDisk);
        IReadOnlyList<EcsSnapshot>? snapshots = await Inventory.Snapshots(bench.Account, new SnapshotQuery()).ReadAsync(Cancellation);
        return snapshots!.First(s => s.DiskId == disk.Id).Id;
    }

    private static SecureString Password()
    {
        SecureString password = new();
        foreach (char c in "Lock-Test-2026")
        {
            password.AppendChar(c);
        }

        return password;
    }
}
