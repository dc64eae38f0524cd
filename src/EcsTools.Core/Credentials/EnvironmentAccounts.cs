using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;

using EcsTools.Core.Accounts;
using EcsTools.Model;

namespace EcsTools.Core.Credentials;

/// <summary>Finds accounts in the clouds' own environment variables (Alibaba contract 2.1, Huawei contract 2.1).</summary>
internal static class EnvironmentAccounts
{
    private static readonly string[] AlibabaPrefixes = ["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_"];

    /// <summary>Fills what the user did not give: everything if there is no credential, else only the region.</summary>
    /// <param name="request">What the user gave.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>A request with a cloud and a credential.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CredentialNotFound"/> or <see cref="EcsErrorId.AmbiguousAccount"/>.</exception>
    public static ConnectRequest Complete(ConnectRequest request, Func<string, string?> variable)
    {
        if (HasCredential(request))
        {
            return request.Cloud is not null ? request : throw new EcsException(EcsErrorId.InvalidInput, "A credential was given, but not the cloud it belongs to.")
            {
                RecommendedAction = "Name it with -Cloud Alibaba, Huawei or OpenTelekom.",
            };
        }

        List<ConnectRequest> found = [.. Find(request, variable).Where(f => request.Cloud is null || f.Cloud == request.Cloud)];
        return found.Count switch
        {
            1 => found[0],
            0 => throw new EcsException(
                EcsErrorId.CredentialNotFound,
                request.Cloud is null ? "No credential was given, and the environment holds none." : $"No credential for {request.Cloud} was given, and the environment holds none.")
            {
                RecommendedAction = "Give -Credential or -AccessKeyId and -AccessKeySecret, or set the cloud's environment variables "
                    + "(ALIBABA_CLOUD_ACCESS_KEY_ID, HUAWEICLOUD_SDK_AK, HW_ACCESS_KEY, OS_ACCESS_KEY ... with their secrets).",
            },
            _ => throw new EcsException(
                EcsErrorId.AmbiguousAccount, $"The environment holds credentials for several clouds: {string.Join(", ", found.Select(f => f.Cloud))}.")
            {
                RecommendedAction = "Choose one with -Cloud.",
            },
        };
    }

    private static bool HasCredential(ConnectRequest request) => request.AccessKeyId is not null || request.UserName is not null;

    private static IEnumerable<ConnectRequest> Find(ConnectRequest given, Func<string, string?> variable)
    {
        if (FindAlibaba(given, variable) is { } alibaba)
        {
            yield return alibaba;
        }

        if (FindHuawei(given, variable) is { } huawei)
        {
            yield return huawei;
        }

        if (FindOpenTelekom(given, variable) is { } otc)
        {
            yield return otc;
        }
    }

    private static ConnectRequest? FindAlibaba(ConnectRequest given, Func<string, string?> variable)
    {
        string? First(params string[] names) => FirstSet(variable, AlibabaPrefixes.SelectMany(_ => names, (p, n) => p + n));
        string? id = First("ACCESS_KEY_ID") ?? FirstSet(variable, ["ALICLOUD_ACCESS_KEY"]);
        string? secret = First("ACCESS_KEY_SECRET") ?? FirstSet(variable, ["ALICLOUD_SECRET_KEY"]);
        return id is null || secret is null ? null : Copy(
            given,
            EcsCloud.Alibaba,
            First("REGION_ID", "REGION"),
            id,
            secret,
            First("SECURITY_TOKEN"));
    }

