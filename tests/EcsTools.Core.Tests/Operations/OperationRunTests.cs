using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Operations;

namespace EcsTools.Core.Tests.Operations;

public sealed class OperationRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-journal-").FullName;
    private readonly ScriptedCloud _cloud = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_stopped_server_is_wiped_once_and_ends_running()
    {
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.Pending));
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.TookEffect, ScriptedCloud.Make(EcsInstanceStatus.Running)));

        OperationResult result = await RunAsync(new OperationOptions { Kind = OperationKind.OsReinstall });

        Assert.Null(result.Error);
        Assert.True(result.Operation.Succeeded);
        Assert.Equal(["Wipe"], _cloud.Sent);
        Assert.Equal(["job-1"], result.Operation.JobIds);
        JournalEntry entry = Assert.Single(Journal.Open(_folder).Read(new JournalQuery()));
        Assert.Equal((EcsOperationState.Succeeded, JournalStepState.Done), (entry.State, Assert.Single(entry.Steps).State));
        Assert.Equal("d-1", entry.Steps[0].Before["systemDiskId"]);
    }

    [Fact]
    public async Task The_journal_is_written_before_the_wipe_is_sent()
    {
        JournalEntry? atSending = null;
        _cloud.Wipes.Enqueue(() =>
        {
            atSending = Assert.Single(Journal.Open(_folder).Read(new JournalQuery()));
            return new StepHandle();
        });
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.TookEffect, ScriptedCloud.Make(EcsInstanceStatus.Running)));

        await RunAsync(new OperationOptions());

        Assert.Equal(JournalStepState.Sending, Assert.Single(atSending!.Steps).State);
    }

    // A clock that is set back, a right that is withdrawn: what was sent goes on all the same.
    [Theory]
    [InlineData(EcsErrorId.ClockSkew)]
    [InlineData(EcsErrorId.InvalidCredential)]
    [InlineData(EcsErrorId.AccessDenied)]
    public async Task What_keeps_us_from_looking_leaves_the_operation_open(string why)
    {
        _cloud.Blindness = new EcsException(why, "no look");

        OperationResult result = await RunAsync(new OperationOptions());

        Assert.Equal((EcsErrorId.OutcomeUnknown, EcsOperationState.Running), (result.Error?.ErrorId, result.Operation.State));
        Assert.False(result.Error!.WasNotCarriedOut);
        _cloud.Blindness = null;
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.TookEffect, ScriptedCloud.Make(EcsInstanceStatus.Running)));
        OperationResult settled = await OperationReconciler.SettleAsync(
            _cloud.Open(), Journal.Open(_folder), result.Operation, doTheRest: true, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(EcsOperationState.Succeeded, settled.Operation.State);
        Assert.Equal(["Wipe"], _cloud.Sent);
    }

    [Fact]
    public async Task Without_a_journal_nothing_is_sent()
    {
        PlannedOperation planned = await PlanAsync(new OperationOptions());
        Journal journal = Journal.Open(_folder);
        Directory.Delete(_folder);
        await File.WriteAllTextAsync(_folder, "in the way", TestContext.Current.CancellationToken);

        OperationResult result = await new OperationExecution(planned, journal, new StepBatcher(1, TestContext.Current.CancellationToken)).RunAsync(null, TestContext.Current.CancellationToken);

        File.Delete(_folder);
        Directory.CreateDirectory(_folder);
        Assert.Equal(EcsErrorId.JournalUnavailable, result.Error?.ErrorId);
        Assert.Empty(_cloud.Sent);
    }

    [Fact]
    public async Task A_server_that_changed_since_the_plan_is_left_alone_and_started_again()
    {
        _cloud.Server = ScriptedCloud.Make(EcsInstanceStatus.Running);
        PlannedOperation planned = await PlanAsync(new OperationOptions { StopFirst = true });
        _cloud.Facts["systemDiskId"] = "d-2";

        OperationResult result = await new OperationExecution(planned, Journal.Open(_folder), new StepBatcher(1, TestContext.Current.CancellationToken)).RunAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal(EcsErrorId.PlanChanged, result.Error?.ErrorId);
        Assert.Equal(["Stop", "Start"], _cloud.Sent);
    }

    [Theory]
    [InlineData(EcsRequirementOutcome.Passed, true)]
    [InlineData(EcsRequirementOutcome.Unknown, false)]
    public async Task RunAsync_RequirementUnknownInTheFreshLook_RefusesUnlessThePlanHadIt(EcsRequirementOutcome planned, bool isRefused)
    {
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.TookEffect, ScriptedCloud.Make(EcsInstanceStatus.Running)));
        _cloud.Requirements.Add(new EcsRequirement(EcsRequirementId.Image, planned, ""));
        PlannedOperation plan = await PlanAsync(new OperationOptions());
        _cloud.Requirements[0] = new EcsRequirement(EcsRequirementId.Image, EcsRequirementOutcome.Unknown, "The image could not be read.");

        OperationResult result = await new OperationExecution(plan, Journal.Open(_folder), new StepBatcher(1, TestContext.Current.CancellationToken)).RunAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal(isRefused ? EcsErrorId.PlanChanged : null, result.Error?.ErrorId);
        Assert.Equal(!isRefused, _cloud.Sent.Contains("Wipe"));
    }

    [Fact]
    public async Task A_refused_wipe_starts_the_server_again_unless_told_otherwise()
    {
        _cloud.Server = ScriptedCloud.Make(EcsInstanceStatus.Running);
        _cloud.Wipes.Enqueue(() => throw new EcsException(EcsErrorId.IncorrectState, "no"));
        _cloud.Wipes.Enqueue(() => throw new EcsException(EcsErrorId.IncorrectState, "no"));

        OperationResult first = await RunAsync(new OperationOptions { StopFirst = true });
        OperationResult second = await RunAsync(new OperationOptions { StopFirst = true, LeaveStopped = true });

        Assert.Equal(EcsErrorId.IncorrectState, first.Error?.ErrorId);
        Assert.Equal(EcsErrorId.IncorrectState, second.Error?.ErrorId);
        Assert.Equal(["Stop", "Wipe", "Start", "Stop", "Wipe"], _cloud.Sent);
    }

    [Fact]
    public async Task A_lost_answer_is_never_sent_again()
    {
        _cloud.Wipes.Enqueue(() => throw new EcsException(EcsErrorId.OutcomeUnknown, "lost"));
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.Unknown) { MayRetry = true });

        OperationResult result = await RunAsync(new OperationOptions { RetryCount = 3 });

        Assert.Equal(EcsErrorId.OutcomeUnknown, result.Error?.ErrorId);
        Assert.Equal(EcsOperationState.Unknown, result.Operation.State);
        Assert.Equal(["Wipe"], _cloud.Sent);
    }

    [Fact]
    public async Task A_job_that_fails_is_sent_once_more_and_then_reported_for_support()
    {
        EcsException failure = new(EcsErrorId.OperationFailed, "Ecs.0202") { CloudCode = "Ecs.0202" };
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.Failed) { Error = failure, MayRetry = true });

        OperationResult result = await RunAsync(new OperationOptions { RetryCount = 1 });

        Assert.Equal(EcsErrorId.OsReinstallFailed, result.Error?.ErrorId);
        Assert.Equal("Ecs.0202", result.Error?.CloudCode);
        Assert.Equal(["Wipe", "Wipe"], _cloud.Sent);
    }

    [Fact]
    public async Task A_failed_last_step_is_repaired_by_starting()
    {
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.Failed, ScriptedCloud.Make(EcsInstanceStatus.Stopped)) { RepairByStart = true });

        OperationResult result = await RunAsync(new OperationOptions());

        Assert.Null(result.Error);
        Assert.Equal(["Wipe", "Start"], _cloud.Sent);
    }

    [Fact]
    public async Task A_time_out_leaves_the_operation_running()
    {
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.Pending));

        OperationResult result = await RunAsync(new OperationOptions { Timeout = TimeSpan.FromMinutes(5) });

        Assert.Equal(EcsErrorId.OperationTimeout, result.Error?.ErrorId);
        Assert.Equal(EcsOperationState.Running, result.Operation.State);
    }

    // A stop that the cloud puts off has that much less time to take effect.
    [Fact]
    public async Task RunAsync_StopIsPutOff_IsWaitedForThatMuchShorter()
    {
        _cloud.Server = ScriptedCloud.Make(EcsInstanceStatus.Running);
        _cloud.PowerState = ObservedState.Pending;
        _cloud.Preview = preview => preview with { Requirements = [] };
        PlannedOperation planned = await PlanAsync(new OperationOptions { StopFirst = true, Timeout = TimeSpan.FromMinutes(5) });
        TimeProvider time = planned.Account.Time;
        long begun = time.GetTimestamp();
        TimeSpan? given = null;
        _cloud.BeforePower = async kind =>
        {
            given ??= kind == StepKind.Start ? time.GetElapsedTime(begun) : null;
            await time.Delay(kind == StepKind.Stop ? TimeSpan.FromMinutes(4) : TimeSpan.Zero, TestContext.Current.CancellationToken);
        };

        OperationResult result = await RunAsync(planned);

        Assert.Equal(EcsErrorId.OperationTimeout, result.Error?.ErrorId);
        Assert.Equal(["Stop", "Start"], _cloud.Sent);
        Assert.InRange(given!.Value, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.2));
    }

    [Fact]
    public async Task The_time_of_a_backup_is_no_loss_for_the_rest()
    {
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.TookEffect, ScriptedCloud.Make(EcsInstanceStatus.Running)));
        _cloud.Backup = new ScriptedBackup(_cloud.Sent) { Look = age => age < TimeSpan.FromMinutes(60) ? new StepObservation(ObservedState.Pending) : ScriptedBackup.Usable("d-1") };

        OperationResult result = await RunAsync(new OperationOptions { Backup = BackupKind.Snapshot, Timeout = TimeSpan.FromMinutes(5) });

        Assert.Null(result.Error);
        Assert.Equal(["Backup", "Wipe"], _cloud.Sent);
    }

    public static TheoryData<string, object> UselessBackups => new()
    {
        { "never ready", (TimeSpan age) => new StepObservation(ObservedState.Pending) },
        { "failed", (TimeSpan age) => new StepObservation(ObservedState.Failed) { Error = new EcsException(EcsErrorId.QuotaExceeded, "no") } },
        { "unknown", (TimeSpan age) => new StepObservation(ObservedState.Unknown) },
        { "failed, of the right disk", (TimeSpan age) => ScriptedBackup.Usable("d-1") with { State = ObservedState.Failed } },
        { "unknown, of the right disk", (TimeSpan age) => ScriptedBackup.Usable("d-1") with { State = ObservedState.Unknown } },
        { "of another disk", (TimeSpan age) => ScriptedBackup.Usable("d-2") },
        { "of no disk that is told", (TimeSpan age) => new StepObservation(ObservedState.TookEffect) },
    };

    [Theory]
    [MemberData(nameof(UselessBackups), DisableDiscoveryEnumeration = true)]
    public async Task Without_a_backup_that_is_proven_nothing_is_wiped_and_what_was_stopped_is_started_again(string which, object look)
    {
        Assert.NotEmpty(which);
        _cloud.Server = ScriptedCloud.Make(EcsInstanceStatus.Running);
        _cloud.Backup = new ScriptedBackup(_cloud.Sent) { Look = (Func<TimeSpan, StepObservation>)look };

        OperationResult result = await RunAsync(new OperationOptions { Backup = BackupKind.Snapshot, StopFirst = true, Timeout = TimeSpan.FromMinutes(5) });

        Assert.Equal(EcsErrorId.BackupFailed, result.Error?.ErrorId);
        Assert.Equal(EcsOperationState.Abandoned, result.Operation.State);
        Assert.Equal(["Stop", "Backup", "Start"], _cloud.Sent);
    }

    [Fact]
    public async Task What_was_accepted_is_not_taken_for_refused_when_the_journal_cannot_be_written()
    {
        _cloud.Server = ScriptedCloud.Make(EcsInstanceStatus.Running);
        _cloud.Wipes.Enqueue(() =>
        {
            Directory.Move(_folder, _folder + ".away");
            return new StepHandle { JobId = "job-1" };
        });

        PlannedOperation planned = await PlanAsync(new OperationOptions { StopFirst = true });
        await Assert.ThrowsAsync<EcsException>(() => new OperationExecution(planned, Journal.Open(_folder), new StepBatcher(1, TestContext.Current.CancellationToken)).RunAsync(null, TestContext.Current.CancellationToken));

        Directory.Move(_folder + ".away", _folder);
        Assert.Equal(["Stop", "Wipe"], _cloud.Sent);
        Assert.Equal(EcsOperationState.Interrupted, Journal.Open(_folder).Find(new JournalQuery()).Single().State);
    }

    [Fact]
    public async Task A_start_that_fails_after_the_main_step_is_still_owed()
    {
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.TookEffect, ScriptedCloud.Make(EcsInstanceStatus.Stopped)));
        _cloud.StartRefusal = new EcsException(EcsErrorId.QuotaExceeded, "no") { WasNotCarriedOut = true };

        OperationResult open = await RunAsync(new OperationOptions());

        Assert.Equal((EcsOperationState.Running, EcsErrorId.OperationFailed), (open.Operation.State, open.Error!.ErrorId));
        Assert.Contains(open.Operation.OperationId, open.Error.RecommendedAction!, StringComparison.Ordinal);

        _cloud.StartRefusal = null;
        OperationResult settled = await OperationReconciler.SettleAsync(
            _cloud.Open(), Journal.Open(_folder), open.Operation, doTheRest: true, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);

        Assert.Equal((EcsOperationState.Succeeded, EcsInstanceStatus.Running), (settled.Operation.State, _cloud.Server.Status));
        Assert.Equal(["Wipe", "Start", "Start"], _cloud.Sent);
    }

    [Fact]
    public async Task An_open_operation_is_settled_before_another_is_begun()
    {
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.Pending));
        OperationResult open = await RunAsync(new OperationOptions { NoWait = true });

        OperationResult second = await RunAsync(new OperationOptions());

        Assert.Equal(EcsErrorId.OperationInProgress, second.Error?.ErrorId);
        Assert.Contains(open.Operation.OperationId, second.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(["Wipe"], _cloud.Sent);
    }

    [Fact]
    public async Task A_plan_is_run_once()
    {
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.TookEffect, ScriptedCloud.Make(EcsInstanceStatus.Running)));
        PlannedOperation planned = await PlanAsync(new OperationOptions());
        Journal journal = Journal.Open(_folder);
        Assert.Null((await new OperationExecution(planned, journal, new StepBatcher(1, TestContext.Current.CancellationToken)).RunAsync(null, TestContext.Current.CancellationToken)).Error);
        _cloud.Server = ScriptedCloud.Make(EcsInstanceStatus.Stopped);

        OperationResult second = await new OperationExecution(planned, journal, new StepBatcher(1, TestContext.Current.CancellationToken)).RunAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal(EcsErrorId.PlanChanged, second.Error?.ErrorId);
        Assert.Single(_cloud.Sent, s => s == "Wipe");
    }

    [Fact]
    public async Task One_server_has_one_operation_at_a_time()
    {
        Journal journal = Journal.Open(_folder);
        using IDisposable claim = journal.Claim("Alibaba/1/r", "i-1");

        OperationResult result = await RunAsync(new OperationOptions());

        Assert.Equal(EcsErrorId.OperationInProgress, result.Error?.ErrorId);
        Assert.Empty(_cloud.Sent);
    }

    [Fact]
    public async Task After_the_failure_limit_nothing_is_begun()
    {
        _cloud.Wipes.Enqueue(() => throw new EcsException(EcsErrorId.IncorrectState, "no"));
        PlannedOperation first = await PlanAsync(new OperationOptions());
        PlannedOperation second = await PlanAsync(new OperationOptions());
        List<OperationResult> results = [];

        await RolloutRunner.RunAllAsync([first, second], Journal.Open(_folder), new Rollout { ThrottleLimit = 1 }, results.Add, TestContext.Current.CancellationToken);

        Assert.Equal([EcsOperationState.Failed, EcsOperationState.Abandoned], results.Select(r => r.Operation.State));
        Assert.Equal(["Wipe"], _cloud.Sent);
    }

    [Theory]
    [InlineData(EcsRequirementId.Lock)]
    [InlineData(EcsRequirementId.Protection)]
    [InlineData(EcsRequirementId.Temporary)]
    [InlineData(EcsRequirementId.Account)]
    public async Task Some_requirements_cannot_be_waived(string id)
    {
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => PlanAsync(new OperationOptions { IgnoredRequirements = [id] }));

        Assert.Equal(EcsErrorId.InvalidInput, error.ErrorId);
    }

    [Fact]
    public async Task A_running_server_cannot_proceed_without_being_stopped_first()
    {
        _cloud.Server = ScriptedCloud.Make(EcsInstanceStatus.Running);

        Assert.False((await PlanAsync(new OperationOptions { Backup = BackupKind.None })).Plan.CanProceed);
        Assert.True((await PlanAsync(new OperationOptions { Backup = BackupKind.None, StopFirst = true })).Plan.CanProceed);
        Assert.Empty(_cloud.Sent);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void The_journal_is_for_its_user_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps it by ACLs of the user's own folder.");
        Journal.Open(_folder).Write(new JournalEntry { OperationId = "x", Kind = "Stop", InstanceId = "i-1", AccountKey = "k" });

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, Path.GetFileName(Directory.GetFiles(_folder, "*.json")[0]))));
    }

    private async Task<PlannedOperation> PlanAsync(OperationOptions options)
    {
        ConnectedAccount account = _cloud.Open();
        return Assert.Single(await OperationPlanner.PlanAsync(account, options, [_cloud.Server], TestContext.Current.CancellationToken));
    }

    private async Task<OperationResult> RunAsync(OperationOptions options) => await RunAsync(await PlanAsync(options));

    private async Task<OperationResult> RunAsync(PlannedOperation planned) =>
        await new OperationExecution(planned, Journal.Open(_folder), new StepBatcher(1, TestContext.Current.CancellationToken)).RunAsync(null, TestContext.Current.CancellationToken);
}
