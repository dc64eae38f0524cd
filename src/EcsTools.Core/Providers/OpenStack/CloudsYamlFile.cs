using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;
using EcsTools.Core.Providers.Huawei;
using EcsTools.Core.Providers.OpenStackApi;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Providers.OpenStack;

/// <summary>OpenStack's clouds.yaml, with secure.yaml and clouds-public.yaml beside it (docs/contracts/huawei-ecs.md 2.2).</summary>
internal sealed class CloudsYamlFile : IAccountSource
{
    private const string OtcAddress = "https://iam.{region_name}.otc.t-systems.com/v3";
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];
    private static readonly JsonMergeSettings Merging = new()
    {
        MergeArrayHandling = MergeArrayHandling.Replace,
        MergeNullValueHandling = MergeNullValueHandling.Ignore,
    };

    public IEnumerable<AccountOffer> Find(LocalMachine machine, EcsCloud? cloud)
    {
        string? path = machine.Variable("OS_CLIENT_CONFIG_FILE") ?? Locate(machine, "clouds");
        if (path is null)
        {
            return [];
        }

        string? named = machine.Variable("OS_CLOUD");
        try
        {
            CredentialFile file = CredentialFile.TryOpen(path) ?? throw CredentialFile.Invalid(path, "is named by OS_CLIENT_CONFIG_FILE, but does not exist");
            CredentialFile? secure = Open(machine, "OS_CLIENT_SECURE_FILE", "secure");
            JObject? secrets = secure?.ReadYaml().Object("clouds");
            JObject? vendors = Open(machine, "OS_CLIENT_VENDOR_FILE", "clouds-public")?.ReadYaml().Object("public-clouds");
            JObject clouds = file.ReadYaml().Object("clouds") ?? throw CredentialFile.Invalid(path, "has no mapping 'clouds'");
            List<AccountOffer> offers = [.. clouds.Properties().Where(p => p.Value is JObject)
                .Select(p => Describe(file, p.Name, (JObject)p.Value, secrets.Object(p.Name), vendors, machine))
                .Select(o => o with { Warnings = [.. Warn((JObject)clouds[o.Profile!]!, o), .. file.Warnings, .. secure?.Warnings ?? []] })];
            return named is null || offers.Any(o => o.Profile == named) ? offers : throw CredentialFile.Invalid(path, $"has no cloud '{named}', which OS_CLOUD names");
        }
        catch (EcsException error)
        {
            // Whose cloud it is cannot be told from a broken file: it is told to everybody who may have meant it.
            return
            [
                new AccountOffer
                {
                    Source = path,
                    Step = named is null ? AccountStep.File : AccountStep.Environment,
                    Cloud = cloud == EcsCloud.OpenStack ? EcsCloud.OpenStack : EcsCloud.OpenTelekom,
                    IsPreferred = true,
                    Problem = error,
                },
            ];
        }
    }

    private static string? Locate(LocalMachine machine, string name) => new[] { machine.WorkingFolder, machine.InHome(".config", "openstack"), Path.Combine(machine.SystemFolder, "openstack") }
        .SelectMany(_ => Extensions, (folder, extension) => Path.Combine(folder, name + extension))
        .FirstOrDefault(File.Exists);

    private static CredentialFile? Open(LocalMachine machine, string variable, string name) =>
        (machine.Variable(variable) ?? Locate(machine, name)) is { } path ? CredentialFile.TryOpen(path) : null;

    private static AccountOffer Describe(CredentialFile file, string name, JObject cloud, JObject? secrets, JObject? vendors, LocalMachine machine)
    {
        bool isNamed = machine.Variable("OS_CLOUD") == name;
        string? vendor = cloud.Text("profile") ?? cloud.Text("cloud");
        JObject entry = new();
        foreach (JObject? layer in new[] { vendor is null ? null : vendors.Object(vendor), cloud, secrets })
        {
            if (layer is not null)
            {
                entry.Merge(layer, Merging);
            }
        }

        JObject? auth = entry.Object("auth");
        string? region = entry.Text("region_name") ?? OnlyRegion(entry) ?? (isNamed ? machine.Variable("OS_REGION_NAME") : null);
        bool isOtc = string.Equals(vendor, "otc", StringComparison.OrdinalIgnoreCase);
        string? address = (auth.Text("auth_url") ?? (isOtc ? OtcAddress : null))?.Replace("{region_name}", region ?? "");
        EcsCloud whose = isOtc ? EcsCloud.OpenTelekom : OpenStackCloud.Recognise(address) ?? EcsCloud.OpenStack;
        AccountOffer offer = new()
        {
            Source = file.Path,
            Step = isNamed ? AccountStep.Environment : AccountStep.File,
            Cloud = whose,
            Profile = name,
            Method = entry.Text("auth_type") ?? (auth.Text("ak") is not null ? "aksk" : auth.Text("token") is not null ? "token" : "password"),
            IsPreferred = isNamed,
            Region = region,
            ProjectId = auth.Text("project_id"),
            ProjectName = auth.Text("project_name"),
        };

        // Without a region the address would be of no host; the region is then asked for by itself.
        bool isOpen = auth.Text("auth_url") is null && region is null;
        if (whose == EcsCloud.OpenStack)
        {
            if (auth is not null && auth.Text("password") is null && isNamed && machine.Variable("OS_PASSWORD") is { } password)
            {
                auth["password"] = password;
            }

            return CredentialFileSource.Complete(offer, o => OpenStackEntry.Complete(o, entry, Path.GetDirectoryName(file.Path) ?? ""));
        }

        return CredentialFileSource.Complete(
            offer,
            o => AddCredential(o, auth, isOpen ? null : address, isNamed ? machine.Variable("OS_PASSWORD") : null));
    }

    private static AccountOffer AddCredential(AccountOffer offer, JObject? auth, string? address, string? password)
    {
        string Need(string field) => auth.Text(field) ?? throw CredentialFileSource.Lacks(offer, field);
        switch (offer.Method.ToLowerInvariant().TrimStart('v', '2', '3'))
        {
            case "aksk":
                AccessKey key = new(Need("ak"), Need("sk"), auth.Text("security_token"));
                return OpenStackCloud.Locate(offer with { Keys = _ => new FixedAccessKey(key) }, address);
            case "token":
                return OpenStackCloud.Locate(offer with { Login = new KeystoneLogin { Token = Need("token") } }, address);
            case "password":
                return OpenStackCloud.Locate(offer with { Login = ReadLogin(offer, auth, password) }, address);
            case "agency":
                AccountOffer own = OpenStackCloud.Locate(
                    auth.Text("ak") is null ? offer with { Login = ReadLogin(offer, auth, password) } : AddCredential(offer with { Method = "aksk" }, auth, null, null), address);
                HuaweiAgency agency = new(Need("target_agency_name")) { DomainId = auth.Text("target_domain_id"), DomainName = auth.Text("target_domain_name") };
                return own with
                {
                    Method = offer.Method,
                    Keys = AgencyKeys.Prepare(own, agency),
                    Login = null,
                    ProjectId = auth.Text("target_project_id"),
                    ProjectName = auth.Text("target_project_name"),
                };
            default:
                throw CredentialFileSource.OutOfScope(offer, offer.Method);
        }
    }

    private static KeystoneLogin ReadLogin(AccountOffer offer, JObject? auth, string? password) => new()
    {
        UserName = auth.Text("username"),
        UserId = auth.Text("user_id") ?? (auth.Text("username") is null ? throw CredentialFileSource.Lacks(offer, "username") : null),
        Password = auth.Text("password") ?? password ?? throw CredentialFileSource.Lacks(offer, "password"),
        Passcode = auth.Text("passcode"),
        UserDomainName = auth.Text("user_domain_name") ?? auth.Text("domain_name"),
        UserDomainId = auth.Text("user_domain_id") ?? auth.Text("domain_id"),
        ProjectDomainName = auth.Text("project_domain_name"),
        ProjectDomainId = auth.Text("project_domain_id"),
    };

    private static string? OnlyRegion(JObject entry) => entry.List("regions") is { Count: 1 } regions
        ? regions[0].Type == JTokenType.String ? (string?)regions[0] : regions[0].Text("name")
        : null;

    private static IEnumerable<string> Warn(JObject cloud, AccountOffer offer)
    {
        bool ignoresAuthority = offer.Cloud != EcsCloud.OpenStack && cloud.Text("cacert") is not null;
        if (cloud.Flag("verify") == false || cloud.Flag("insecure") == true || ignoresAuthority || cloud.Text("cert") is not null)
        {
            string unused = offer.Cloud == EcsCloud.OpenStack ? "verify and cert" : "verify, cacert and cert";
            yield return $"'{offer.Profile}': {unused} are not used. Certificates are always verified, against {(offer.Settings.CaFile is null ? "those this machine trusts" : "cacert")}.";
        }
    }
}
