using EcsTools.Core.Auditing;

namespace EcsTools.Core.Tests.Auditing;

/// <summary>What a record holds, and what is said of lines that are none.</summary>
public sealed class AuditRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-audit-").FullName;

    private FileAuditLog Log => new(_folder);

    private string LogFile => Path.Combine(_folder, "audit-000001.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Append_EventWithAllItHas_IsReadAsItWasWritten()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        Log.Append([new AuditEvent
        {
            Kind = EcsAuditKind.Approval,
            Operation = "Approve",
            Step = "Release",
            Outcome = AuditOutcome.Denied,
            Instance = new EcsInstance { Id = "i-1", Name = "a \"b\"\nü", Account = "prod", AccountKey = "Alibaba/1/r", AccountIdentity = "ops", Region = "r" },
            OperationId = "op-1",
            PlanId = "p-1",
            RequestId = "2026-11-30T00:00:00Z",
            ErrorId = "DeniedByPolicy",
            Detail = "words",
        }]);

        EcsAuditRecord read = Assert.Single(AuditReader.Read(Log));

        Assert.Equal((EcsAuditKind.Approval, "Approve", "Release", "Denied"), (read.Kind, read.Operation, read.Step, read.Outcome));
        Assert.Equal(
            ("i-1", "a \"b\"\nü", "prod", "Alibaba/1/r", "ops", "r"),
            (read.InstanceId, read.InstanceName, read.Account, read.AccountKey, read.AccountIdentity, read.Region));
        Assert.Equal(("op-1", "p-1", "2026-11-30T00:00:00Z", "DeniedByPolicy", "words"), (read.OperationId, read.PlanId, read.RequestId, read.ErrorId, read.Detail));
        Assert.InRange(read.Time, before, DateTimeOffset.UtcNow);
        Assert.Equal(TimeSpan.Zero, read.Time.Offset);
        Assert.Single(File.ReadAllLines(LogFile));
    }

    [Theory]
    [InlineData(null, "Done", "", "r-0")]
    [InlineData(EcsErrorId.OutcomeUnknown, "Unknown", EcsErrorId.OutcomeUnknown, "r-1")]
    [InlineData(EcsErrorId.OperationTimeout, "Unknown", EcsErrorId.OperationTimeout, "r-1")]
    [InlineData(EcsErrorId.OperationFailed, "Failed", EcsErrorId.OperationFailed, "r-1")]
    public void Ended_Error_SaysHowItStands(string? errorId, string outcome, string expectedError, string requestId)
    {
        AuditEvent sent = new() { Operation = "Stop", Outcome = AuditOutcome.Sending, RequestId = "r-0", Detail = "words" };

        AuditEvent ended = sent.Ended(errorId is null ? null : new EcsException(errorId, "it failed") { RequestId = "r-1" });

        Assert.Equal(sent with { Outcome = outcome, ErrorId = expectedError, RequestId = requestId }, ended);
        Assert.Equal("r-0", sent.Ended(new EcsException(EcsErrorId.OperationFailed, "it failed")).RequestId);
    }

    [Fact]
    public void Append_Nothing_MakesNothing()
    {
        FileAuditLog log = new(Path.Combine(_folder, "audit"));

        log.Append([]);

        Assert.False(Directory.Exists(log.Location));
        Assert.Empty(AuditReader.Read(log));
        EcsAuditCheck check = AuditReader.Check(log, null);
        Assert.Equal((true, 0L, "", log.Location), (check.IsIntact, check.RecordCount, check.Head, check.Path));
        Assert.False(AuditReader.Check(log, AuditChain.Genesis).IsIntact);
    }

    // Its process ended before the first record of all.
    [Fact]
    public void Append_OnlyFileHoldsNothing_BeginsTheChain()
    {
        File.WriteAllText(LogFile, "");

        Log.Append([Event("one")]);

        Assert.Equal((true, 1L), (AuditReader.Check(Log, null).IsIntact, AuditReader.Check(Log, null).RecordCount));
        Assert.Equal(AuditChain.Genesis, Assert.Single(AuditReader.Read(Log)).Previous);
    }

    // Its number says which file is the last: one that it cannot be told of is somebody else's.
    [Fact]
    public void Append_FullFileWithAnotherName_IsRefused()
    {
        FileAuditLog log = new(_folder, fileLength: 10);
        log.Append([Event("one")]);
        File.Move(LogFile, Path.Combine(_folder, "audit-last.jsonl"));

        Assert.Equal(EcsErrorId.AuditUnavailable, Assert.Throws<EcsException>(() => log.Append([Event("two")])).ErrorId);
        Assert.Single(AuditReader.Read(log));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 2)]
    public void Append_FileOfTheFullLength_IsFollowedByAnother(int shorter, int files)
    {
        Log.Append([Event("one")]);
        FileAuditLog log = new(_folder, new FileInfo(LogFile).Length - shorter);

        log.Append([Event("two")]);

        Assert.Equal(files, log.Files.Count);
        Assert.Equal($"audit-00000{files}.jsonl", Path.GetFileName(log.Files[^1]));
        Assert.Equal((true, 2L), (AuditReader.Check(log, null).IsIntact, AuditReader.Check(log, null).RecordCount));
    }

    [Theory]
    [InlineData("{}\nwords\n")]
    [InlineData("\nwords\n")]
    public void Append_FileWithoutAnyRecord_IsRefusedAndStays(string text)
    {
        File.WriteAllText(LogFile, text);

        Assert.Equal(EcsErrorId.AuditUnavailable, Assert.Throws<EcsException>(() => Log.Append([Event("one")])).ErrorId);
        Assert.Equal(text, File.ReadAllText(LogFile));
    }

    // Where lines that are no records stand at the end, those that follow are numbered as if they were.
    [Theory]
    [InlineData("words\n")]
    [InlineData("words")]
    [InlineData("\n")]
    public void Append_AfterALineThatIsNoRecord_CountsItAndGoesOn(string end)
    {
        Log.Append([Event("one")]);
        File.AppendAllText(LogFile, end);

        Log.Append([Event("three")]);

        Assert.Equal([1L, 3L], AuditReader.Read(Log).Select(r => r.Sequence));
        EcsAuditCheck check = AuditReader.Check(Log, null);
        Assert.Equal(2, check.RecordCount);
        Assert.Equal("audit-000001.jsonl, line 2: it is not a record.", Assert.Single(check.Problems));
    }

    [Fact]
    public void Check_HeadInCapitals_IsFoundAndOneThatIsNotThereIsNot()
    {
        Log.Append([Event("one"), Event("two")]);
        string first = AuditReader.Read(Log).First().Hash;

        Assert.True(AuditReader.Check(Log, first.ToUpperInvariant()).IsIntact);
        Assert.Single(AuditReader.Check(Log, new string('a', 64)).Problems);
    }

    // The hash of the line before is right, so that the number alone shows it.
    [Fact]
    public void Check_NumberThatDoesNotFollow_IsFound()
    {
        Log.Append([Event("one"), Event("two")]);
        File.WriteAllText(LogFile, File.ReadAllText(LogFile).Replace("\"n\":2,", "\"n\":3,", StringComparison.Ordinal));

        Assert.Equal("audit-000001.jsonl, line 2: record 3 follows record 1.", Assert.Single(AuditReader.Check(Log, null).Problems));
    }

    [Fact]
    public void Check_LastLineWithoutAnEnd_IsFound()
    {
        Log.Append([Event("one"), Event("two")]);
        File.WriteAllText(LogFile, File.ReadAllText(LogFile).TrimEnd('\n'));

        EcsAuditCheck check = AuditReader.Check(Log, null);

        Assert.Equal((2L, AuditReader.Read(Log).Last().Hash), (check.RecordCount, check.Head));
        Assert.StartsWith("audit-000001.jsonl, line 2: ", Assert.Single(check.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ManyBadLines_NamesAHundred()
    {
        Log.Append([Event("one")]);
        File.AppendAllText(LogFile, string.Concat(Enumerable.Repeat("{}\n", 150)));

        Assert.Equal(100, AuditReader.Check(Log, null).Problems.Count);
    }

    // A line without end must not fill the memory, and ends with its line feed.
    [Fact]
    public void Read_LineThatIsFarTooLong_IsPassedOver()
    {
        Log.Append([Event("one")]);
        string next = File.ReadAllText(LogFile);
        File.AppendAllText(LogFile, next.Replace("one", new string('x', 300 * 1024), StringComparison.Ordinal) + next);

        Assert.Equal(["one", "one"], AuditReader.Read(Log).Select(r => r.Detail));
    }

    [Theory]
    [InlineData("\"n\":1,", "\"n\":\"1\",", false)]
    [InlineData("\"n\":1,", "\"n\":1.5,", false)]
    [InlineData("\"kind\":\"Change\"", "\"kind\":\"Other\"", false)]
    [InlineData("\"kind\":\"Change\"", "\"kind\":{}", false)]
    [InlineData("\"time\":\"", "\"time\":\"x", false)]
    [InlineData("\"detail\":\"one\"", "\"detail\":{\"a\":{\"b\":{\"c\":{}}}}", false)]
    [InlineData("\"detail\":\"one\"", "\"detail\":7", true)]
    [InlineData("\"region\":\"r\",", "", true)]
    public void Read_LineThatLacksSomething_IsARecordOnlyIfItSaysWhatWhenAndWhich(string part, string other, bool isRecord)
    {
        Log.Append([Event("one")]);
        string text = File.ReadAllText(LogFile);
        Assert.Contains(part, text, StringComparison.Ordinal);

        File.WriteAllText(LogFile, text.Replace(part, other, StringComparison.Ordinal));

        EcsAuditRecord[] records = [.. AuditReader.Read(Log)];
        Assert.Equal(isRecord ? 1 : 0, records.Length);
        Assert.All(records, r => Assert.Contains("", new[] { r.Detail, r.Region }));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("2147483648", 0)]
    [InlineData("-1", 0)]
    [InlineData("\"7\"", 0)]
    public void Read_NumberOfAProcess_IsOneOrZero(string written, int expected)
    {
        Log.Append([Event("one")]);
        string text = File.ReadAllText(LogFile);
        string part = $"\"pid\":{Environment.ProcessId},";
        Assert.Contains(part, text, StringComparison.Ordinal);

        File.WriteAllText(LogFile, text.Replace(part, $"\"pid\":{written},", StringComparison.Ordinal));

        Assert.Equal(expected, Assert.Single(AuditReader.Read(Log)).ProcessId);
    }

    private static AuditEvent Event(string detail) =>
        new() { Kind = EcsAuditKind.Change, Operation = "Stop", Outcome = AuditOutcome.Sending, Instance = new EcsInstance { Id = "i-1", Region = "r" }, Detail = detail };
}
