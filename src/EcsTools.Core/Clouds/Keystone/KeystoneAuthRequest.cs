namespace EcsTools.Core.Clouds.Keystone;

/// <summary>Builds the body of a login (docs/contracts/huawei-ecs.md 1.3).</summary>
internal static class KeystoneAuthRequest
{
    /// <summary>Builds it.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/>: a one-time code without the user's id.</exception>
    public static JObject Build(KeystoneLogin login)
    {
        JObject auth = new()
        {
            ["identity"] = login.Token is not null
                ? new JObject { ["methods"] = new JArray("token"), ["token"] = new JObject { ["id"] = login.Token } }
                : login.ApplicationCredentialSecret is not null ? BuildApplicationCredential(login) : BuildIdentity(login),
        };
        if (BuildScope(login) is { } scope)
        {
            auth["scope"] = scope;
        }

        return new JObject { ["auth"] = auth };
    }

    // An application credential holds its project and takes no other; without any project Keystone takes the user's own.
    private static JObject? BuildScope(KeystoneLogin login) =>
        login.ApplicationCredentialSecret is not null ? null
        : login.IsForDomain ? new JObject { ["domain"] = BuildDomain(login.UserDomainId, login.UserDomainName) ?? throw DomainNeeded() }
        : login.ProjectId is null && login.ProjectName is null ? null
        : new JObject { ["project"] = BuildProject(login) };

    private static JObject BuildIdentity(KeystoneLogin login)
    {
        JObject user = BuildUser(login);
        user["password"] = login.Password;
        JObject identity = new() { ["methods"] = new JArray("password"), ["password"] = new JObject { ["user"] = user } };
        if (login.Passcode is not null)
        {
            identity["methods"] = new JArray("password", "totp");
            identity["totp"] = new JObject
            {
                ["user"] = new JObject { ["id"] = login.UserId ?? throw UserIdNeeded(), ["passcode"] = login.Passcode },
            };
        }

        return identity;
    }

    private static JObject BuildApplicationCredential(KeystoneLogin login)
    {
        JObject credential = new() { ["secret"] = login.ApplicationCredentialSecret };
        if (login.ApplicationCredentialId is not null)
        {
            credential["id"] = login.ApplicationCredentialId;
        }
        else
        {
            credential["name"] = login.ApplicationCredentialName;
            credential["user"] = BuildUser(login);
        }

        return new JObject { ["methods"] = new JArray("application_credential"), ["application_credential"] = credential };
    }

    private static JObject BuildUser(KeystoneLogin login)
    {
        JObject user = login.UserId is not null ? new() { ["id"] = login.UserId } : new() { ["name"] = login.UserName };
        if (login.UserId is null && BuildDomain(login.UserDomainId, login.UserDomainName) is { } domain)
        {
            user["domain"] = domain;
        }

        return user;
    }

    private static JObject BuildProject(KeystoneLogin login)
    {
        if (login.ProjectId is not null)
        {
            return new JObject { ["id"] = login.ProjectId };
        }

        JObject project = new() { ["name"] = login.ProjectName };
        if (BuildDomain(login.ProjectDomainId, login.ProjectDomainName) is { } domain)
        {
            project["domain"] = domain;
        }

        return project;
    }

    private static JObject? BuildDomain(string? id, string? name) =>
        id is not null ? new JObject { ["id"] = id } : name is not null ? new JObject { ["name"] = name } : null;

    private static EcsException UserIdNeeded() => new(EcsErrorId.InvalidInput, "A one-time code requires the user ID, not only the name.")
    {
        RecommendedAction = "Specify the ID of the user as the console shows it.",
    };

    private static EcsException DomainNeeded() => new(EcsErrorId.InvalidInput, "An agency also requires the name of your own account.")
    {
        RecommendedAction = "Specify it with -DomainName.",
    };
}
