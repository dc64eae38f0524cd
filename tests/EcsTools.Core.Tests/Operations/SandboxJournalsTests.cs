using EcsTools.Core.Auditing;
using EcsTools.Core.Journaling;
using EcsTools.Core.Security;

namespace EcsTools.Core.Tests.Operations;

/// <summary>A sandbox's operations are kept apart from those of real accounts, and go with it.</summary>
public sealed class SandboxJournalsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-sandbox-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_Sandbox_WritesIntoItsOwnFolderAndIsReadWithTheOthers()
    {
        using SandboxJournals sandbox = new();
        using SandboxJournals other = new();
        Journal journal = Journal.Open(_folder, sandbox);
        Journal own = journal.Of(sandbox);
        journal.Write(Entry("real", 1));
        own.Write(Entry("played", 2));
        journal.Of(other).Write(Entry("another's", 3));

        Assert.Same(journal, journal.Of(null));
        Assert.Same(own, own.Of(sandbox));
        Assert.Equal(["played", "real"], journal.Find(new JournalQuery()).Select(o => o.OperationId));
        Assert.Equal(["real"], Journal.ToRead(_folder).Find(new JournalQuery()).Select(o => o.OperationId));
        Assert.Single(own.ReadOf("k", ["i-1"]));
        Assert.Equal(2, journal.FindAudits().Count);
        Assert.All(journal.FindAudits(), log => Assert.Single(AuditReader.Read(log)));
    }

    [Fact]
    public void AppendAudit_SessionWithASandbox_GoesIntoTheSandboxsLog()
    {
        using SandboxJournals sandbox = new();
        Journal journal = Journal.Open(_folder, sandbox);

        journal.AppendAudit(new AuditEvent { Operation = "Approve" });

        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Single(AuditReader.Read(journal.FindAudits()[1]));
    }

    [Fact]
    public void Dispose_Sandbox_DeletesItsFolderAndTakesNothingMore()
    {
        SandboxJournals sandbox = new();
        Journal own = Journal.Open(_folder).Of(sandbox);
        own.Write(Entry("played", 1));
        using (own.Claim("k", "i-1"))
        {
            Assert.Single(Directory.GetDirectories(_folder, "sandbox-*"));
        }

        sandbox.Dispose();

        Assert.Empty(Directory.GetDirectories(_folder, "sandbox-*"));
        Assert.Equal(EcsErrorId.JournalUnavailable, Assert.Throws<EcsException>(() => own.Claim("k", "i-1")).ErrorId);
        Assert.Equal(EcsErrorId.JournalUnavailable, Assert.Throws<EcsException>(() => own.OpenSpent().Spend(new EcsPlan { PlanId = "p" })).ErrorId);
        Assert.Empty(Directory.GetDirectories(_folder, "sandbox-*"));
        sandbox.Dispose();
    }

    // Its process was killed: whoever opens the journal next clears up, but not what another process has just begun or still holds.
    [Fact]
    public void Open_FoldersOfSandboxesThatAreGone_AreDeleted()
    {
        using SandboxJournals held = new();
        Journal.Open(_folder).Of(held).Write(Entry("held", 1));
        string[] names = ["sandbox-gone", "sandbox-young", "other"];
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
        }

        foreach (string folder in Directory.GetDirectories(_folder).Where(f => !f.EndsWith("young", StringComparison.Ordinal)))
        {
            Directory.SetCreationTimeUtc(folder, DateTime.UtcNow.AddMinutes(-2));
            Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow.AddMinutes(-2));
        }

        Journal.Open(_folder);

        Assert.Equal(["other", Path.GetFileName(held.FolderIn(_folder)), "sandbox-young"], Directory.GetDirectories(_folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Hold_AnotherProcessHasTheFile_IsRefused()
    {
        using SandboxJournals sandbox = new();
        string folder = Directory.CreateDirectory(sandbox.FolderIn(_folder)).FullName;
        using FileStream? claim = FileClaim.TryTake(Path.Combine(folder, "sandbox.lock"));

        Assert.NotNull(claim);
        Assert.Throws<IOException>(() => sandbox.Hold(folder));
    }

    private static JournalEntry Entry(string operationId, int minute) => new()
    {
        OperationId = operationId,
        Kind = nameof(OperationKind.Release),
        InstanceId = "i-1",
        InstanceName = "web-01",
        Account = "test",
        AccountKey = "k",
        StartedAt = DateTimeOffset.UnixEpoch.AddMinutes(minute),
        Steps = { new JournalStep { Kind = Contracts.StepKind.Release } },
    };
}
