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
        Policy policy = Read("""{"rules": [{"effect": "confirm"}, {"effect": "deny"}, {"effect": "requireBackup"}, {"effect": "requirePlan"}]}""");

        Assert.Equal(
            [PolicyEffect.Deny, PolicyEffect.RequirePlan, PolicyEffect.RequireBackup, PolicyEffect.Confirm],
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
    public void A_file_that_cannot_be_read_allows_nothing(string content)
    {
        Assert.Equal(EcsErrorId.DeniedByPolicy, Assert.Throws<EcsException>(() => Read(content)).ErrorId);
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
        Tags = new Dictionary<string, string> { ["env"] = "prod" },
    };

    private Policy Read(string content)
    {
        File.WriteAllText(_file, content);
        return Policy.Read([_file]);
    }
}
