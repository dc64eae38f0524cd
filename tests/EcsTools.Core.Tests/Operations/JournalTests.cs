using EcsTools.Core.Auditing;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Tests.Operations;

public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"Schema\": 2, \"OperationId\": \"x\"}")]
    [InlineData("{\"Schema\": \"one\"}")]
    [InlineData("""{"Schema": 0, "OperationId": "x", "Kind": "Stop", "InstanceId": "i-1", "AccountKey": "k"}""")]
    [InlineData("""{"Schema": 2, "OperationId": "x", "Kind": "Stop", "InstanceId": "i-1", "AccountKey": "k"}""")]
    [InlineData("""{"Schema": 1, "OperationId": "", "Kind": "Stop", "InstanceId": "i-1", "AccountKey": "k"}""")]
    [InlineData("""{"Schema": 1, "Kind": "Stop", "InstanceId": "i-1", "AccountKey": "k"}""")]
    [InlineData("""{"Schema": 1, "OperationId": "x", "InstanceId": "i-1", "AccountKey": "k"}""")]
    [InlineData("""{"Schema": 1, "OperationId": "x", "Kind": "Stop", "InstanceId": null, "AccountKey": "k"}""")]
    [InlineData("""{"Schema": 1, "OperationId": "x", "Kind": "Stop", "AccountKey": "k"}""")]
    [InlineData("""{"Schema": 1, "OperationId": "x", "Kind": "Stop", "InstanceId": "i-1"}""")]
    [InlineData("""{"Schema": 1, "OperationId": "x", "Kind": "Stop", "InstanceId": "i-1", "AccountKey": "k", "Options": {"IgnoreRequirement": null}}""")]
    [InlineData("""{"Schema": 1, "OperationId": "x", "Kind": "Stop", "InstanceId": "i-1", "AccountKey": "k", "Steps": [null]}""")]
    [InlineData("""{"Schema": 1, "OperationId": "x", "Kind": "Stop", "InstanceId": "i-1", "AccountKey": "k", "Steps": [{"Before": {"a": null}}]}""")]
    [InlineData("""{"Schema": 1, "OperationId": "x", "Kind": "Stop", "InstanceId": "i-1", "AccountKey": "k", "Steps": [{"Facts": {"a": null}}]}""")]
    [InlineData("""{"Schema": 1, "OperationId": "x", "Kind": "Stop", "InstanceId": "i-1", "AccountKey": "k", "StartedAt": "2026-11-30T00:00:00+99:99"}""")]
    public void A_file_that_cannot_be_read_blocks_its_own_server_only(string content)
    {
        Journal journal = Journal.Open(_folder);
        journal.Write(Entry("i-1", "op1"));
        File.WriteAllText(Directory.GetFiles(_folder, "*.json").Single(), content);
        journal.Write(Entry("i-2", "op2"));

        EcsException error = Assert.Throws<EcsException>(() => journal.Claim("k", "i-1"));

        Assert.Equal((EcsErrorId.JournalDamaged, "i-1", true), (error.ErrorId, error.InstanceId, error.WasNotCarriedOut));
        Assert.False(journal.IsClaimed("k", "i-1"));
        journal.Claim("k", "i-2").Dispose();
        Assert.Equal("op2", Assert.Single(journal.Find(new JournalQuery())).OperationId);
        Assert.Equal(content, File.ReadAllText(Directory.GetFiles(_folder, "*op1.json").Single()));
    }

    [Fact]
    public void Find_FileWithNothingButWhatIsNeeded_IsRead()
    {
        Journal journal = Journal.Open(_folder);
        journal.Write(Entry("i-1", "op1"));
        File.WriteAllText(Directory.GetFiles(_folder, "*.json").Single(), """{"Schema": 1, "OperationId": "x", "Kind": "Stop", "InstanceId": "i-1", "AccountKey": "k"}""");

        EcsOperation found = Assert.Single(journal.Find(new JournalQuery()));

        Assert.Equal(("x", EcsOperationState.Running), (found.OperationId, found.State));
        journal.Claim("k", "i-1").Dispose();
    }

    [Fact]
    public void What_ended_long_ago_is_forgotten_and_what_is_open_is_kept()
    {
        Journal journal = Journal.Open(_folder);
        JournalEntry ended = Entry("i-1", "ended");
        ended.EndedAt = DateTimeOffset.UtcNow;
        journal.Write(ended);
        journal.Write(Entry("i-1", "open"));
        foreach (string file in Directory.GetFiles(_folder, "*.json"))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow - Journal.Retention - TimeSpan.FromHours(1));
        }

        Assert.Equal("open", Assert.Single(Journal.Open(_folder).Find(new JournalQuery())).OperationId);
    }

    [Fact]
    public void Operations_are_found_by_server_account_state_and_age()
    {
        Journal journal = Journal.Open(_folder);
        journal.Write(Entry("i-1", "a"));
        JournalEntry other = Entry("i-2", "b");
        other.InstanceName = "db-01";
        other.Account = "other";
        other.State = EcsOperationState.Failed;
        journal.Write(other);

        Assert.Equal("b", journal.Find(new JournalQuery { Instances = ["DB-01"] }).Single().OperationId);
        Assert.Equal("a", journal.Find(new JournalQuery { Accounts = ["test"] }).Single().OperationId);
        Assert.Equal("b", journal.Find(new JournalQuery { States = [EcsOperationState.Failed] }).Single().OperationId);
        Assert.Empty(journal.Find(new JournalQuery { Since = DateTimeOffset.UtcNow.AddMinutes(1) }));
    }

    // Its plan called it by a name; it is looked for by the id that the cloud gave it.
    [Fact]
    public void Find_ServerThatWasCreated_IsFoundByItsIdAndRecordedWithIt()
    {
        Journal journal = Journal.Open(_folder);
        JournalEntry entry = Entry("new-01", "op1");
        entry.Steps[0] = new JournalStep { Kind = StepKind.CreateInstance, State = JournalStepState.Accepted, Facts = new Dictionary<string, string> { [Clouds.StepFactKeys.InstanceId] = "i-new" } };
        journal.Write(entry);

        Assert.Equal("i-new", Assert.Single(journal.Find(new JournalQuery { Instances = ["I-NEW"] })).InstanceId);
        Assert.Single(journal.Find(new JournalQuery { Instances = ["new-01", "another"] }));
        Assert.Empty(journal.Find(new JournalQuery { Instances = ["i-other"] }));
        Assert.Equal("server i-new", Assert.Single(AuditReader.Read(journal.OpenAudit())).Detail);
    }

    [Fact]
    public void Find_OperationIds_AreFoundInAnyCaseAndNewestFirst()
    {
        Journal journal = Journal.Open(_folder);
        foreach (int minute in new[] { 1, 3, 2 })
        {
            JournalEntry entry = Entry("i-1", $"op{minute}");
            entry.StartedAt = new DateTimeOffset(2026, 11, 30, 12, minute, 0, TimeSpan.Zero);
            journal.Write(entry);
        }

        Assert.Equal(["op3", "op2", "op1"], journal.Find(new JournalQuery()).Select(o => o.OperationId));
        Assert.Equal(["op3", "op2", "op1"], journal.ReadOf("k", ["i-1"]).Select(o => o.OperationId));
        Assert.Equal(["op3", "op1"], journal.Find(new JournalQuery { OperationIds = ["OP1", "op3"] }).Select(o => o.OperationId));
        Assert.Empty(journal.Find(new JournalQuery { OperationIds = ["p1"] }));
        Assert.Equal(["op3", "op2"], journal.Find(new JournalQuery { Since = new DateTimeOffset(2026, 11, 30, 12, 2, 0, TimeSpan.Zero) }).Select(o => o.OperationId));
        Assert.Empty(journal.Find(new JournalQuery { OperationIds = ["op1"], Instances = ["i-2"] }));
        Assert.Empty(journal.ReadOf("k", ["i-2"]));
    }

    // Nobody carries it out any longer once the claim is gone: whoever looks must be told.
    [Theory]
    [InlineData(true, false, EcsOperationState.Running, EcsOperationState.Interrupted)]
    [InlineData(true, true, EcsOperationState.Running, EcsOperationState.Running)]
    [InlineData(false, false, EcsOperationState.Running, EcsOperationState.Running)]
    [InlineData(true, false, EcsOperationState.Succeeded, EcsOperationState.Succeeded)]
    public void Find_OperationThatNobodyCarriesOut_IsInterrupted(bool isAttended, bool isClaimed, EcsOperationState written, EcsOperationState expected)
    {
        Journal journal = Journal.Open(_folder);
        JournalEntry entry = Entry("i-1", "op1");
        (entry.IsAttended, entry.State) = (isAttended, written);
        journal.Write(entry);

        using IDisposable? claim = isClaimed ? journal.Claim("k", "i-1") : null;

        Assert.Equal(expected, Assert.Single(journal.Find(new JournalQuery())).State);
        Assert.Single(journal.Find(new JournalQuery { States = [written] }));
        Assert.Equal(expected == EcsOperationState.Interrupted, journal.Find(new JournalQuery { States = [EcsOperationState.Interrupted] }).Count == 1);
    }

    [Theory]
    [InlineData(EcsOperationState.Running, "p", EcsErrorId.OperationInProgress)]
    [InlineData(EcsOperationState.Running, "other", EcsErrorId.OperationInProgress)]
    [InlineData(EcsOperationState.Succeeded, "p", EcsErrorId.PlanChanged)]
    [InlineData(EcsOperationState.Failed, "p", EcsErrorId.PlanChanged)]
    [InlineData(EcsOperationState.Abandoned, "p", null)]
    [InlineData(EcsOperationState.Succeeded, "other", null)]
    [InlineData(EcsOperationState.Succeeded, "", null)]
    public void RefuseAgain_OperationIsOpenOrPlanWasRun_Throws(EcsOperationState state, string planId, string? errorId)
    {
        Journal journal = Journal.Open(_folder);
        JournalEntry before = Entry("i-1", "before");
        (before.State, before.PlanId) = (state, planId);
        journal.Write(before);
        JournalEntry after = Entry("i-1", "after");
        after.PlanId = planId == "other" ? "p" : planId;
        JournalEntry elsewhere = Entry("i-2", "elsewhere");
        elsewhere.PlanId = after.PlanId;

        EcsException? error = Record.Exception(() => journal.RefuseAgain(after)) as EcsException;

        Assert.Equal(errorId, error?.ErrorId);
        Assert.True(error is null or { WasNotCarriedOut: true, InstanceId: "i-1" });
        journal.RefuseAgain(elsewhere);
    }

    [Fact]
    public void Open_FolderCannotBeMade_IsJournalUnavailable()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        EcsException error = Assert.Throws<EcsException>(() => Journal.Open(Path.Combine(file, "journal")));

        Assert.Equal((EcsErrorId.JournalUnavailable, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.NotEmpty(error.RecommendedAction!);
    }

    [Fact]
    public void ToRead_JournalIsNotThere_IsEmptyAndMakesNothing()
    {
        Journal journal = Journal.ToRead(Path.Combine(_folder, "none"));

        Assert.Empty(journal.Find(new JournalQuery()));
        Assert.Empty(journal.ReadOf("k", ["i-1"]));
        Assert.False(journal.IsClaimed("k", "i-1"));
        Assert.Equal(Path.Combine(_folder, "none", "audit"), Assert.Single(journal.FindAudits()).Location);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Claim_OrWrite_FolderIsGone_IsRefused()
    {
        string folder = Path.Combine(_folder, "journal");
        Journal journal = Journal.Open(folder);
        Directory.Delete(folder, recursive: true);

        Assert.Equal(EcsErrorId.JournalUnavailable, Assert.Throws<EcsException>(() => journal.Claim("k", "i-1")).ErrorId);
        Assert.Equal(EcsErrorId.AuditUnavailable, Assert.Throws<EcsException>(() => journal.Write(Entry("i-1", "op1"))).ErrorId);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Write_FileCannotBeReplaced_IsJournalUnavailable()
    {
        Journal journal = Journal.Open(_folder);
        journal.Write(Entry("i-1", "op1"));
        string file = Directory.GetFiles(_folder, "*.json").Single();
        File.Delete(file);
        Directory.CreateDirectory(file);

        EcsException error = Assert.Throws<EcsException>(() => journal.Write(Entry("i-1", "op1")));

        Assert.Equal((EcsErrorId.JournalUnavailable, true), (error.ErrorId, error.WasNotCarriedOut));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Claim_FileIsNew_IsItsOwnersOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");

        Journal.Open(_folder).Claim("k", "i-1").Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(_folder, "*.lock").Single()));
    }

    // What a killed process left of a write goes with time; what another process writes just now does not.
    [Fact]
    public void Open_LeftoversOfWrites_AreDeletedWhenTheyAreOld()
    {
        DateTime old = DateTime.UtcNow - Journal.Retention - TimeSpan.FromHours(1);
        foreach (string name in new[] { "a.json.new", "b.json.new.Xy12", "c.json.new.Xy12", "d.json", "e.txt" })
        {
            File.WriteAllText(Path.Combine(_folder, name), "{");
            File.SetLastWriteTimeUtc(Path.Combine(_folder, name), name[0] == 'c' ? DateTime.UtcNow : old);
        }

        Journal.Open(_folder);

        Assert.Equal(["c.json.new.Xy12", "d.json", "e.txt"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    public void Open_OperationThatEnded_IsKeptAsLongAsIsSaid(int hours, bool isKept)
    {
        JournalEntry ended = Entry("i-1", "ended");
        ended.EndedAt = DateTimeOffset.UtcNow;
        Journal.Open(_folder).Write(ended);
        File.SetLastWriteTimeUtc(Directory.GetFiles(_folder, "*.json").Single(), DateTime.UtcNow - TimeSpan.FromDays(30) + TimeSpan.FromHours(hours));

        Assert.Equal(isKept, Journal.Open(_folder).Find(new JournalQuery()).Count == 1);
    }

    [Fact]
    public void Write_StepThatIsAboutToBeSentCannotBeRecorded_IsRefusedAndNotInTheJournal()
    {
        Journal journal = Journal.Open(_folder);
        File.WriteAllText(Path.Combine(_folder, "audit"), "in the way");

        Assert.Equal(EcsErrorId.AuditUnavailable, Assert.Throws<EcsException>(() => journal.Write(Entry("i-1", "op1"))).ErrorId);
        Assert.Empty(journal.Find(new JournalQuery()));
    }

    // It cannot be taken back any more: the journal keeps its end, and the audit log gets it with the next write.
    [Fact]
    public void Write_EndOfAStepCannotBeRecorded_WarnsAndIsRecordedLater()
    {
        Journal journal = Journal.Open(_folder);
        JournalEntry entry = Entry("i-1", "op1");
        journal.Write(entry);
        string audit = Path.Combine(_folder, "audit");
        Directory.Move(audit, audit + ".away");
        File.WriteAllText(audit, "in the way");
        (entry.Steps[0].State, entry.Steps[0].JobId, entry.Steps[0].RequestId, entry.Steps[0].CloudCode) = (JournalStepState.Failed, "job-1", "r-1", "Full");
        entry.Steps.Add(new JournalStep { Kind = StepKind.Start, State = JournalStepState.Unknown });
        entry.ErrorId = EcsErrorId.OutcomeUnknown;
        WarningLog log = new();
        using (AmbientLog.Use(log))
        {
            journal.Write(entry);
        }

        Assert.Single(log.Warnings);
        Assert.Equal(JournalStepState.Failed, journal.Read(new JournalQuery()).Single().Steps[0].State);
        File.Delete(audit);
        Directory.Move(audit + ".away", audit);
        journal.Write(entry);
        journal.Write(entry);
        EcsAuditRecord[] records = [.. AuditReader.Read(journal.OpenAudit())];
        Assert.Equal(
            [("RebuildSystemDisk", "Sending", "", ""), ("RebuildSystemDisk", "Failed", "Full", "r-1"), ("Start", "Unknown", EcsErrorId.OutcomeUnknown, "")],
            records.Select(r => (r.Step, r.Outcome, r.ErrorId, r.RequestId)));
        Assert.Equal(["", "job job-1", ""], records.Select(r => r.Detail));
        Assert.All(records, r => Assert.Equal(("OsReinstall", "i-1", "test", "op1"), (r.Operation, r.InstanceId, r.Account, r.OperationId)));
    }

    [Fact]
    public void AppendAudit_WithoutASandbox_GoesBesideTheJournal()
    {
        Journal journal = Journal.Open(_folder);

        journal.AppendAudit(new AuditEvent { Kind = EcsAuditKind.Change, Operation = "Approve" });

        Assert.Equal("Approve", Assert.Single(AuditReader.Read(Assert.Single(journal.FindAudits()))).Operation);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "audit"), "*.jsonl"));
    }

    [Fact]
    public void A_claim_holds_until_it_is_released()
    {
        Journal journal = Journal.Open(_folder);
        using (journal.Claim("k", "i-1"))
        {
            Assert.Equal(EcsErrorId.OperationInProgress, Assert.Throws<EcsException>(() => Journal.Open(_folder).Claim("k", "i-1")).ErrorId);
        }

        journal.Claim("k", "i-1").Dispose();
    }

    private static JournalEntry Entry(string instanceId, string operationId) => new()
    {
        OperationId = operationId,
        Kind = nameof(OperationKind.OsReinstall),
        InstanceId = instanceId,
        InstanceName = instanceId,
        Account = "test",
        AccountKey = "k",
        StartedAt = DateTimeOffset.UtcNow,
        Steps = { new JournalStep { Kind = StepKind.RebuildSystemDisk } },
    };
}
