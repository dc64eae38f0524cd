using System.Text.RegularExpressions;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Identity;

/// <summary>STS: the caller's identity and temporary credentials (docs/contracts/alibaba-ecs.md 2.5).</summary>
internal sealed class IdentityOperations(EmulatedAccessKeys keys)
{
    private static readonly Regex RoleArn = new(@"^acs:ram::(\d+):role/(.+)$", RegexOptions.CultureInvariant);
    private static readonly Regex SessionName = new(@"^[A-Za-z0-9.@_-]{2,64}$", RegexOptions.CultureInvariant);

    public IEnumerable<AlibabaOperation> All() =>
    [
        new("GetCallerIdentity", IsWrite: false, GetCallerIdentity) { Version = AlibabaOperation.StsVersion },
        new("AssumeRole", IsWrite: false, AssumeRole) { Version = AlibabaOperation.StsVersion },
        new("DescribeRegions", IsWrite: false, DescribeRegions),
    ];

    private static void GetCallerIdentity(AlibabaRequestContext call, ResponseWriter response)
    {
        Tenant tenant = call.Context.Tenant;
        response.Text("AccountId", tenant.AccountId);
        if (call.Key.Role is { } role)
        {
            response.Text("Arn", $"acs:ram::{tenant.AccountId}:assumed-role/{role}");
            response.Text("IdentityType", "AssumedRoleUser");
            response.Text("PrincipalId", $"{tenant.RamUserId}:{role.Split('/')[1]}");
            response.Text("RoleId", tenant.RamUserId);
            return;
        }

        response.Text("Arn", $"acs:ram::{tenant.AccountId}:user/{tenant.UserName}");
        response.Text("IdentityType", "RAMUser");
        response.Text("PrincipalId", tenant.RamUserId);
        response.Text("UserId", tenant.RamUserId);
    }

    private static void DescribeRegions(AlibabaRequestContext call, ResponseWriter response)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal)
        {
            ["cn-hangzhou"] = "China (Hangzhou)",
            ["ap-southeast-1"] = "Singapore",
            ["eu-central-1"] = "Germany (Frankfurt)",
        };
        response.List("Regions", "Region", call.Context.Backends.Where(w => w.Cloud == SandboxCloud.Alibaba), backend =>
        {
            response.Text("RegionId", backend.Region);
            response.Text("LocalName", names.TryGetValue(backend.Region, out string? name) ? name : backend.Region);
            response.Text("RegionEndpoint", $"ecs.{backend.Region}.aliyuncs.com");
            response.Text("Status", "available");
        });
    }

    private void AssumeRole(AlibabaRequestContext call, ResponseWriter response)
    {
        Match arn = RoleArn.Match(call.Required("RoleArn"));
        string session = call.Required("RoleSessionName");
        int seconds = call.Number("DurationSeconds") ?? 3600;
        if (!arn.Success)
        {
            throw AlibabaErrors.Invalid("RoleArn");
        }

        if (!SessionName.IsMatch(session))
        {
            throw AlibabaErrors.Invalid("RoleSessionName");
        }

        if (seconds is < 900 or > 43_200)
        {
            throw AlibabaErrors.Invalid("DurationSeconds");
        }

        if (arn.Groups[1].Value != call.Context.Tenant.AccountId)
        {
            throw new AlibabaApiError(404, "EntityNotExist.Role", "The specified Role does not exist.");
        }

        string role = arn.Groups[2].Value;
        EmulatedAccessKey key = keys.Issue($"{role}/{session}", DateTimeOffset.UtcNow.AddSeconds(seconds));
        response.Object("AssumedRoleUser", () =>
        {
            response.Text("Arn", $"acs:ram::{call.Context.Tenant.AccountId}:role/{role}/{session}");
            response.Text("AssumedRoleId", $"{call.Context.Tenant.RamUserId}:{session}");
        });
        response.Object("Credentials", () =>
        {
            response.Text("AccessKeyId", key.Id);
            response.Text("AccessKeySecret", key.Secret);
            response.Text("SecurityToken", key.SecurityToken);
            response.Second("Expiration", key.Expires);
        });
    }
}
