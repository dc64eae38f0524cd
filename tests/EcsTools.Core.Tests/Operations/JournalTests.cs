using System;
using System.IO;
using System.Linq;

using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Model;

using Xunit;

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
    public void A_file_that_cannot_be_read_blocks_its_own_server_only(string content)
    {
        Journal journal = Journal.Open(_folder);
        journal.Write(Entry("i-1", "op1"));
        File.WriteAllText(Directory.GetFiles(_folder, "*.json").Single(), content);
        journal.Write(Entry("i-2", "op2"));

        EcsException error = Assert.Throws<EcsException>(() => journal.Claim("k", "i-1"));

        Assert.Equal(EcsErrorId.JournalDamaged, error.ErrorId);
        journal.Claim("k", "i-2").Dispose();
        Assert.Equal("op2", Assert.Single(journal.Find(new JournalQuery())).OperationId);
        Assert.Equal(content, File.ReadAllText(Directory.GetFiles(_folder, "*op1.json").Single()));
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
