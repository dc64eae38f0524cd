using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

using EcsTools.Core.Policies;
using EcsTools.Model;

using Xunit;

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
    public void A_rule_concerns_what_all_its_conditions_fit(string rule, bool expected)
    {
        Assert.Equal(expected, Read($$"""{"rules": [{{rule}}]}""").For("OsReinstall", Server()).Count == 1);
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
    public void A_file_that_cannot_be_read_allows_nothing(string content)
    {
        Assert.Equal(EcsErrorId.DeniedByPolicy, Assert.Throws<EcsException>(() => Read(content)).ErrorId);
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
            ["Command", "ImageCreate", "OsReinstall", "PasswordRemove", "PasswordReset", "Release", "Resize", "Restart", "Resume", "Set", "SnapshotCreate", "SnapshotRestore", "Start", "Stop", "SystemDiskReset", "SystemDiskSwitch", "Unprotect"],
            PolicyOperations.All.Order(StringComparer.Ordinal));
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "en-US", "about_EcsTools_Safety.md"));
        Assert.All(PolicyOperations.All, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
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
    public void No_file_asks_for_nothing()
    {
        Assert.Empty(Policy.Read([_file + ".none"]).For("Release", Server()));
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
