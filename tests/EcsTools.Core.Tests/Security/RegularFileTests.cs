using EcsTools.Core.Approvals;
using EcsTools.Core.Auditing;
using EcsTools.Core.Contracts;
using EcsTools.Core.Credentials;
using EcsTools.Core.Guests;
using EcsTools.Core.Http;
using EcsTools.Core.Policies;
using EcsTools.Core.Security;
using EcsTools.Core.Tests.Accounts;

namespace EcsTools.Core.Tests.Security;

/// <summary>Files that are none, wherever a file is read: a pipe has no end before somebody writes, a device none at all.</summary>
public sealed class RegularFileTests : IDisposable
{
    private static readonly Dictionary<string, (Action<string> Read, string ErrorId)> Readers = new()
    {
        ["user data"] = (path => UserData.ReadFile(path), EcsErrorId.InvalidInput),
        ["private key"] = (path => PrivateKeys.Read(path, null).Dispose(), EcsErrorId.KeyFileInvalid),
        ["credentials"] = (path => CredentialFile.TryOpen(path), EcsErrorId.CredentialFileInvalid),
        ["authorities"] = (path => CustomCertificateAuthorities.Read(path), EcsErrorId.CredentialFileInvalid),
        ["signature"] = (path => PlanApprovals.ReadSignature(path), EcsErrorId.ApprovalInvalid),
        ["policy"] = (path => Policy.Read([path]), EcsErrorId.DeniedByPolicy),
        ["known hosts"] = (path => new KnownHosts(path).KeyTypes("h", 22), EcsErrorId.KnownHostsUnusable),
        ["public key"] = (path => PublicKeyText.ReadFile(path), EcsErrorId.KeyFileInvalid),
    };

    private static readonly Dictionary<string, Action<FileAuditLog>> AuditUses = new()
    {
        ["read"] = log => AuditReader.Read(log).Count(),
        ["checked"] = log => AuditReader.Check(log, null),
        ["appended to"] = log => log.Append([new AuditEvent { Operation = "Start" }]),
    };

    private readonly FakeMachine _machine = new();

    public static TheoryData<string, string> Cases => new(Readers.Keys.SelectMany(_ => new[] { "pipe", "link to a pipe", "/dev/zero", "/dev/tty", "huge" }, (reader, kind) => (reader, kind)));

    public RegularFileTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");

    public void Dispose() => _machine.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Read_NoRegularFile_IsRefusedAtOnce(string reader, string kind)
    {
        string path = Make(kind);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => Task.Run(() => Readers[reader].Read(path), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));

        Assert.Equal(Readers[reader].ErrorId, error.ErrorId);
    }

    public static TheoryData<string, string> AuditCases => new(AuditUses.Keys.SelectMany(_ => new[] { "pipe", "link to a pipe", "/dev/zero", "huge" }, (use, kind) => (use, kind)));

    [Theory]
    [MemberData(nameof(AuditCases))]
    public async Task AuditLog_NoRegularFile_IsRefusedAtOnce(string use, string kind)
    {
        FileAuditLog log = new(Directory.CreateTempSubdirectory("ecstools-audit-").FullName);
        try
        {
            File.CreateSymbolicLink(Path.Combine(log.Location, "audit-000001.jsonl"), Make(kind));

            EcsException error = await Assert.ThrowsAsync<EcsException>(() => Task.Run(() => AuditUses[use](log), TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));

            Assert.Equal(EcsErrorId.AuditUnavailable, error.ErrorId);
        }
        finally
        {
            Directory.Delete(log.Location, recursive: true);
        }
    }

    [Fact]
    public async Task Read_OidcTokenIsAPipe_IsRefusedAtOnce()
    {
        _machine.Set("ALIBABA_CLOUD_ROLE_ARN=r", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN=p", $"ALIBABA_CLOUD_OIDC_TOKEN_FILE={Make("pipe")}");
        Task<AccessKey> key = Task.Run(() => _machine.GetKeyAsync(_machine.Choose()), TestContext.Current.CancellationToken);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => key.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.CredentialNotFound, error.ErrorId);
    }

    [Theory]
    [InlineData("home/.aliyun/config.json")]
    [InlineData("work/clouds.yaml")]
    public async Task Choose_CredentialFileIsAPipe_IsTheError(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_machine.At(file))!);
        UnixFile.MakePipe(_machine.At(file));

        EcsException error = await Task.Run(() => _machine.Refuse(), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal(EcsErrorId.CredentialFileInvalid, error.ErrorId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(9000)]
    [InlineData(10000)]
    [InlineData(10001)]
    public void Read_Length_IsBounded(int length)
    {
        byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        Directory.CreateDirectory(_machine.At("home"));
        File.WriteAllBytes(_machine.At("home/a"), content);

        if (length > 10000)
        {
            Assert.Throws<IOException>(() => RegularFile.Read(_machine.At("home/a"), 10000));
        }
        else
        {
            Assert.Equal(content, RegularFile.Read(_machine.At("home/a"), 10000));
        }
    }

    // Its length is said to be none.
    [Fact]
    public void Read_FileOfProc_IsReadWhole() => Assert.Contains("Name:", RegularFile.ReadText("/proc/self/status", 64 * 1024), StringComparison.Ordinal);

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/../dev/null")]
    [InlineData("link to nothing")]
    public void Read_NullDevice_IsAnEmptyFile(string path)
    {
        Directory.CreateDirectory(_machine.At("home"));
        File.CreateSymbolicLink(_machine.At("home/null"), "/dev/null");

        Assert.Empty(RegularFile.Read(path[0] == '/' ? path : _machine.At("home/null"), 10));
    }

    private string Make(string kind)
    {
        string path = _machine.At("home/file");
        Directory.CreateDirectory(_machine.At("home"));
        switch (kind)
        {
            case "pipe":
                UnixFile.MakePipe(path);
                return path;
            case "link to a pipe":
                UnixFile.MakePipe(path);
                File.CreateSymbolicLink(path + "2", path);
                return path + "2";
            case "huge":
                using (FileStream file = File.Create(path))
                {
                    file.SetLength(64L * 1024 * 1024 * 1024);
                }

                return path;
            default:
                return kind;
        }
    }
}