    private static ConnectRequest? FindHuawei(ConnectRequest given, Func<string, string?> variable)
    {
        string? region = FirstSet(variable, ["HW_REGION_NAME"]) ?? (given.Cloud == EcsCloud.Huawei ? FirstSet(variable, ["OS_REGION_NAME"]) : null);
        string? id = FirstSet(variable, ["HUAWEICLOUD_SDK_AK", "HW_ACCESS_KEY"]);
        string? secret = FirstSet(variable, ["HUAWEICLOUD_SDK_SK", "HW_SECRET_KEY"]);
        string? projectId = FirstSet(variable, ["HUAWEICLOUD_SDK_PROJECT_ID", "HW_PROJECT_ID"]);
        string? projectName = FirstSet(variable, ["HW_PROJECT_NAME"]);
        if (id is not null && secret is not null)
        {
            return Copy(given, EcsCloud.Huawei, region, id, secret, FirstSet(variable, ["HUAWEICLOUD_SDK_SECURITY_TOKEN", "HW_SECURITY_TOKEN"]), projectId, projectName);
        }

        string? user = FirstSet(variable, ["HW_USER_NAME"]);
        string? password = FirstSet(variable, ["HW_USER_PASSWORD"]);
        return user is null || password is null ? null : CopyLogin(
            given, EcsCloud.Huawei, region, user, password, FirstSet(variable, ["HW_DOMAIN_NAME"]), projectId, projectName);
    }

    // The OS_ names are common to all of OpenStack: only the address or the user's own word makes them OTC's.
    private static ConnectRequest? FindOpenTelekom(ConnectRequest given, Func<string, string?> variable)
    {
        bool isOtc = given.Cloud == EcsCloud.OpenTelekom || (variable("OS_AUTH_URL") ?? "").IndexOf("otc.t-systems.com", StringComparison.OrdinalIgnoreCase) >= 0;
        if (!isOtc)
        {
            return null;
        }

        string? region = FirstSet(variable, ["OS_REGION_NAME", "OS_REGION_ID"]);
        string? projectId = FirstSet(variable, ["OS_PROJECT_ID", "OS_TENANT_ID"]);
        string? projectName = FirstSet(variable, ["OS_PROJECT_NAME", "OS_TENANT_NAME"]);
        string? id = FirstSet(variable, ["OS_ACCESS_KEY", "OS_ACCESS_KEY_ID", "OS_AK"]);
        string? secret = FirstSet(variable, ["OS_SECRET_KEY", "OS_ACCESS_KEY_SECRET", "OS_SK"]);
        if (id is not null && secret is not null)
        {
            return Copy(
                given, EcsCloud.OpenTelekom, region, id, secret, FirstSet(variable, ["OS_SECURITY_TOKEN", "OS_AKSK_SECURITY_TOKEN", "OS_ST"]), projectId, projectName);
        }

        string? user = FirstSet(variable, ["OS_USERNAME"]);
        string? password = FirstSet(variable, ["OS_PASSWORD"]);
        return user is null || password is null ? null : CopyLogin(
            given,
            EcsCloud.OpenTelekom,
            region,
            user,
            password,
            FirstSet(variable, ["OS_USER_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"]),
            projectId,
            projectName);
    }

    private static ConnectRequest Copy(
        ConnectRequest given, EcsCloud cloud, string? region, string id, string secret, string? token, string? projectId = null, string? projectName = null) =>
        given with
        {
            Cloud = cloud,
            Region = given.Region ?? region,
            AccessKeyId = id,
            AccessKeySecret = Secure(secret),
            SecurityToken = token is null ? null : Secure(token),
            ProjectId = given.ProjectId ?? projectId,
            ProjectName = given.ProjectName ?? projectName,
        };

    private static ConnectRequest CopyLogin(
        ConnectRequest given, EcsCloud cloud, string? region, string user, string password, string? domain, string? projectId, string? projectName) =>
        given with
        {
            Cloud = cloud,
            Region = given.Region ?? region,
            UserName = user,
            Password = Secure(password),
            DomainName = given.DomainName ?? domain,
            ProjectId = given.ProjectId ?? projectId,
            ProjectName = given.ProjectName ?? projectName,
        };

    private static string? FirstSet(Func<string, string?> variable, IEnumerable<string> names) =>
        names.Select(variable).FirstOrDefault(v => !string.IsNullOrEmpty(v));

    private static SecureString Secure(string text)
    {
        SecureString secure = new();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        secure.MakeReadOnly();
        return secure;
    }
}
