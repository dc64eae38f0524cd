using EcsTools.Core.Policies;

namespace EcsTools.Core.Tests;

public sealed class PolicyTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("""{"effect": "deny"}""", true)]
    [InlineData("""{"effect": "deny", "operation": "OsReinstall"}""", true)]
    [InlineData("""{"effect": "deny", "operation": "Stop"}""", false)]
    [InlineData("""{"effect": "deny", "name": "db-*"}""", true)]
    [InlineData("""{"effect": "deny", "name": "web-*"}""", false)]
    [InlineData("""{"effect": "deny", "account": "prod"}""", true)]
    [InlineData("""{"effect": "deny", "account": "Alibaba/1/*"}""", true)]
    [InlineData("""{"effect": "deny", "account": "acs:ram::1:user/ops"}""", true)]
    [InlineData("""{"effect": "deny", "account": "test*"}""", false)]
    [InlineData("""{"effect": "deny", "provider": "Alibaba"}""", true)]
    [InlineData("""{"effect": "deny", "provider": "Huawei"}""", false)]
    [InlineData("""{"effect": "deny", "project": "1"}""", true)]
    [InlineData("""{"effect": "deny", "project": "2"}""", false)]
    [InlineData("""{"Effect": "Deny", "Operation": "osreinstall"}""", true)]
    [InlineData("""{"effect": "deny", "tag": "env"}""", true)]
    [InlineData("""{"effect": "deny", "tag": "env=prod"}""", true)]
    [InlineData("""{"effect": "deny", "tag": "env=test"}""", false)]
    [InlineData("""{"effect": "deny", "tag": "e*=p*"}""", true)]
    [InlineData("""{"effect": "deny", "tag": "env="}""", false)]
    [InlineData("""{"effect": "deny", "tag": "team=prod"}""", false)]
    [InlineData("""{"effect": "deny", "name": "db-*", "tag": "env=test"}""", false)]
    [InlineData("""{"effect": "deny", "account": "prod", "name": "web-*"}""", false)]
    [InlineData("""{"effect": "deny", "provider": "Alibaba", "project": "2"}""", false)]
    public void A_rule_concerns_what_all_its_conditions_fit(string rule, bool expected)
    {
        Assert.Equal(expected, Read($$"""{"rules": [{{rule}}]}""").For("OsReinstall", Server()).Count == 1);
    }

    [Theory]
    [InlineData("OpenStack/k.example.com/p-1/r-1", true)]
    [InlineData("OpenStack/p-1/r-1", true)]
    [InlineData("OpenStack/k.example.com/p-2/p-1", false)]
    [InlineData("p-1/r-1", false)]
    [InlineData("p-1", false)]
    [InlineData("", false)]
    public void For_RuleForAProject_GoesByThatPartOfTheKey(string key, bool expected)
    {
        Policy policy = Read("""{"rules": [{"effect": "deny", "project": "p-1"}]}""");

        Assert.Equal(expected, policy.For("Stop", new EcsInstance { Id = "s-1", Name = "s-1", AccountKey = key }).Count == 1);
    }

    [Theory]
    [InlineData("""{"effect": "deny"}""", 1)]
    [InlineData("""{"effect": "requireApproval"}""", 1)]
    [InlineData("""{"effect": "requireApproval", "approvals": 1}""", 1)]
    [InlineData("""{"effect": "requireApproval", "approvals": 100}""", 100)]
    [InlineData("""{"effect": "requireApproval", "operation": "*"}""", 1)]
    [InlineData("""{"effect": "requireBackup", "operation": "s*"}""", 1)]
    public void Read_RuleWithApprovals_AsksForAsMany(string rule, int expected)
    {
        PolicyRule read = Read($$"""{"rules": [{{rule}}]} // A comment may follow.""").For("SystemDiskReset", Server()).Single();

        Assert.Equal((expected, _file, null), (read.Approvals, read.Source, read.Reason));
    }

    [Fact]
    public void The_most_severe_rule_comes_first()
    {
        Policy policy = Read("""{"rules": [{"effect": "confirm"}, {"effect": "deny"}, {"effect": "requireBackup"}, {"effect": "requireApproval"}, {"effect": "requirePlan"}]}""");

        Assert.Equal(
            [PolicyEffect.Deny, PolicyEffect.RequireApproval, PolicyEffect.RequirePlan, PolicyEffect.RequireBackup, PolicyEffect.Confirm],
            policy.For("OsReinstall", Server()).Select(r => r.Effect));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"rules": {}}""")]
    [InlineData("""{"rules": [{"name": "x"}]}""")]
    [InlineData("""{"rules": [{"effect": "allow"}]}""")]
    [InlineData("""{"rules": [{"effect": "deny", "nmae": "typo"}]}""")]
    [InlineData("""{"rule": []}""")]
    [InlineData("""{"rules": []} {"rules": []}""")]
    [InlineData("""{"rules": []} x""")]
    [InlineData("""{"rules": [], "rules": []}""")]
    [InlineData("""{"rules": [], "Rules": []}""")]
    [InlineData("""{"rules": [{"effect": "deny", "effect": "confirm"}]}""")]
    [InlineData("""{"rules": [{"effect": "deny, confirm"}]}""")]
    [InlineData("""{"rules": [{"effect": 0}]}""")]
    [InlineData("""{"rules": [{"effect": "deny", "operation": "OsReinstal"}]}""")]
    [InlineData("""{"rules": [{"effect": "deny", "operation": "Reinstall*"}]}""")]
    [InlineData("""{"rules": [{"effect": "deny", "operation": null}]}""")]
    [InlineData("""{"rules": [{"effect": "deny", "operation": ["Stop"]}]}""")]
    [InlineData("""{"rules": [{"effect": "deny", "account": ""}]}""")]
    [InlineData("""{"rules": [{"effect": "deny", "provider": "Alibab"}]}""")]
    [InlineData("""{"rules": [{"effect": "deny", "tag": "=prod"}]}""")]
    [InlineData("""{"rules": [{"effect": "requireBackup", "operation": "Stop"}]}""")]
    [InlineData("""{"rules": [{"effect": "requireApproval", "operation": "Command"}]}""")]
    [InlineData("""{"rules": [{"effect": "requireApproval", "approvals": 0}]}""")]
    [InlineData("""{"rules": [{"effect": "deny", "approvals": 2}]}""")]
    [InlineData("""{"rules": [], "allowSelfApproval": "yes"}""")]
    [InlineData("""{"rules": [], "approvers": "alice"}""")]
    [InlineData("""{"rules": [], "approvers": [1]}""")]
    [InlineData("""{"rules": [], "revokedKeys": [" "]}""")]
    [InlineData("""{"rules": [{"effect": "requireApproval", "approvals": 101}]}""")]
    [InlineData("""{"rules": [{"effect": "requireApproval", "approvals": "2"}]}""")]
    [InlineData("""{"rules": [{"effect": "requirePlan", "operation": "Restart"}]}""")]
    [InlineData("""{"rules": [{"effect": "deny", "Effect": "confirm"}]}""")]
    [InlineData("""{"rules": ["deny"]}""")]
    [InlineData("""{"rules": [], "owner": "alice"}""")]
    public void A_file_that_cannot_be_read_allows_nothing(string content)
    {
        EcsException error = Assert.Throws<EcsException>(() => Read(content));

        Assert.Equal((EcsErrorId.DeniedByPolicy, true), (error.ErrorId, error.WasNotCarriedOut));
    }

    [Theory]
    [InlineData(1024 * 1024, false)]
    [InlineData((1024 * 1024) + 1, true)]
    public void Read_FileLargerThanOneMebibyte_AllowsNothing(int length, bool isRefused)
    {
        string content = """{"rules": []}""".PadRight(length);

        if (isRefused)
        {
            Assert.Equal(EcsErrorId.DeniedByPolicy, Assert.Throws<EcsException>(() => Read(content)).ErrorId);
        }
        else
        {
            Assert.Empty(Read(content).For("Release", Server()));
        }
    }

    // An editor, or another command that reads it, must not deny everything.
    [Theory]
    [InlineData(FileAccess.Read, FileShare.Read)]
    [InlineData(FileAccess.Write, FileShare.ReadWrite)]
    public void Read_FileIsOpenElsewhere_IsReadAllTheSame(FileAccess access, FileShare share)
    {
        File.WriteAllText(_file, """{"rules": [{"effect": "deny"}]}""");
        using FileStream other = new(_file, FileMode.Open, access, share);

        Assert.Single(Policy.Read([_file]).For("Stop", Server()));
    }

    [Fact]
    public void Read_TextThatIsNotUtf8_AllowsNothing()
    {
        File.WriteAllBytes(_file, [.. "{\"rules\": [{\"effect\": \"deny\", \"name\": \""u8, 0xE9, .. "\"}]}"u8]);

        Assert.Equal(EcsErrorId.DeniedByPolicy, Assert.Throws<EcsException>(() => Policy.Read([_file])).ErrorId);
    }

    [Fact]
    public void Read_PathThatIsThereAndNoFile_AllowsNothing()
    {
        string folder = Directory.CreateTempSubdirectory("ecstools-policy-").FullName;
        string link = Path.Combine(folder, "link");
        File.CreateSymbolicLink(link, Path.Combine(folder, "gone"));
        try
        {
            Assert.Equal(EcsErrorId.DeniedByPolicy, Assert.Throws<EcsException>(() => Policy.Read([folder])).ErrorId);
            Assert.Equal(EcsErrorId.DeniedByPolicy, Assert.Throws<EcsException>(() => Policy.Read([link])).ErrorId);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void All_NamesEveryKindOfOperationAndAction()
    {
        Assert.Equal(
            ["AcceptEvent", "AutoRenewChange", "BandwidthChange", "ChargeTypeChange", "Command", "DiskDismount", "DiskExtend", "DiskMount", "DiskRetentionChange", "DiskTypeChange", "ImageCreate", "ImageRemove", "InstanceCreate", "KeyPairAttach", "KeyPairCreate", "KeyPairImport", "KeyPairRemove", "OsReinstall", "PasswordRemove", "PasswordReset", "Release", "RescueStart", "RescueStop", "Resize", "Restart", "Resume", "Set", "SnapshotCreate", "SnapshotRemove", "SnapshotRestore", "Start", "Stop", "SubscriptionRenew", "SystemDiskReset", "SystemDiskSwitch", "TagAdd", "TagRemove", "Unprotect"],
            PolicyOperations.All.Order(StringComparer.Ordinal));
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "en-US", "about_EcsTools_Safety.md"));
        Assert.All(PolicyOperations.All, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OsReinstall", true, false)]
    [InlineData("Release", true, false)]
    [InlineData("ImageRemove", false, true)]
    [InlineData("SnapshotRemove", false, true)]
    [InlineData("Stop", false, false)]
    [InlineData("command", false, false)]
    public void IsPlanned_Operation_IsFalseForWhatIsSentWithoutAPlan(string operation, bool isPlanned, bool isIrrevocable) =>
        Assert.Equal((isPlanned, isIrrevocable), (PolicyOperations.IsPlanned(operation), PolicyOperations.IsIrrevocable(operation)));

    [Fact]
    public void For_RuleForATagAmongOthers_ConcernsTheServer()
    {
        EcsInstance server = Server() with { Tags = new Dictionary<string, string> { ["role"] = "db", ["env"] = "prod" } };

        Assert.Single(Read("""{"rules": [{"effect": "deny", "tag": "env=prod"}]}""").For("Stop", server));
    }

    [Fact]
    public void Approvers_MachinesFileNamesNone_AreTheUsers()
    {
        string machine = _file + ".machine";
        File.WriteAllText(machine, """{"rules": [], "approvers": []}""");
        File.WriteAllText(_file, """{"rules": [], "approvers": ["bob ssh-ed25519 AAAA"]}""");
        try
        {
            Assert.Equal(["bob ssh-ed25519 AAAA"], Policy.Read([machine, _file]).Approvers);
        }
        finally
        {
            File.Delete(machine);
        }
    }

    [Fact]
    public void AllowsSelfApproval_OneFileForbidsIt_IsFalse()
    {
        Assert.False(Read("""{"rules": []}""").AllowsSelfApproval);
        Assert.True(Read("""{"rules": [], "allowSelfApproval": true}""").AllowsSelfApproval);
        string other = _file + ".other";
        File.WriteAllText(other, """{"rules": [], "allowSelfApproval": false, "approvers": ["alice ssh-ed25519 AAAA"]}""");
        try
        {
            Policy both = Policy.Read([other, _file]);
            Assert.False(both.AllowsSelfApproval);
            Assert.Equal(["alice ssh-ed25519 AAAA"], both.Approvers);
        }
        finally
        {
            File.Delete(other);
        }
    }

    [Fact]
    public void Read_SeveralFiles_AllRulesAndRevokedKeysCountButOnlyTheFirstApprovers()
    {
        string user = _file + ".user";
        File.WriteAllText(_file, """{"rules": [{"effect": "confirm"}], "revokedKeys": ["ssh-rsa A"], "approvers": ["alice ssh-ed25519 AAAA"]}""");
        File.WriteAllText(user, """{"rules": [{"effect": "deny"}], "revokedKeys": ["ssh-rsa B"], "approvers": ["bob ssh-ed25519 BBBB"], "allowSelfApproval": true}""");
        try
        {
            Policy both = Policy.Read([_file, user]);

            Assert.Equal([(PolicyEffect.Deny, user), (PolicyEffect.Confirm, _file)], both.For("Stop", Server()).Select(r => (r.Effect, r.Source)));
            Assert.Equal(["ssh-rsa A", "ssh-rsa B"], both.RevokedKeys);
            Assert.Equal(["alice ssh-ed25519 AAAA"], both.Approvers);
            Assert.True(both.AllowsSelfApproval);
        }
        finally
        {
            File.Delete(user);
        }
    }

    [Fact]
    public void DefaultFiles_AreTheMachinesAndThenTheUsers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The machine's file is elsewhere on Windows.");
        string user = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);

        Assert.Equal(["/etc/ecstools/ecstools.policy.json", Path.Combine(user, "EcsTools", "ecstools.policy.json")], Policy.DefaultFiles());
    }

    [Fact]
    public void No_file_asks_for_nothing()
    {
        Policy none = Policy.Read([_file + ".none", Path.Combine(_file + ".none", "none")]);

        Assert.Empty(none.For("Release", Server()));
        Assert.Empty(none.Approvers);
        Assert.Empty(none.RevokedKeys);
    }

    private static EcsInstance Server() => new()
    {
        Id = "i-1",
        Name = "db-01",
        Account = "prod",
        AccountKey = "Alibaba/1/r",
        AccountIdentity = "acs:ram::1:user/ops",
        Tags = new Dictionary<string, string> { ["env"] = "prod" },
    };

    private Policy Read(string content)
    {
        File.WriteAllText(_file, content);
        return Policy.Read([_file]);
    }
}
