using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Tests.Operations;

/// <summary>What can be told of an operation from what the journal has of its steps.</summary>
public sealed class JournalEntryTests
{
    [Theory]
    [InlineData(null, null, false, null)]
    [InlineData(nameof(JournalStepState.Sending), null, false, null)]
    [InlineData(nameof(JournalStepState.Failed), "Now", false, null)]
    [InlineData(nameof(JournalStepState.Unknown), "Now", false, EcsLoginEffect.Unverified)]
    [InlineData(nameof(JournalStepState.Done), "Now", false, EcsLoginEffect.Now)]
    [InlineData(nameof(JournalStepState.Accepted), "AfterRestart", true, EcsLoginEffect.AfterRestart)]
    [InlineData(nameof(JournalStepState.Done), null, false, EcsLoginEffect.AfterRestart)]
    [InlineData(nameof(JournalStepState.Done), "nonsense", false, EcsLoginEffect.AfterRestart)]
    [InlineData(nameof(JournalStepState.Done), null, true, EcsLoginEffect.Unverified)]
    public void FindLoginEffect_StepThatSetAPassword_TellsWhetherItHolds(string? state, string? told, bool wasRestarted, EcsLoginEffect? expected)
    {
        JournalEntry entry = new();
        if (state is not null)
        {
            JournalStep reset = new() { Kind = StepKind.ResetPassword, State = Enum.Parse<JournalStepState>(state) };
            if (told is not null)
            {
                reset.Facts[StepFactKeys.LoginEffect] = told;
            }

            entry.Steps.Add(reset);
        }

        entry.Steps.Add(new JournalStep { Kind = StepKind.Restart, State = wasRestarted ? JournalStepState.Done : JournalStepState.Failed });

        Assert.Equal(expected, entry.FindLoginEffect());
    }

    [Fact]
    public void ToOperation_Steps_GiveTheIdsOfWhatWasMade()
    {
        JournalEntry entry = new()
        {
            Kind = nameof(OperationKind.OsReinstall),
            OperationId = "op",
            InstanceId = "i-1",
            InstanceName = "web-01",
            Account = "test",
            AccountKey = "k",
            AccountIdentity = "ops",
            Region = "r",
            ErrorId = EcsErrorId.OutcomeUnknown,
            Message = "?",
            StartedAt = DateTimeOffset.UnixEpoch,
            EndedAt = DateTimeOffset.UnixEpoch.AddMinutes(1),
            Steps =
            [
                new JournalStep { Kind = StepKind.CreateImage, JobId = "j-1", RequestId = "r-1", Facts = new Dictionary<string, string> { [StepFactKeys.ImageId] = "m-1", [StepFactKeys.SnapshotId] = "no" } },
                new JournalStep { Kind = StepKind.CreateSnapshot, RequestId = "r-2", Facts = new Dictionary<string, string> { [StepFactKeys.SnapshotId] = "s-1", [StepFactKeys.ImageId] = "no" } },
                new JournalStep { Kind = StepKind.RebuildSystemDisk, JobId = "j-2", Facts = new Dictionary<string, string> { [StepFactKeys.ImageId] = "m-0" } },
            ],
        };

        EcsOperation operation = entry.ToOperation(null);

        Assert.Equal(("m-1", "s-1", "RebuildSystemDisk"), (operation.ImageId, operation.SnapshotId, operation.Step));
        Assert.Equal(["j-1", "j-2"], operation.JobIds);
        Assert.Equal(["r-1", "r-2"], operation.RequestIds);
        Assert.Equal(("op", "i-1", "web-01", "test", "k", "ops", "r"), (operation.OperationId, operation.InstanceId, operation.InstanceName, operation.Account, operation.AccountKey, operation.AccountIdentity, operation.Region));
        Assert.Equal((OperationKind.OsReinstall, EcsErrorId.OutcomeUnknown, "?"), (operation.Kind, operation.ErrorId, operation.Message));
        Assert.Equal((DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(1)), (operation.StartedAt, operation.EndedAt));
        EcsOperation empty = new JournalEntry().ToOperation(null);
        Assert.Equal(("", null, null, ""), (empty.Step, empty.ImageId, empty.SnapshotId, empty.AccountIdentity));
        Assert.Null(entry.Steps[2].FindBackupId());
    }

