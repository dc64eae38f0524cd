using System.Diagnostics;

using EcsTools.Core.Auditing;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Tests.Auditing;

public sealed class AuditLogTests : IDisposable
{
    private static readonly EcsInstance Server = new() { Id = "i-1", Name = "db-01", Account = "prod", AccountKey = "Alibaba/1/r", AccountIdentity = "acs:ram::1:user/ops", Region = "r" };
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-audit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Append_Records_AreReadAndFollowFromOneAnother()
    {
        FileAuditLog log = new(_folder);
        log.Append([Event("one"), Event("two")]);
        log.Append([Event("three") with { RequestId = "r-1", ErrorId = "OutcomeUnknown", Outcome = AuditOutcome.Unknown }]);

        EcsAuditRecord[] records = [.. AuditReader.Read(log)];
        EcsAuditCheck check = AuditReader.Check(log, records[1].Hash);

        Assert.Equal([(1, "one"), (2, "two"), (3, "three")], records.Select(r => (r.Sequence, r.Detail)));
        Assert.Equal([AuditChain.Genesis, records[0].Hash, records[1].Hash], records.Select(r => r.Previous));
        Assert.Equal(("i-1", "db-01", "prod", "acs:ram::1:user/ops", "r-1", "Unknown"), (records[2].InstanceId, records[2].InstanceName, records[2].Account, records[2].AccountIdentity, records[2].RequestId, records[2].Outcome));
        Assert.Equal((Environment.UserName, Environment.MachineName, Environment.ProcessId), (records[0].User, records[0].HostName, records[0].ProcessId));
        Assert.Equal((true, 3L, records[2].Hash), (check.IsIntact, check.RecordCount, check.Head));
    }

