using System;
using System.Collections.Generic;
using System.IO;

using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Providers.OpenStack;

/// <summary>
/// Reads an account at a plain OpenStack cloud from an entry of clouds.yaml, or from what OS_ variables say in the same words: the fields of
/// the login under <c>auth</c>, the rest beside it (openstacksdk's configuration, keystoneauth's plug-ins).
/// </summary>
internal static class OpenStackEntry
{
    private static readonly IReadOnlyDictionary<string, ApiService> Overrides = new Dictionary<string, ApiService>
    {
        ["compute_endpoint_override"] = ApiService.Compute,
        ["compute_endpoint"] = ApiService.Compute,
        ["image_endpoint_override"] = ApiService.Image,
        ["image_endpoint"] = ApiService.Image,
        ["block_storage_endpoint_override"] = ApiService.Volume,
        ["volume_endpoint_override"] = ApiService.Volume,
        ["volume_endpoint"] = ApiService.Volume,
    };

    /// <summary>Completes an offer.</summary>
    /// <param name="offer">The offer, without login.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="folder">The folder that relative paths in it start from.</param>
    /// <returns>The offer with login, identity service and settings.</returns>
    /// <exception cref="EcsException">Something is missing, or the login is of a kind that is not spoken here.</exception>
    public static AccountOffer Complete(AccountOffer offer, JObject entry, string folder)
    {
        JObject? auth = entry.Object("auth");
        string kind = (entry.Text("auth_type") ?? Recognise(auth)).ToLowerInvariant();
        string method = kind.StartsWith("v3", StringComparison.Ordinal) ? kind.Substring(2) : kind;
        return offer with
        {
            Method = method,
            Endpoint = Endpoints.Parse(auth.Text("auth_url") ?? throw CredentialFileSource.Lacks(offer, "auth_url"), "address of the identity service"),
            ProjectId = auth.Text("project_id") ?? auth.Text("tenant_id"),
            ProjectName = auth.Text("project_name") ?? auth.Text("tenant_name"),
            Login = ReadLogin(offer, method, auth),
            Settings = new OpenStackSettings
            {
                Interface = ReadInterface(offer, entry.Text("interface") ?? entry.Text("endpoint_type")),
                Overrides = ReadOverrides(entry),
                CaFile = entry.Text("cacert") is { } path ? Path.Combine(folder, path) : null,
            },
        };
    }

    private static string Recognise(JObject? auth) =>
        auth.Text("application_credential_secret") is not null ? "applicationcredential"
        : auth.Text("token") is not null && auth.Text("password") is null ? "token"
        : "password";

    private static KeystoneLogin ReadLogin(AccountOffer offer, string method, JObject? auth)
    {
        string Need(string field) => auth.Text(field) ?? throw CredentialFileSource.Lacks(offer, field);
        KeystoneLogin login = new()
        {
            UserId = auth.Text("user_id"),
            UserName = auth.Text("username") ?? auth.Text("user_name"),
            UserDomainId = auth.Text("user_domain_id") ?? auth.Text("domain_id") ?? auth.Text("default_domain_id"),
            UserDomainName = auth.Text("user_domain_name") ?? auth.Text("domain_name") ?? auth.Text("default_domain_name"),
            ProjectDomainId = auth.Text("project_domain_id") ?? auth.Text("default_domain_id"),
            ProjectDomainName = auth.Text("project_domain_name") ?? auth.Text("default_domain_name"),
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
    private static string ReadInterface(AccountOffer offer, string? text) => text?.Replace("URL", "").ToLowerInvariant() switch
    {
        null => "public",
        "public" or "internal" or "admin" => text.Replace("URL", "").ToLowerInvariant(),
        _ => throw CredentialFile.Invalid(offer.Source, $"names an interface{CredentialFileSource.Quote(text)} that is none of public, internal and admin"),
    };

    private static Dictionary<ApiService, Uri> ReadOverrides(JObject entry)
    {
        Dictionary<ApiService, Uri> found = [];
        foreach (KeyValuePair<string, ApiService> name in Overrides)
        {
            if (entry.Text(name.Key) is { } address && !found.ContainsKey(name.Value))
            {
                found.Add(name.Value, Endpoints.Parse(address, $"address of the {name.Value.ToString().ToLowerInvariant()} service"));
            }
        }

        return found;
    }
}
