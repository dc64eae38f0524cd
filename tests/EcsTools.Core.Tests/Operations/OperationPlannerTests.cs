using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Guests;
using EcsTools.Core.Operations;

namespace EcsTools.Core.Tests.Operations;

/// <summary>What a plan says of one server: requirements and their waivers, steps, backup, and what makes it another plan.</summary>
public sealed class OperationPlannerTests
{
    private static readonly OperationOptions Reinstall = new() { Kind = OperationKind.OsReinstall, Backup = BackupKind.None };
    private readonly ScriptedCloud _cloud = new();

    public static TheoryData<string, object> OtherPlans => new()
    {
        { "kind", (OperationOptions o, EcsInstance i) => (o with { Kind = OperationKind.SystemDiskReset, Start = true }, i) },
        { "option", (OperationOptions o, EcsInstance i) => (o with { RetryCount = 0 }, i) },
        { "end state", (OperationOptions o, EcsInstance i) => (o with { LeaveStopped = true }, i) },
        { "id", (OperationOptions o, EcsInstance i) => (o, i with { Id = "i-2" }) },
        { "name", (OperationOptions o, EcsInstance i) => (o, i with { Name = "web-02" }) },
        { "account", (OperationOptions o, EcsInstance i) => (o, i with { AccountKey = "Alibaba/2/r" }) },
        { "protection", (OperationOptions o, EcsInstance i) => (o, i with { DeletionProtection = true }) },
        { "lock", (OperationOptions o, EcsInstance i) => (o, i with { LockReasons = ["b"] }) },
    };

    [Theory]
    [InlineData(EcsRequirementId.Lock)]
    [InlineData("lock")]
    [InlineData(EcsRequirementId.Protection)]
    [InlineData(EcsRequirementId.Temporary)]
    [InlineData(EcsRequirementId.Reinstalling)]
    [InlineData(EcsRequirementId.Account)]
    [InlineData("Lok")]
    [InlineData("")]
    public async Task PlanAsync_WaiverThatIsForbiddenOrMisspelt_IsInvalidInput(string id)
    {
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => PlanAsync(Reinstall with { IgnoredRequirements = [EcsRequirementId.Settling, id] }));

