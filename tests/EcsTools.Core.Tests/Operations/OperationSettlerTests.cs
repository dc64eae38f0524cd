using System.Collections.Concurrent;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Operations;

namespace EcsTools.Core.Tests.Operations;

public sealed class OperationSettlerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-journal-").FullName;
    private readonly ScriptedCloud _cloud = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ObservedState.TookEffect, EcsOperationState.Succeeded, null)]
    [InlineData(ObservedState.Failed, EcsOperationState.Failed, EcsErrorId.OutcomeUnknown)]
    [InlineData(ObservedState.NotTaken, EcsOperationState.Abandoned, EcsErrorId.OperationFailed)]
    [InlineData(ObservedState.Unknown, EcsOperationState.Unknown, EcsErrorId.OutcomeUnknown)]
    public async Task What_was_sent_is_judged_by_looking_and_never_sent_again(object seen, EcsOperationState expected, string? errorId)
    {
        Write(StepKind.RebuildSystemDisk, JournalStepState.Sending);
        _cloud.Observations.Enqueue(new StepObservation((ObservedState)seen, ScriptedCloud.Make(EcsInstanceStatus.Running)));

        OperationResult result = await SettleAsync(doTheRest: true);

        Assert.Equal((expected, errorId), (result.Operation.State, result.Error?.ErrorId));
        Assert.Empty(_cloud.Sent);
        Assert.Equal(expected, Journal.Open(_folder).Find(new JournalQuery()).Single().State);
    }

    [Fact]
    public async Task What_is_left_is_done_when_it_destroys_nothing()
    {
        Write(StepKind.RebuildSystemDisk, JournalStepState.Accepted);
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.TookEffect, ScriptedCloud.Make(EcsInstanceStatus.Stopped)));

        OperationResult result = await SettleAsync(doTheRest: true);

        Assert.Equal(EcsOperationState.Succeeded, result.Operation.State);
        Assert.Equal(["Start"], _cloud.Sent);
    }

    [Fact]
    public async Task A_wipe_that_was_never_sent_is_not_sent_and_the_server_is_started_again()
    {
        Write(StepKind.Stop, JournalStepState.Done);

        OperationResult result = await SettleAsync(doTheRest: true);

        Assert.Equal(EcsOperationState.Abandoned, result.Operation.State);
        Assert.Equal(["Start"], _cloud.Sent);
    }

    // Also where the clock of the machine that wrote the journal was ahead, and where the account's runs faster than the wall's, as in a sandbox.
    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task SettleAsync_StopNeverSeen_EndsAfterAMinuteOfTheAccountsClock(int minutesAhead)
    {
        Write(StepKind.Stop, JournalStepState.Sending, sentAt: DateTimeOffset.UtcNow.AddMinutes(minutesAhead));
        _cloud.Server = ScriptedCloud.Make(EcsInstanceStatus.Running);

        OperationResult result = await SettleAsync(doTheRest: true);

        Assert.Equal(EcsOperationState.Abandoned, result.Operation.State);
        Assert.Empty(_cloud.Sent);
    }

    [Fact]
    public async Task Waiting_alone_sends_nothing_and_forgets_no_start_that_is_owed()
    {
        Write(StepKind.Stop, JournalStepState.Done);

        OperationResult result = await SettleAsync(doTheRest: false);

        Assert.Equal(EcsOperationState.Running, result.Operation.State);
        Assert.Empty(_cloud.Sent);
    }

    [Fact]
    public async Task What_has_ended_is_not_looked_at_again()
    {
        Write(StepKind.RebuildSystemDisk, JournalStepState.Accepted, EcsOperationState.Succeeded);

        OperationResult result = await SettleAsync(doTheRest: true);

        Assert.Equal((EcsOperationState.Succeeded, null), (result.Operation.State, result.Error));
    }

    [Fact]
    public async Task Who_waits_waits_for_the_process_that_is_at_it_and_who_resumes_does_not()
    {
        Write(StepKind.RebuildSystemDisk, JournalStepState.Accepted);
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.TookEffect, ScriptedCloud.Make(EcsInstanceStatus.Running)));
        IDisposable claim = Journal.Open(_folder).Claim("Alibaba/1/r", "i-1");

        OperationResult resumed = await SettleAsync(doTheRest: true);
        _cloud.Waiting = claim.Dispose;
        OperationResult waited = await SettleAsync(doTheRest: false);

        Assert.Equal((EcsErrorId.OperationInProgress, EcsOperationState.Running), (resumed.Error?.ErrorId, resumed.Operation.State));
        Assert.Equal(EcsOperationState.Succeeded, waited.Operation.State);
    }

    [Fact]
    public async Task Many_are_settled_each_once_and_those_of_one_server_do_not_meet()
    {
        foreach (string id in new[] { "op", "op-2", "op-3" })
        {
            Write(StepKind.RebuildSystemDisk, JournalStepState.Accepted, id: id);
            _cloud.Observations.Enqueue(new StepObservation(ObservedState.TookEffect, ScriptedCloud.Make(EcsInstanceStatus.Running)));
        }

        ConnectedAccount account = _cloud.Open();
        Journal journal = Journal.Open(_folder);
        ConcurrentQueue<OperationResult> results = [];

        await OperationReconciler.SettleAllAsync(
            [.. journal.Find(new JournalQuery()).Select(o => new KeyValuePair<EcsOperation, ConnectedAccount>(o, account))],
            journal, doTheRest: true, TimeSpan.FromMinutes(30), 5, results.Enqueue, TestContext.Current.CancellationToken);

        Assert.Equal(["op", "op-2", "op-3"], results.Select(r => r.Operation.OperationId).Order());
        Assert.All(results, r => Assert.Equal((EcsOperationState.Succeeded, null), (r.Operation.State, r.Error)));
    }

    private void Write(StepKind last, JournalStepState step, EcsOperationState state = EcsOperationState.Running, string id = "op", DateTimeOffset? sentAt = null) => Journal.Open(_folder).Write(new JournalEntry
    {
        OperationId = id,
        State = state,
        Kind = nameof(OperationKind.OsReinstall),
        InstanceId = "i-1",
        InstanceName = "web-01",
        AccountKey = "Alibaba/1/r",
        EndsRunning = true,
        OwesStart = last == StepKind.Stop,
        Steps = { new JournalStep { Kind = last, State = step, SentAt = sentAt ?? DateTimeOffset.UtcNow } },
    });

    private Task<OperationResult> SettleAsync(bool doTheRest)
    {
        Journal journal = Journal.Open(_folder);
        return OperationReconciler.SettleAsync(
            _cloud.Open(), journal, journal.Find(new JournalQuery()).Single(), doTheRest, TimeSpan.FromMinutes(30), TestContext.Current.CancellationToken);
    }
}
