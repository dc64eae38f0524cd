using System.Runtime.Versioning;

using EcsTools.Core.Auditing;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;
using EcsTools.Core.Security;

namespace EcsTools.Core.Tests.Security;

// Alone, since the umask is the process's.
[CollectionDefinition(nameof(PrivateFilesTests), DisableParallelization = true)]
[Collection(nameof(PrivateFilesTests))]
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateFolder = Private | UnixFileMode.UserExecute;
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-files-").FullName;

    public PrivateFilesTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps files private by ACLs.");

    private string At(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0u)]
    [InlineData(0x3Fu)]
    public void Create_AnyUmask_IsPrivateFromTheTopDown(uint mask)
    {
        uint before = UnixFile.umask(mask);
        try
        {
            SecureFiles.CreateFolder(At("state/EcsTools/journal/"));
            SecureFiles.Write(At("state/EcsTools/journal/a"), [1, 2]);
        }
        finally
        {
            UnixFile.umask(before);
        }

        Assert.Equal(PrivateFolder, File.GetUnixFileMode(At("state")));
        Assert.Equal(PrivateFolder, File.GetUnixFileMode(At("state/EcsTools")));
        Assert.Equal(PrivateFolder, File.GetUnixFileMode(At("state/EcsTools/journal")));
        Assert.Equal(Private, File.GetUnixFileMode(At("state/EcsTools/journal/a")));
        Assert.Equal([1, 2], File.ReadAllBytes(At("state/EcsTools/journal/a")));
    }

    // Between creation and a later chmod others could open it; a file system that is shared has no such moment.
    [Theory]
    [InlineData(0u)]
    [InlineData(2u)]
    [InlineData(0x3Fu)]
    public void State_AnyUmask_HasNothingForOthers(uint mask)
    {
        EcsPlan plan = new() { PlanId = "p", Instance = new EcsInstance { Id = "i", AccountKey = "k" } };
        using SandboxJournals sandbox = new();
        uint before = UnixFile.umask(mask);
        try
        {
            Journal journal = Journal.Open(At("state"));
            using IDisposable claim = journal.Claim("k", "i");
            journal.OpenSpent().Spend(plan);
            journal.Of(sandbox).AppendAudit(new AuditEvent { Kind = EcsAuditKind.Approval, Operation = "x", Outcome = AuditOutcome.Done, Instance = plan.Instance });
            journal.AppendAudit(new AuditEvent { Kind = EcsAuditKind.Approval, Operation = "x", Outcome = AuditOutcome.Done, Instance = plan.Instance });
        }
        finally
        {
            UnixFile.umask(before);
        }

        string[] made = Directory.GetFileSystemEntries(At("state"), "*", SearchOption.AllDirectories);
        Assert.Equal([".jsonl", ".jsonl", ".lock", ".lock", ".lock", ".lock", ".spent"], made.Where(File.Exists).Select(f => Path.GetExtension(f)).Order(StringComparer.Ordinal));
        Assert.All(made, f => Assert.Equal(File.Exists(f) ? Private : PrivateFolder, File.GetUnixFileMode(f)));
    }

    [Fact]
    public void Spend_Twice_IsRefusedOnceTheFileIsThere()
    {
        EcsPlan plan = new() { PlanId = "p", Instance = new EcsInstance { Id = "i", AccountKey = "k" } };
        Journal journal = Journal.Open(_folder);
        journal.OpenSpent().Spend(plan);

        Assert.Equal(EcsErrorId.PlanChanged, Assert.Throws<EcsException>(() => journal.OpenSpent().Spend(plan)).ErrorId);
        journal.OpenSpent().Return(plan);
        File.CreateSymbolicLink(At(Path.GetFileName(SpendAndFind(journal, plan))), "elsewhere");
        Assert.Equal(EcsErrorId.PlanChanged, Assert.Throws<EcsException>(() => journal.OpenSpent().Spend(plan)).ErrorId);
    }

    [Theory]
    [InlineData("audit", true)]
    [InlineData("audit/audit-000001.jsonl", false)]
    public void Append_OthersCanChangeTheLog_IsRefusedAndUnchanged(string shared, bool isFolder)
    {
        FileAuditLog log = new(At("audit"));
        AuditEvent item = new() { Kind = EcsAuditKind.Approval, Operation = "x", Outcome = AuditOutcome.Done, Instance = new EcsInstance { Id = "i" } };
        log.Append([item]);
        UnixFileMode mode = (isFolder ? PrivateFolder : Private) | UnixFileMode.OtherWrite;
        File.SetUnixFileMode(At(shared), mode);

        Assert.Equal(EcsErrorId.AuditUnavailable, Assert.Throws<EcsException>(() => log.Append([item])).ErrorId);
        Assert.Single(AuditReader.Read(log));
        Assert.Equal(mode, File.GetUnixFileMode(At(shared)));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Journal_OthersCanChangeAFile_BlocksItsServer(UnixFileMode more)
    {
        Journal journal = Journal.Open(_folder);
        journal.Write(new JournalEntry { OperationId = "o", Kind = nameof(OperationKind.OsReinstall), InstanceId = "i", InstanceName = "i", Account = "a", AccountKey = "k", StartedAt = DateTimeOffset.UtcNow });
        string file = Assert.Single(Directory.GetFiles(_folder, "*.json"));
        Assert.Single(journal.Find(new JournalQuery()));
        File.SetUnixFileMode(file, Private | more);
        WarningLog log = new();

        using (AmbientLog.Use(log))
        {
            Assert.Empty(journal.Find(new JournalQuery()));
        }

        Assert.Contains(file, Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Equal(EcsErrorId.JournalDamaged, Assert.Throws<EcsException>(() => journal.Claim("k", "i")).ErrorId);
        journal.Claim("k", "other").Dispose();
    }

    [Fact]
    public void CreateFolder_Exists_KeepsItsMode()
    {
        File.SetUnixFileMode(_folder, PrivateFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);

        SecureFiles.CreateFolder(_folder);

        Assert.Equal(PrivateFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute, File.GetUnixFileMode(_folder));
    }

    [Fact]
    public void Write_Exists_KeepsModeAndOwner()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only an administrator can give files away.");
        File.WriteAllText(At("a"), "before");
        File.SetUnixFileMode(At("a"), Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        UnixFile.Give(At("a"), 12345, 23456);

        SecureFiles.Write(At("a"), [1]);

        Assert.Equal(Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(At("a")));
        Assert.Equal((12345u, 23456u), (UnixFileStatus.TryRead(At("a"))?.UserId, UnixFileStatus.TryRead(At("a"))?.GroupId));
        Assert.Equal([1], File.ReadAllBytes(At("a")));
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("folder")]
    [InlineData("link to a folder")]
    [InlineData("link to itself")]
    public void Write_NoRegularFile_IsLeftAsItWas(string kind)
    {
        Directory.CreateDirectory(At("folder"));
        UnixFile.MakePipe(At("pipe"));
        File.CreateSymbolicLink(At("link to a folder"), "folder");
        File.CreateSymbolicLink(At("link to itself"), "link to itself");
        string[] before = Directory.GetFileSystemEntries(_folder);

        Assert.Throws<IOException>(() => SecureFiles.Write(At(kind), [1]));

        Assert.Equal(before, Directory.GetFileSystemEntries(_folder));
        Assert.False(UnixFile.IsRegular(At("pipe")));
        Assert.Empty(Directory.GetFileSystemEntries(At("folder")));
    }

    [Fact]
    public void Write_LinkToNothing_CreatesItsTarget()
    {
        File.CreateSymbolicLink(At("link"), "target");

        SecureFiles.Write(At("link"), [1]);

        Assert.Equal("target", new FileInfo(At("link")).LinkTarget);
        Assert.Equal([1], File.ReadAllBytes(At("target")));
    }

    // Who lays a file in the way of another one's name makes the last step fail.
    [Fact]
    public void Write_Fails_LeavesNothingBehind()
    {
        string[] Left() => Directory.GetFileSystemEntries(_folder);
        Directory.CreateDirectory(At("a"));
        string[] before = Left();

        Assert.ThrowsAny<IOException>(() => SecureFiles.Write(At("a"), [1]));
        Assert.ThrowsAny<IOException>(() => SecureFiles.Write("/proc/self/status", [1]));

        Assert.Equal(before, Left());
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Journal_OthersCanWriteInItsFolder_IsRefusedAndUnchanged(UnixFileMode more)
    {
        File.SetUnixFileMode(_folder, PrivateFolder | more);

        EcsException error = Assert.Throws<EcsException>(() => Journal.Open(_folder));

        Assert.Equal(EcsErrorId.JournalUnavailable, error.ErrorId);
        Assert.Equal(PrivateFolder | more, File.GetUnixFileMode(_folder));
    }

    [Fact]
    public void Journal_FolderOfAnotherUser_IsRefused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only an administrator can give folders away.");
        UnixFile.Give(_folder, 12345);

        Assert.Equal(EcsErrorId.JournalUnavailable, Assert.Throws<EcsException>(() => Journal.Open(_folder)).ErrorId);
    }

    [Fact]
    public void Journal_OthersCanReadItsFolder_WarnsAndChangesNothing()
    {
        const UnixFileMode Shared = PrivateFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(_folder, Shared);
        WarningLog log = new();

        using (AmbientLog.Use(log))
        {
            Journal.Open(_folder);
        }

        Assert.Contains(_folder, Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Equal(Shared, File.GetUnixFileMode(_folder));
    }

    private static string SpendAndFind(Journal journal, EcsPlan plan)
    {
        SpentPlans spent = journal.OpenSpent();
        spent.Spend(plan);
        string file = Directory.GetFiles(spent.Location, "*.spent")[0];
        spent.Return(plan);
        return file;
    }
}