    public static TheoryData<string, Func<List<string>, List<string>>> Changes => new()
    {
        { "changed", l => [l[0], l[1].Replace("db-01", "db-02", StringComparison.Ordinal), .. l[2..]] },
        { "removed", l => [l[0], .. l[2..]] },
        { "first removed", l => l[1..] },
        { "added", l => [.. l[..2], l[1], .. l[2..]] },
        { "swapped", l => [l[1], l[0], .. l[2..]] },
        { "torn", l => [l[0], l[1][..20], .. l[2..]] },
        { "not a record", l => [.. l[..2], "{}", .. l[2..]] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Check_LinesThatWereTouched_AreFound(string what, Func<List<string>, List<string>> change)
    {
        FileAuditLog log = new(_folder);
        log.Append([Event("one"), Event("two"), Event("three"), Event("four")]);
        string file = Directory.GetFiles(_folder, "*.jsonl").Single();

        File.WriteAllText(file, string.Join("\n", change([.. File.ReadAllLines(file)])) + "\n");

        Assert.False(AuditReader.Check(log, null).IsIntact, what);
    }

    // Without an earlier head a log that was cut at its end is whole.
    [Fact]
    public void Check_LogThatWasCutOrMadeAnew_IsFoundByWhoKeptAnEarlierHead()
    {
        FileAuditLog log = new(_folder);
        log.Append([Event("one"), Event("two"), Event("three")]);
        string head = AuditReader.Check(log, null).Head;
        string file = Directory.GetFiles(_folder, "*.jsonl").Single();
        File.WriteAllText(file, string.Join("\n", File.ReadAllLines(file)[..2]) + "\n");

        Assert.True(AuditReader.Check(log, null).IsIntact);
        Assert.False(AuditReader.Check(log, head).IsIntact);
        log.Append([Event("another three")]);
        Assert.True(AuditReader.Check(log, null).IsIntact);
        Assert.False(AuditReader.Check(log, head).IsIntact);
    }

    [Fact]
    public void Append_FileThatIsFull_BeginsAnotherAndKeepsTheChain()
    {
        FileAuditLog log = new(_folder, fileLength: 2000);
        for (int i = 0; i < 40; i++)
        {
            log.Append([Event($"{i}")]);
        }

        EcsAuditCheck check = AuditReader.Check(log, null);
        Assert.True(Directory.GetFiles(_folder, "*.jsonl").Length > 5);
        Assert.Equal((true, 40L), (check.IsIntact, check.RecordCount));
        File.Delete(Directory.GetFiles(_folder, "*.jsonl").Order(StringComparer.Ordinal).ElementAt(2));
        Assert.False(AuditReader.Check(log, null).IsIntact);
    }

    [Fact]
    public void Append_AfterAProcessWasKilledInTheMiddleOfALine_GoesOnAndTheLineIsFound()
    {
        FileAuditLog log = new(_folder);
        log.Append([Event("one")]);
        string file = Directory.GetFiles(_folder, "*.jsonl").Single();
        File.AppendAllText(file, "{\"n\":2,\"prev");

        log.Append([Event("three")]);
        log.Append([Event("four")]);

        EcsAuditCheck check = AuditReader.Check(log, null);
        Assert.Equal(["one", "three", "four"], AuditReader.Read(log).Select(r => r.Detail));
        Assert.Single(check.Problems);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public void Append_AfterLongLines_KeepsTheChain(int length)
    {
        FileAuditLog log = new(_folder);
        log.Append([Event("one"), Event(new string('x', length))]);
        log.Append([Event("three")]);
        File.AppendAllText(Directory.GetFiles(_folder, "*.jsonl").Single(), new string('{', length));
        log.Append([Event("five")]);

        EcsAuditRecord[] records = [.. AuditReader.Read(log)];
        Assert.Equal([1L, 2L, 3L, 5L], records.Select(r => r.Sequence));
        Assert.Equal(records[1].Hash, records[2].Previous);
        Assert.Single(AuditReader.Check(log, null).Problems);
    }

    [Fact]
    public void Append_FileThatWasBegunAndHoldsNothing_KeepsTheChain()
    {
        FileAuditLog log = new(_folder, fileLength: 10);
        log.Append([Event("one")]);
        File.WriteAllText(Path.Combine(_folder, "audit-000002.jsonl"), "");

        log.Append([Event("two")]);

        Assert.Equal((true, 2L), (AuditReader.Check(log, null).IsIntact, AuditReader.Check(log, null).RecordCount));
    }

    [Fact]
    public void Append_FullDisk_IsAuditUnavailable()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        File.CreateSymbolicLink(Path.Combine(_folder, "audit-000001.jsonl"), "/dev/full");

        EcsException error = Assert.Throws<EcsException>(() => new FileAuditLog(_folder).Append([Event("one")]));

        Assert.Equal((EcsErrorId.AuditUnavailable, true), (error.ErrorId, error.WasNotCarriedOut));
    }

    // Unlike /dev/full, a full disk takes a part of what is written: half a record would look like one that somebody has cut.
    [Fact]
    public void Append_DiskThatBecomesFull_LeavesNoHalfRecord()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only an administrator of Linux can make a small disk.");
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", _folder), "A small disk cannot be mounted here.");
        try
        {
            FileAuditLog log = new(_folder);
            EcsException? full = null;
            long written = 0;
            for (; full is null; written += full is null ? 1 : 0)
            {
                full = Record.Exception(() => log.Append([Event(new string('x', 1000))])) as EcsException;
            }

            Assert.Equal(EcsErrorId.AuditUnavailable, full.ErrorId);
            Assert.InRange(written, 5, 64);
            Assert.Equal((true, written), (AuditReader.Check(log, null).IsIntact, AuditReader.Check(log, null).RecordCount));
        }
        finally
        {
            Assert.True(Run("umount", _folder));
        }

        static bool Run(string program, params string[] arguments)
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }

    // What the journal is told right before a step is sent.
    [Fact]
    public void Write_StepThatCannotBeRecorded_RefusesItBeforeItIsSent()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        Journal journal = Journal.Open(_folder);
        File.CreateSymbolicLink(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "audit")).FullName, "audit-000001.jsonl"), "/dev/full");
        JournalEntry entry = Entry();
        entry.Steps.Add(new JournalStep { State = JournalStepState.Sending });

        Assert.Equal(EcsErrorId.AuditUnavailable, Assert.Throws<EcsException>(() => journal.Write(entry)).ErrorId);
        entry.Steps[0].State = JournalStepState.Done;
        journal.Write(entry); // it was sent: what came of it must not pass for a refusal
    }

    [Fact]
    public void Write_StepsOfAnOperation_AreRecordedOnceForEachState()
    {
        Journal journal = Journal.Open(_folder);
        JournalEntry entry = Entry();
        JournalStep step = new() { State = JournalStepState.Sending, Kind = StepKind.Release };
        entry.Steps.Add(step);
        journal.Write(entry);
        step.State = JournalStepState.Accepted;
        step.RequestId = "r-1";
        journal.Write(entry);
        journal.Write(entry);
        step.State = JournalStepState.Done;
        journal.Write(entry);
        JournalEntry read = Journal.Open(_folder).Read(new JournalQuery()).Single();
        journal.Write(read);

        Assert.Equal([("Sending", ""), ("Accepted", "r-1"), ("Done", "r-1")], AuditReader.Read(journal.FindAudits()[0]).Select(r => (r.Outcome, r.RequestId)));
    }

    [Fact]
    public async Task Append_ManyThreads_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(() =>
        {
            FileAuditLog log = new(_folder, fileLength: 20_000);
            for (int i = 0; i < 20; i++)
            {
                log.Append([.. Enumerable.Range(0, 5).Select(n => Event($"{t}-{i}-{n}"))]);
            }
        })));

        EcsAuditCheck check = AuditReader.Check(new FileAuditLog(_folder), null);
        Assert.Equal((true, 800L), (check.IsIntact, check.RecordCount));
        Assert.Equal(800, AuditReader.Read(new FileAuditLog(_folder)).Select(r => r.Detail).Distinct().Count());
    }

    private static AuditEvent Event(string detail) => new() { Kind = EcsAuditKind.Change, Operation = "Stop", Outcome = AuditOutcome.Sending, Instance = Server, Detail = detail };

    private static JournalEntry Entry() => new() { OperationId = "o", Kind = "Release", InstanceId = "i-1", InstanceName = "db-01", Account = "prod", AccountKey = "Alibaba/1/r", Region = "r" };
}
