using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Identity;

/// <summary>STS: who am I, and temporary credentials (docs/contracts/alibaba-ecs.md 2.5).</summary>
/// <param name="keys">The access keys.</param>
internal sealed class IdentityOperations(AccessKeys keys)
{
    private static readonly Regex RoleArn = new(@"^acs:ram::(\d+):role/(.+)$", RegexOptions.CultureInvariant);
    private static readonly Regex SessionName = new(@"^[A-Za-z0-9.@_-]{2,64}$", RegexOptions.CultureInvariant);

    /// <summary>Lists them.</summary>
    /// <returns>The operations.</returns>
    public IEnumerable<AlibabaOperation> All() =>
    [
        new("GetCallerIdentity", IsWrite: false, GetCallerIdentity) { Version = AlibabaOperation.StsVersion },
        new("AssumeRole", IsWrite: false, AssumeRole) { Version = AlibabaOperation.StsVersion },
        new("DescribeRegions", IsWrite: false, DescribeRegions),
    ];

    private static void GetCallerIdentity(AlibabaCall call, AnswerWriter answer)
    {
        Tenant tenant = call.Context.Tenant;
        answer.Text("AccountId", tenant.AccountId);
        if (call.Key.Role is { } role)
        {
            answer.Text("Arn", $"acs:ram::{tenant.AccountId}:assumed-role/{role}");
            answer.Text("IdentityType", "AssumedRoleUser");
            answer.Text("PrincipalId", $"{tenant.RamUserId}:{role.Split('/')[1]}");
            answer.Text("RoleId", tenant.RamUserId);
            return;
        }

        answer.Text("Arn", $"acs:ram::{tenant.AccountId}:user/{tenant.UserName}");
        answer.Text("IdentityType", "RAMUser");
        answer.Text("PrincipalId", tenant.RamUserId);
        answer.Text("UserId", tenant.RamUserId);
    }

    private static void DescribeRegions(AlibabaCall call, AnswerWriter answer)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal)
        {
            ["cn-hangzhou"] = "China (Hangzhou)",
            ["ap-southeast-1"] = "Singapore",
            ["eu-central-1"] = "Germany (Frankfurt)",
        };
        answer.List("Regions", "Region", call.Context.Worlds.Where(w => w.Cloud == SandboxCloud.Alibaba), world =>
        {
            answer.Text("RegionId", world.Region);
            answer.Text("LocalName", names.TryGetValue(world.Region, out string? name) ? name : world.Region);
            answer.Text("RegionEndpoint", $"ecs.{world.Region}.aliyuncs.com");
            answer.Text("Status", "available");
        });
    }

    private void AssumeRole(AlibabaCall call, AnswerWriter answer)
    {
        Match arn = RoleArn.Match(call.Required("RoleArn"));
        string session = call.Required("RoleSessionName");
        int seconds = call.Number("DurationSeconds") ?? 3600;
        if (!arn.Success)
        {
            throw Refusals.Invalid("RoleArn");
        }

        if (!SessionName.IsMatch(session))
        {
            throw Refusals.Invalid("RoleSessionName");
        }

        if (seconds is < 900 or > 43_200)
        {
            throw Refusals.Invalid("DurationSeconds");
        }

        if (arn.Groups[1].Value != call.Context.Tenant.AccountId)
        {
            throw new AlibabaRefusal(404, "EntityNotExist.Role", "The specified Role does not exist.");
        }

        string role = arn.Groups[2].Value;
        AccessKey key = keys.Issue($"{role}/{session}", DateTimeOffset.UtcNow.AddSeconds(seconds));
        answer.Object("AssumedRoleUser", () =>
        {
            answer.Text("Arn", $"acs:ram::{call.Context.Tenant.AccountId}:role/{role}/{session}");
            answer.Text("AssumedRoleId", $"{call.Context.Tenant.RamUserId}:{session}");
        });
        answer.Object("Credentials", () =>
        {
            answer.Text("AccessKeyId", key.Id);
            answer.Text("AccessKeySecret", key.Secret);
            answer.Text("SecurityToken", key.SecurityToken);
            answer.Second("Expiration", key.Expires);
        });
    }
}