    [Theory]
    [InlineData(nameof(JournalStepState.Sending), null, true, false)]
    [InlineData(nameof(JournalStepState.Sending), "j-1", true, true)]
    [InlineData(nameof(JournalStepState.Accepted), null, true, true)]
    [InlineData(nameof(JournalStepState.Unknown), null, true, false)]
    [InlineData(nameof(JournalStepState.Done), null, false, false)]
    [InlineData(nameof(JournalStepState.Failed), "j-1", false, true)]
    public void ToHandle_Step_IsWhatTheCloudAnswered(string state, string? job, bool isOpen, bool hasAnswer)
    {
        JournalStep step = new() { State = Enum.Parse<JournalStepState>(state), JobId = job, RequestId = "r-1", Facts = new Dictionary<string, string> { ["a"] = "b" } };

        Assert.Equal(isOpen, step.IsOpen);
        Assert.Equal(hasAnswer ? (job, "r-1", "b") : default, step.ToHandle() is { } handle ? (handle.JobId, handle.RequestId, handle.Facts["a"]) : default);
    }

    [Theory]
    [InlineData(true, EcsEndState.Running)]
    [InlineData(false, EcsEndState.Stopped)]
    public void ReadOptions_EntryWithPasswordAndUserData_NeedsNeither(bool endsRunning, EcsEndState expected)
    {
        JournalEntry entry = new()
        {
            Kind = nameof(OperationKind.OsReinstall),
            EndsRunning = endsRunning,
            Options = new Dictionary<string, string> { ["UserData"] = "12 bytes", ["Password"] = "(given again)", ["RetryCount"] = "3" },
        };

        OperationOptions options = entry.ReadOptions(new EcsInstance());

        Assert.Equal((expected, 3, null), (options.EndState, options.RetryCount, options.UserData));
        Assert.NotNull(options.Login.Password);
    }

    // The plan of a server that is created has no id of it: what the cloud gave counts as soon as it is known.
    [Theory]
    [InlineData("i-new", "i-new")]
    [InlineData(null, "new-01")]
    public void ToOperation_ServerThatIsCreated_HasTheIdThatTheCloudGave(string? created, string expected)
    {
        JournalEntry entry = new() { Kind = nameof(OperationKind.InstanceCreate), InstanceId = "new-01", Steps = [Creation(null), Creation(created), new JournalStep { Kind = StepKind.Start }] };

        Assert.Equal(created, entry.FindCreatedId());
        Assert.Equal(expected, entry.ToOperation(null).InstanceId);
        Assert.Null(new JournalEntry().FindCreatedId());

        static JournalStep Creation(string? id)
        {
            JournalStep step = new() { Kind = StepKind.CreateInstance };
            if (id is not null)
            {
                step.Facts[StepFactKeys.InstanceId] = id;
            }

            return step;
        }
    }

    [Theory]
    [InlineData(nameof(OperationKind.Release), "Release", false)]
    [InlineData("SomethingOfALaterVersion", "SomethingOfALaterVersion", true)]
    public void Noun_Kind_IsInWordsOrAsItWasWritten(string kind, string written, bool isWritten) =>
        Assert.Equal(isWritten, new JournalEntry { Kind = kind }.Noun == written);

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void BringsDiskBack_RescueThatTookTheDiskFromAnotherServer_IsTrue(bool hasDisk, bool expected)
    {
        JournalStep stop = new() { Kind = StepKind.StopRescue };
        if (hasDisk)
        {
            stop.Before[StepFactKeys.DiskId] = "d-1";
        }

        Assert.Equal(expected, new JournalEntry { Steps = [stop, new JournalStep { Kind = StepKind.Start }] }.BringsDiskBack);
        Assert.False(new JournalEntry { Steps = [new JournalStep { Kind = StepKind.Start, Before = stop.Before }] }.BringsDiskBack);
    }

    [Theory]
    [InlineData(true, true, EcsOperationState.Interrupted)]
    [InlineData(false, false, EcsOperationState.Failed)]
    public void ToOperation_State_IsInterruptedWhereNobodyCarriesItOut(bool isInterrupted, bool hasServer, EcsOperationState expected)
    {
        EcsInstance? server = hasServer ? new EcsInstance { Id = "i-1" } : null;
        JournalEntry entry = new() { State = EcsOperationState.Failed, IsInterrupted = isInterrupted, Steps = [new JournalStep { SentAt = DateTimeOffset.UnixEpoch, EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(5) }] };

        EcsOperation operation = entry.ToOperation(server);

        Assert.Equal(expected, operation.State);
        Assert.Same(server, operation.Instance);
        EcsOperationStep step = Assert.Single(operation.Steps);
        Assert.Equal((entry.Steps[0].Kind.ToString(), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(5)), (step.Name, step.StartedAt, step.EndedAt));
    }
}