        Assert.Equal(EcsErrorId.InvalidInput, error.ErrorId);
    }

    [Theory]
    [InlineData(OperationKind.OsReinstall, BackupKind.None, true)]
    [InlineData(OperationKind.OsReinstall, BackupKind.Snapshot, false)]
    [InlineData(OperationKind.OsReinstall, null, false)]
    [InlineData(OperationKind.Release, null, true)]
    [InlineData(OperationKind.Release, BackupKind.Snapshot, true)]
    public async Task PlanAsync_WaiverOfABackupThatIsMade_IsInvalidInput(OperationKind kind, BackupKind? backup, bool isTaken)
    {
        _cloud.Backup = new ScriptedBackup(_cloud.Sent);
        OperationOptions options = new() { Kind = kind, Backup = backup, IgnoredRequirements = ["backup"] };

        if (isTaken)
        {
            await PlanAsync(options);
        }
        else
        {
            Assert.Equal(EcsErrorId.InvalidInput, (await Assert.ThrowsAsync<EcsException>(() => PlanAsync(options))).ErrorId);
        }
    }

    [Theory]
    [InlineData(EcsRequirementOutcome.Passed, true, EcsRequirementOutcome.Passed)]
    [InlineData(EcsRequirementOutcome.Warning, true, EcsRequirementOutcome.Warning)]
    [InlineData(EcsRequirementOutcome.Failed, true, EcsRequirementOutcome.Warning)]
    [InlineData(EcsRequirementOutcome.Unknown, true, EcsRequirementOutcome.Warning)]
    [InlineData(EcsRequirementOutcome.Failed, false, EcsRequirementOutcome.Failed)]
    [InlineData(EcsRequirementOutcome.Unknown, false, EcsRequirementOutcome.Unknown)]
    public async Task PlanAsync_Waiver_TurnsOnlyTheNamedRequirementIntoAWarning(EcsRequirementOutcome outcome, bool isNamed, EcsRequirementOutcome expected)
    {
        _cloud.Requirements.Add(new EcsRequirement(EcsRequirementId.Busy, outcome, "Detail.", "Remedy."));

        EcsPlan plan = (await PlanAsync(Reinstall with { IgnoredRequirements = [isNamed ? "busy" : EcsRequirementId.Settling] })).Plan;

        EcsRequirement seen = Assert.Single(plan.Requirements, r => r.Id == EcsRequirementId.Busy);
        Assert.Equal((expected, "Remedy."), (seen.Outcome, seen.Remedy));
        Assert.Contains("Detail.", seen.Detail, StringComparison.Ordinal);
        Assert.Equal(expected != EcsRequirementOutcome.Failed, plan.CanProceed);
    }

    [Theory]
    [InlineData(EcsInstanceStatus.Running, true, EcsRequirementOutcome.Passed)]
    [InlineData(EcsInstanceStatus.Stopping, true, EcsRequirementOutcome.Passed)]
    [InlineData(EcsInstanceStatus.Running, false, EcsRequirementOutcome.Failed)]
    [InlineData(EcsInstanceStatus.Unknown, true, EcsRequirementOutcome.Failed)]
    [InlineData(EcsInstanceStatus.Stopped, false, EcsRequirementOutcome.Passed)]
    public async Task PlanAsync_ServerIsNotStopped_IsMetOnlyIfItIsStoppedFirst(EcsInstanceStatus status, bool stopFirst, EcsRequirementOutcome expected)
    {
        _cloud.Server = ScriptedCloud.Make(status);

        EcsPlan plan = (await PlanAsync(Reinstall with { StopFirst = stopFirst })).Plan;

        Assert.Equal(expected, Assert.Single(plan.Requirements, r => r.Id == EcsRequirementId.State).Outcome);
    }

    // Another requirement that fails on a running server is not met by stopping it.
    [Fact]
    public async Task PlanAsync_StopFirst_MeetsNothingButTheState()
    {
        _cloud.Server = ScriptedCloud.Make(EcsInstanceStatus.Running);
        _cloud.Requirements.Add(new EcsRequirement(EcsRequirementId.Image, EcsRequirementOutcome.Failed, "It is gone."));

        EcsPlan plan = (await PlanAsync(Reinstall with { StopFirst = true })).Plan;

        Assert.Equal([EcsRequirementId.Image], Failed(plan));
    }

    [Theory]
    [InlineData(OperationKind.OsReinstall, BackupKind.None, false, EcsRequirementOutcome.Warning)]
    [InlineData(OperationKind.OsReinstall, null, false, EcsRequirementOutcome.Failed)]
    [InlineData(OperationKind.OsReinstall, null, true, EcsRequirementOutcome.Unknown)]
    [InlineData(OperationKind.OsReinstall, BackupKind.Snapshot, false, EcsRequirementOutcome.Passed)]
    [InlineData(OperationKind.OsReinstall, BackupKind.Image, true, EcsRequirementOutcome.Passed)]
    [InlineData(OperationKind.SystemDiskSwitch, BackupKind.Snapshot, false, EcsRequirementOutcome.Failed)]
    [InlineData(OperationKind.SystemDiskSwitch, BackupKind.Image, false, EcsRequirementOutcome.Passed)]
    [InlineData(OperationKind.Release, null, false, null)]
    public async Task PlanAsync_BackupOfAWipe_MustBeChosenAndOutliveIt(OperationKind kind, BackupKind? backup, bool isAskedFor, EcsRequirementOutcome? expected)
    {
        _cloud.Backup = new ScriptedBackup(_cloud.Sent);

        PlannedOperation planned = await PlanAsync(new OperationOptions { Kind = kind, Backup = backup, BackupIsAskedFor = isAskedFor });

        Assert.Equal(expected, planned.Plan.Requirements.SingleOrDefault(r => r.Id == EcsRequirementId.Backup)?.Outcome);
        bool isMade = backup is not null && backup != BackupKind.None && expected == EcsRequirementOutcome.Passed;
        Assert.Equal(isMade, planned.Backup is not null);
        Assert.Equal(isMade ? ["Back up.", "Wipe."] : ["Wipe."], kind == OperationKind.Release ? ["Wipe."] : planned.Plan.Steps.Take(isMade ? 2 : 1));
    }

    [Fact]
    public async Task PlanAsync_SnapshotsDoNotOutliveAWipe_AreNoBackup()
    {
        _cloud.Backup = new ScriptedBackup(_cloud.Sent);
        _cloud.Capabilities = new CloudCapabilities { PowerBatchSize = 1 };

        PlannedOperation planned = await PlanAsync(Reinstall with { Backup = BackupKind.Snapshot });

        Assert.Equal([EcsRequirementId.Backup], Failed(planned.Plan));
        Assert.Null(planned.Backup);
        using ConnectedAccount account = _cloud.Open();
        Assert.Equal([BackupKind.Image, BackupKind.None], OperationPlanner.BackupsFor(account, OperationKind.OsReinstall));
    }

    [Fact]
    public void BackupsFor_CloudWithBoth_OffersASnapshotWhereItHelps()
    {
        using ConnectedAccount account = _cloud.Open();
        Assert.Equal([BackupKind.Snapshot, BackupKind.None], OperationPlanner.BackupsFor(account, OperationKind.OsReinstall));
        _cloud.Backup = new ScriptedBackup(_cloud.Sent);

        Assert.Equal([BackupKind.Snapshot, BackupKind.Image, BackupKind.None], OperationPlanner.BackupsFor(account, OperationKind.SystemDiskReset));
        Assert.Equal([BackupKind.Image, BackupKind.None], OperationPlanner.BackupsFor(account, OperationKind.SystemDiskSwitch));
    }

    [Fact]
    public async Task PlanAsync_BackupHasRequirementsAndCosts_AreThoseOfTheBackup()
    {
        _cloud.Preview = p => p with { Costs = ["The order."], Losses = ["All data."], ExpectedDowntime = TimeSpan.FromMinutes(3) };
        _cloud.Backup = new ScriptedBackup(_cloud.Sent)
        {
            Preview = new StepPreview
            {
                Summary = "Back up.",
                Costs = ["The image."],
                Requirements =
                [
                    new EcsRequirement(EcsRequirementId.State, EcsRequirementOutcome.Passed, "Fine."),
                    new EcsRequirement(EcsRequirementId.DiskQuota, EcsRequirementOutcome.Failed, "No room.", "Make room."),
                    new EcsRequirement(EcsRequirementId.Lock, EcsRequirementOutcome.Warning, "Perhaps."),
                ],
            },
        };

        EcsPlan plan = (await PlanAsync(Reinstall with { Backup = BackupKind.Image })).Plan;

        Assert.Equal(
            [EcsRequirementOutcome.Passed, EcsRequirementOutcome.Failed, EcsRequirementOutcome.Warning],
            plan.Requirements.Where(r => r.Id == EcsRequirementId.Backup).Select(r => r.Outcome).Order());
        Assert.Equal("Make room.", plan.Requirements.Single(r => r.Outcome == EcsRequirementOutcome.Failed).Remedy);
        Assert.Equal(["The order.", "The image."], plan.Costs);
        Assert.Equal(["All data."], plan.Losses);
        Assert.Equal(TimeSpan.FromMinutes(3), plan.ExpectedDowntime);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PlanAsync_TemporaryServer_IsRefused(bool isTemporary)
    {
        _cloud.Server = _cloud.Server with { IsTemporary = isTemporary };

        EcsPlan plan = (await PlanAsync(Reinstall)).Plan;

        Assert.Equal(isTemporary ? [EcsRequirementId.Temporary] : [], Failed(plan));
    }

    [Theory]
    [InlineData(EcsInstanceStatus.Reinstalling, true)]
    [InlineData(EcsInstanceStatus.ChangingOs, true)]
    [InlineData(EcsInstanceStatus.Stopped, false)]
    public async Task PlanAsync_ServerIsBeingReinstalled_IsRefused(EcsInstanceStatus status, bool isRefused)
    {
        _cloud.Server = ScriptedCloud.Make(status);

        Assert.Equal(isRefused, Failed((await PlanAsync(Reinstall)).Plan).Contains(EcsRequirementId.Reinstalling));
    }

    [Theory]
    [InlineData(OperationKind.OsReinstall, false, false, EcsRequirementOutcome.Failed)]
    [InlineData(OperationKind.SnapshotCreate, true, false, EcsRequirementOutcome.Failed)]
    [InlineData(OperationKind.SnapshotCreate, false, true, EcsRequirementOutcome.Failed)]
    [InlineData(OperationKind.SnapshotCreate, false, false, null)]
    public async Task PlanAsync_GuestStillTakesItsKey_IsNotDisturbed(OperationKind kind, bool stopFirst, bool restart, EcsRequirementOutcome? expected)
    {
        _cloud.Backup = new ScriptedBackup(_cloud.Sent);
        _cloud.Server = ScriptedCloud.Make(EcsInstanceStatus.Running) with { SettlesUntil = DateTimeOffset.MaxValue };
        OperationOptions options = new() { Kind = kind, Backup = BackupKind.None, StopFirst = stopFirst, Restart = restart };

        Assert.Equal(expected, Settling(await PlanAsync(options)));
        Assert.Equal(
            expected is null ? null : EcsRequirementOutcome.Warning,
            Settling(await PlanAsync(options with { IgnoredRequirements = [EcsRequirementId.Settling] })));
        _cloud.Server = _cloud.Server with { SettlesUntil = null };
        Assert.Null(Settling(await PlanAsync(options)));
    }

    [Theory]
    [InlineData(OperationKind.OsReinstall, EcsInstanceStatus.Running, false, "Shut Back Wipe. Wait Then")]
    [InlineData(OperationKind.OsReinstall, EcsInstanceStatus.Stopped, false, "Back Wipe. Wait Then")]
    [InlineData(OperationKind.SystemDiskReset, EcsInstanceStatus.Stopped, false, "Back Wipe. Then")]
    [InlineData(OperationKind.SystemDiskReset, EcsInstanceStatus.Stopped, true, "Back Wipe. The Then")]
    [InlineData(OperationKind.SystemDiskReset, EcsInstanceStatus.Running, true, "Shut Back Wipe. Wait Then")]
    public async Task PlanAsync_Wipe_TellsItsStepsInTheirOrder(OperationKind kind, EcsInstanceStatus status, bool startsByItself, string expected)
    {
        _cloud.Server = ScriptedCloud.Make(status);
        _cloud.Backup = new ScriptedBackup(_cloud.Sent);
        _cloud.Capabilities = _cloud.Capabilities with { RebuildsAreJobs = startsByItself };
        _cloud.Preview = p => p with { FollowUps = ["Then label the disk."] };

        EcsPlan plan = (await PlanAsync(new OperationOptions { Kind = kind, Backup = BackupKind.Snapshot, StopFirst = true })).Plan;

        Assert.Equal(expected, FirstWords(plan));
    }

    [Theory]
    [InlineData(true, false, false, "Shut Back Start")]
    [InlineData(true, false, true, "Shut Back Restart Start")]
    [InlineData(true, true, false, "Shut Back")]
    [InlineData(false, false, false, "Back")]
    public async Task PlanAsync_Snapshot_TellsHowThePowerIsSwitched(bool stopFirst, bool leaveStopped, bool restart, string expected)
    {
        _cloud.Server = ScriptedCloud.Make(EcsInstanceStatus.Running);
        _cloud.Backup = new ScriptedBackup(_cloud.Sent);
        _cloud.Capabilities = _cloud.Capabilities with { RebuildsAreJobs = true };

        EcsPlan plan = (await PlanAsync(new OperationOptions { Kind = OperationKind.SnapshotCreate, StopFirst = stopFirst, LeaveStopped = leaveStopped, Restart = restart })).Plan;

        Assert.Equal(expected, FirstWords(plan));
    }

    [Theory]
    [InlineData(EcsInstanceStatus.Running, false, true)]
    [InlineData(EcsInstanceStatus.Running, true, true)]
    [InlineData(EcsInstanceStatus.Stopped, false, true)]
    [InlineData(EcsInstanceStatus.Stopped, true, false)]
    public async Task PlanAsync_ServerIsAsWanted_HasNothingToDoUnlessItIsToBeStarted(EcsInstanceStatus status, bool start, bool isNeedless)
    {
        _cloud.Server = ScriptedCloud.Make(status);
        _cloud.Preview = p => p with { AlreadyDone = "It has that size.", Losses = ["All data."] };

        PlannedOperation planned = await PlanAsync(Reinstall with { Start = start });

        Assert.Equal(isNeedless ? "It has that size." : null, planned.NothingToDo);
        Assert.Equal(isNeedless, planned.Plan.Losses.Count == 0);
        Assert.Equal(isNeedless, planned.Plan.Requirements.Count == 1);
        Assert.NotEmpty(planned.Plan.Fingerprint);
        Assert.NotEmpty(planned.Plan.PlanId);
    }

    [Theory]
    [MemberData(nameof(OtherPlans))]
    public async Task Fingerprint_WhatMustNotChange_MakesAnotherPlan(string what, object change)
    {
        EcsInstance server = _cloud.Server with { LockReasons = ["a"] };
        _cloud.Server = server;
        PlannedOperation before = await PlanAsync(Reinstall);
        Assert.Equal(before.Plan.Fingerprint, (await PlanAsync(Reinstall)).Plan.Fingerprint);

        (OperationOptions options, _cloud.Server) = ((Func<OperationOptions, EcsInstance, (OperationOptions, EcsInstance)>)change)(Reinstall, server);
        PlannedOperation after = await PlanAsync(options);

        Assert.True(before.Plan.Fingerprint != after.Plan.Fingerprint, what);
        Assert.NotEqual(before.Plan.PlanId, after.Plan.PlanId);
    }

    [Fact]
    public async Task Fingerprint_FactsOfTheStep_CountButForTheStatusAndTheirOrder()
    {
        _cloud.Server = _cloud.Server with { LockReasons = ["a", "b"] };
        _cloud.Facts["image"] = "m-1";
        string before = (await PlanAsync(Reinstall)).Plan.Fingerprint;

        _cloud.Server = _cloud.Server with { LockReasons = ["b", "a"] };
        _cloud.Facts.Clear();
        _cloud.Facts[StepFactKeys.Status] = "Running";
        _cloud.Facts["image"] = "m-1";
        _cloud.Facts["systemDiskId"] = "d-1";
        Assert.Equal(before, (await PlanAsync(Reinstall)).Plan.Fingerprint);

        _cloud.Facts["systemDiskId"] = "d-2";
        Assert.NotEqual(before, (await PlanAsync(Reinstall)).Plan.Fingerprint);
    }

    [Theory]
    [InlineData(EcsChargeType.PayAsYouGo, true, true, 1)]
    [InlineData(EcsChargeType.Subscription, true, false, 1)]
    [InlineData(EcsChargeType.Subscription, true, true, 0)]
    [InlineData(EcsChargeType.PayAsYouGo, false, false, 0)]
    public async Task PlanAsync_PaymentThatHasNoEffect_IsWarnedAbout(EcsChargeType charge, bool autoPay, bool makesAnOrder, int warnings)
    {
        _cloud.Server = _cloud.Server with { ChargeType = charge };
        _cloud.Capabilities = _cloud.Capabilities with { Orders = makesAnOrder ? [OperationKind.OsReinstall] : [OperationKind.Resize] };
        WarningLog log = new();
        using (AmbientLog.Use(log))
        {
            await PlanAsync(Reinstall with { AutoPay = autoPay });
        }

        Assert.Equal(warnings, log.Warnings.Count);
    }

    [Fact]
    public async Task PlanAsync_CloudDoesNotOfferIt_SaysWhatToDoInstead()
    {
        _cloud.Capabilities = _cloud.Capabilities with { Instead = new Dictionary<StepKind, string> { [StepKind.RestoreSnapshot] = "Use New-EcsImage." } };

        EcsException told = await Assert.ThrowsAsync<EcsException>(() => PlanAsync(new OperationOptions { Kind = OperationKind.SnapshotRestore }));
        EcsException other = await Assert.ThrowsAsync<EcsException>(() => PlanAsync(new OperationOptions { Kind = OperationKind.Resize }));

        Assert.Equal((EcsErrorId.NotSupported, "Use New-EcsImage."), (told.ErrorId, told.RecommendedAction));
        Assert.Equal(EcsErrorId.NotSupported, other.ErrorId);
        Assert.NotEqual("Use New-EcsImage.", other.RecommendedAction);
    }

    [Theory]
    [InlineData(PasswordMethod.Ssh, true)]
    [InlineData(PasswordMethod.Agent, false)]
    [InlineData(PasswordMethod.Api, false)]
    public async Task FindMain_PasswordReset_GoesTheWayThatWasChosen(PasswordMethod method, bool isOffered)
    {
        OperationOptions options = new() { Kind = OperationKind.PasswordReset, Method = method };

        if (isOffered)
        {
            Assert.IsType<SshPasswordStep>((await PlanAsync(options)).Step);
        }
        else
        {
            Assert.Equal(EcsErrorId.NotSupported, (await Assert.ThrowsAsync<EcsException>(() => PlanAsync(options))).ErrorId);
        }
    }

    // What the user did not choose himself is told with its reason.
    [Fact]
    public async Task PlanAsync_WayThatWasFound_IsToldWithItsReason()
    {
        EcsPlan plan = (await PlanAsync(new OperationOptions { Kind = OperationKind.PasswordReset, Method = PasswordMethod.Ssh, MethodReason = "nothing else is offered" })).Plan;

        Assert.Contains("nothing else is offered", Assert.Single(plan.Steps), StringComparison.Ordinal);
        Assert.Contains(nameof(PasswordMethod.Ssh), plan.Steps[0], StringComparison.Ordinal);
    }

    private static string[] Failed(EcsPlan plan) => [.. plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id)];

    private static EcsRequirementOutcome? Settling(PlannedOperation planned) => planned.Plan.Requirements.SingleOrDefault(r => r.Id == EcsRequirementId.Settling)?.Outcome;

    private static string FirstWords(EcsPlan plan) => string.Join(" ", plan.Steps.Select(s => s.Split(' ')[0]));

    private async Task<PlannedOperation> PlanAsync(OperationOptions options)
    {
        using ConnectedAccount account = _cloud.Open();
        return Assert.Single(await OperationPlanner.PlanAsync(account, options, [_cloud.Server], TestContext.Current.CancellationToken));
    }
}
