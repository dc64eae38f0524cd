using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Model;

using Xunit;

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

    [Fact]
    public async Task Waiting_alone_sends_nothing_and_forgets_no_start_that_is_owed()
    {
        Write(StepKind.Stop, JournalStepState.Done);

        OperationResult result = await SettleAsync(doTheRest: false);

        Assert.Equal(EcsOperationState.Running, result.Operation.State);
        Assert.Empty(_cloud.Sent);
    }

    [Fact]
    public async Task An_unknown_operation_is_said_to_be_unknown()
    {
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => SettleAsync(doTheRest: true));

        Assert.Equal(EcsErrorId.NotFound, error.ErrorId);
    }

    private void Write(StepKind last, JournalStepState state) => Journal.Open(_folder).Write(new JournalEntry
    {
        OperationId = "op",
        Kind = nameof(OperationKind.OsReinstall),
        InstanceId = "i-1",
        InstanceName = "web-01",
        AccountKey = "Alibaba/1/r",
        EndsRunning = true,
        OwesStart = last == StepKind.Stop,
        Steps = { new JournalStep { Kind = last, State = state, SentAt = DateTimeOffset.UtcNow } },
    });

    private Task<OperationResult> SettleAsync(bool doTheRest) => OperationSettler.SettleAsync(
        _cloud.Open(), Journal.Open(_folder), "op", doTheRest, TimeSpan.FromMinutes(30), TestContext.Current.CancellationToken);
}
