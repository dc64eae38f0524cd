using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;
using EcsTools.Core.Providers.OpenStackApi;

namespace EcsTools.Core.Providers.OpenStack;

/// <summary>
/// Reads an account at a plain OpenStack cloud from an entry of clouds.yaml, or from what OS_ variables say in the same words: the fields of
/// the login under <c>auth</c>, the rest beside it (openstacksdk's configuration, keystoneauth's plug-ins).
/// </summary>
internal static class CloudsYamlEntryReader
{
    /// <summary>Completes an offer.</summary>
    /// <param name="offer">The offer, without login.</param>
    /// <param name="entry">The entry, with all that logs in under <c>auth</c>.</param>
    /// <exception cref="EcsException">Something is missing, or the login is of a kind that is not spoken here.</exception>
    public static AccountCandidate Complete(AccountCandidate offer, JObject entry, MachineEnvironment machine, string folder)
    {
        CloudsYamlEntry.Refuse(offer, entry, OpenStackKeys.Unused);
        JObject? auth = entry.Object("auth");
        string kind = (entry.Text("auth_type") ?? Recognize(auth)).ToLowerInvariant();
        string method = kind.StartsWith("v3", StringComparison.Ordinal) ? kind.Substring(2) : kind;
        RefuseDomainScope(offer, method, auth);
        return offer with
        {
            Method = method,
            Endpoint = Endpoints.Parse(auth.Text("auth_url") ?? throw CredentialFileSource.Lacks(offer, "auth_url"), "address of the identity service"),
            ProjectId = auth.Text("project_id"),
            ProjectName = auth.Text("project_name"),
            Login = ReadLogin(offer, method, auth),
            Settings = new OpenStackSettings
            {
                Interface = ReadInterface(offer, entry.Text("interface") ?? entry.Text("endpoint_type")),
                Overrides = ReadOverrides(entry),
                CaFile = entry.Text("cacert") is { } path ? machine.Expand(path, folder) : null,
            },
        };
    }

    // A domain beside a user who is whole without it is what the token would be for; a token for the user's default project would act elsewhere.
    private static void RefuseDomainScope(AccountCandidate offer, string method, JObject? auth)
    {
        bool isWhole = method != "password" || auth.Text("user_id") is not null || (auth.Text("user_domain_id") ?? auth.Text("user_domain_name")) is not null;
        string? key = auth.Text("domain_id") is not null ? "domain_id" : auth.Text("domain_name") is not null ? "domain_name" : null;
        if (key is not null && isWhole && (auth.Text("project_id") ?? auth.Text("project_name")) is null && method != "applicationcredential")
        {
            throw new EcsException(EcsErrorId.NotSupported, $"The profile {offer.Title} asks by '{key}' for a token of a domain, which has no servers.")
            {
                RecommendedAction = "Specify the project with project_name or project_id.",
            };
        }
    }

    private static string Recognize(JObject? auth) =>
        auth.Text("application_credential_secret") is not null ? "applicationcredential"
        : auth.Text("token") is not null && auth.Text("password") is null ? "token"
        : "password";

    private static KeystoneLogin ReadLogin(AccountCandidate offer, string method, JObject? auth)
    {
        string Need(string field) => auth.Text(field) ?? throw CredentialFileSource.Lacks(offer, field);
        (string? userDomainId, string? userDomainName) = CloudsYamlEntry.ReadDomain(auth, "user_domain");
        (string? projectDomainId, string? projectDomainName) = CloudsYamlEntry.ReadDomain(auth, "project_domain");
        KeystoneLogin login = new()
        {
            UserId = auth.Text("user_id"),
            UserName = auth.Text("username") ?? auth.Text("user_name"),
            UserDomainId = userDomainId,
            UserDomainName = userDomainName,
            ProjectDomainId = projectDomainId,
            ProjectDomainName = projectDomainName,
        };
        switch (method)
        {
            case "password" or "totp" or "multifactor":
                return login with
                {
                    UserName = login.UserId is null ? login.UserName ?? throw CredentialFileSource.Lacks(offer, "username") : null,
                    Password = Need("password"),
                    Passcode = auth.Text("passcode"),
                };
            case "token":
                return login with { Token = Need("token") };
            case "applicationcredential":
                bool isNamed = auth.Text("application_credential_id") is null;
                return login with
                {
                    ApplicationCredentialId = auth.Text("application_credential_id"),
                    ApplicationCredentialName = isNamed ? Need("application_credential_name") : null,
                    UserName = isNamed && login.UserId is null ? login.UserName ?? throw CredentialFileSource.Lacks(offer, "username") : login.UserName,
                    ApplicationCredentialSecret = Need("application_credential_secret"),
                };
            default:
                throw CredentialFileSource.OutOfScope(offer, method);
        }
    }

    // Both spellings are about: 'public' and, from the first version of the identity API, 'publicURL'.
    private static string ReadInterface(AccountCandidate offer, string? text) => text?.Replace("URL", "").ToLowerInvariant() switch
    {
        null => "public",
        "public" or "internal" or "admin" => text.Replace("URL", "").ToLowerInvariant(),
        _ => throw CredentialFile.Invalid(offer.Source, $"specifies an interface{CredentialFileSource.Quote(text)} that is not public, internal, or admin"),
    };

    private static Dictionary<ApiService, Uri> ReadOverrides(JObject entry)
    {
        Dictionary<ApiService, Uri> found = [];
        foreach ((ApiService service, string key) in OpenStackKeys.Endpoints)
        {
            if (entry.Text(key) is { } address && !found.ContainsKey(service))
            {
                found.Add(service, Endpoints.Parse(address, $"address of the {service.ToString().ToLowerInvariant()} service"));
            }
        }

        return found;
    }
}
