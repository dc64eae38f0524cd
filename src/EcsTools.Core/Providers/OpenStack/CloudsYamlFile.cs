using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;
using EcsTools.Core.Providers.Huawei;
using EcsTools.Core.Providers.OpenStackApi;

namespace EcsTools.Core.Providers.OpenStack;

/// <summary>OpenStack's clouds.yaml, with secure.yaml and clouds-public.yaml beside it (docs/contracts/huawei-ecs.md 2.2).</summary>
internal sealed class CloudsYamlFile : IAccountSource
{
    // The profiles that openstacksdk brings along for the clouds that are known here.
    private static readonly Dictionary<string, (string Address, string? Region)> Vendors = new(StringComparer.OrdinalIgnoreCase)
    {
        ["otc"] = ("https://iam.{region_name}.otc.t-systems.com/v3", null),
        ["otc-swiss"] = ("https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3", "eu-ch2"),
    };

    public IEnumerable<AccountCandidate> Find(MachineEnvironment machine, EcsCloud? cloud)
    {
        string? named = machine.Variable("OS_CLOUD");
        if (CloudsYamlPaths.Find(machine) is not { } paths)
        {
            return named is null ? [] : [Broken("environment", Missing("OS_CLOUD", named), cloud, CredentialSourceKind.Environment, isChosen: true)];
        }

        string source = paths.Clouds.Path;
        try
        {
            CredentialFile file = paths.Clouds.TryOpen() ?? throw CredentialFile.Invalid(source, "is specified by OS_CLIENT_CONFIG_FILE, but does not exist");
            CredentialFile? secure = paths.Secure?.TryOpen();
            JObject? secrets = secure?.ReadYaml().Object("clouds");
            JObject? vendors = paths.Vendors?.TryOpen()?.ReadYaml().Object("public-clouds");
            JObject clouds = file.ReadYaml().Object("clouds") ?? throw CredentialFile.Invalid(source, "has no mapping 'clouds'");
            List<AccountCandidate> offers = [.. clouds.Properties().Where(p => p.Value is JObject)
                .Select(p => Describe(paths, p.Name, (JObject)p.Value, secrets.Object(p.Name), vendors, machine))
                .Select(o => o with { Warnings = [.. Warn((JObject)clouds[o.Profile!]!, o), .. file.Warnings, .. secure?.Warnings ?? []] })];
            return named is null || offers.Any(o => o.Profile == named) ? offers : throw CredentialFile.Invalid(source, $"has no cloud '{named}', which OS_CLOUD specifies");
        }
        catch (EcsException error)
        {
            bool isChosen = named is not null || machine.NamedFile("OS_CLIENT_CONFIG_FILE") is not null;
            return [Broken(source, error, cloud, named is null ? CredentialSourceKind.File : CredentialSourceKind.Environment, isChosen)];
        }
    }

    // Whose cloud it is cannot be told from a broken file: it is told to everybody who may have meant it.
    private static AccountCandidate Broken(string source, EcsException problem, EcsCloud? cloud, CredentialSourceKind step, bool isChosen) => new()
    {
        Source = source,
        Step = step,
        Cloud = cloud is null or EcsCloud.Alibaba ? EcsCloud.OpenTelekom : cloud.Value,
        IsPreferred = true,
        IsChosen = isChosen,
        Problem = problem,
    };

    private static EcsException Missing(string variable, string profile) => new(
        EcsErrorId.CredentialNotFound, $"Cannot find the cloud '{profile}', which {variable} specifies: no clouds.yaml was found.")
    {
        RecommendedAction = $"Remove the variable {variable}, or create the file ~/.config/openstack/clouds.yaml.",
    };

    private static AccountCandidate Describe(CloudsYamlPaths paths, string name, JObject cloud, JObject? secrets, JObject? vendors, MachineEnvironment machine)
    {
        bool isNamed = machine.Variable("OS_CLOUD") == name;
        string? vendor = cloud.Text("profile") ?? cloud.Text("cloud");
        JObject? profile = vendor is null ? null : vendors.Object(vendor);
        AccountCandidate offer = new()
        {
            Source = paths.Clouds.Path,
            Step = isNamed ? CredentialSourceKind.Environment : CredentialSourceKind.File,
            Cloud = EcsCloud.OpenStack,
            Profile = name,
            IsPreferred = isNamed,
            IsChosen = isNamed,
        };
        JObject entry;
        try
        {
            entry = CloudsYamlEntry.Merge(profile, cloud, secrets);
        }
        catch (FormatException error)
        {
            return offer with { Problem = CredentialFile.Invalid(offer.Source, $"{error.Message} in '{name}'") };
        }

        string? password = isNamed && paths.TakesSecrets ? machine.Variable("OS_PASSWORD") : null;
        AccountCandidate In(string? region, bool isForced) => Locate(offer, entry, vendor, profile is not null, region, isForced, password, machine);

        // The user's own word for the region goes before a profile's; but what a list of regions does not have, nothing is known of.
        return In(isNamed ? machine.Variable("OS_REGION_NAME") : null, isForced: false) with { InRegion = r => In(r, entry["regions"] is not JArray) };
    }

    // What the entry is in a region: its own values there, whose cloud it then is, and how to log in.
    private static AccountCandidate Locate(AccountCandidate offer, JObject entry, string? vendor, bool hasProfile, string? wanted, bool isForced, string? password, MachineEnvironment machine)
    {
        try
        {
            IReadOnlyList<(string Name, JObject? Values)> regions = CloudsYamlEntry.Regions(entry);
            int index = wanted is null ? 0 : regions.ToList().FindIndex(r => r.Name == wanted);
            if (index < 0 && regions.Count > 0 && !isForced)
            {
                throw CredentialFile.Invalid(offer.Source, $"has no region{CredentialFileSource.Quote(wanted!)} for '{offer.Profile}'");
            }

            (string? Name, JObject? Values) chosen = index >= 0 && index < regions.Count ? regions[index] : (wanted, null);

            bool isBuiltIn = !hasProfile && vendor is not null && Vendors.ContainsKey(vendor);
            string? only = isBuiltIn ? Vendors[vendor!].Region : null;
            string? region = chosen.Name ?? only;
            if (only is not null && region != only)
            {
                throw CredentialFile.Invalid(offer.Source, $"specifies for '{offer.Profile}' a region other than {only}, the only one of the profile '{vendor}'");
            }

            entry = CloudsYamlEntry.In(entry, region, chosen.Values);
            JObject auth = entry.Object("auth")!;
            string? given = auth.Text("auth_url");
            string? address = (given ?? (isBuiltIn ? Vendors[vendor!].Address : null))?.Replace("{region_name}", region ?? "");
            EcsCloud whose = isBuiltIn ? EcsCloud.OpenTelekom : IdentityEndpointClassifier.Recognize(address) ?? EcsCloud.OpenStack;
            offer = offer with
            {
                Cloud = whose,
                Method = entry.Text("auth_type") ?? (auth.Text("ak") is not null ? "aksk" : auth.Text("token") is not null ? "token" : "password"),
                Region = region,
                ProjectId = auth.Text("project_id"),
                ProjectName = auth.Text("project_name"),
            };
            if (vendor is not null && !isBuiltIn && !hasProfile && given is null)
            {
                throw CredentialFile.Invalid(offer.Source, $"specifies a vendor profile{CredentialFileSource.Quote(vendor)} for '{offer.Profile}' that is unknown here; add its auth_url");
            }

            if (password is not null && auth.Text("password") is null)
            {
                auth["password"] = password;
            }

            if (whose == EcsCloud.OpenStack)
            {
                auth["auth_url"] = address;
                return CredentialFileSource.Complete(offer, o => CloudsYamlEntryReader.Complete(o, entry, machine, Path.GetDirectoryName(o.Source) ?? ""));
            }

            // Without a region the address would be of no host; the region is then asked for by itself.
            bool isOpen = given is null && region is null;
            return CredentialFileSource.Complete(offer, o =>
            {
                CloudsYamlEntry.Refuse(o, entry, OpenStackKeys.UnusedByRegion(entry.Text));
                return AddCredential(o, auth, isOpen ? null : address);
            });
        }
        catch (EcsException error)
        {
            return offer with { Problem = error };
        }
        catch (FormatException error)
        {
            return offer with { Problem = CredentialFile.Invalid(offer.Source, $"{error.Message} in '{offer.Profile}'") };
        }
    }

    private static AccountCandidate AddCredential(AccountCandidate offer, JObject? auth, string? address)
    {
        string Need(string field) => auth.Text(field) ?? throw CredentialFileSource.Lacks(offer, field);
        switch (offer.Method.ToLowerInvariant().TrimStart('v', '2', '3'))
        {
            case "aksk":
                AccessKey key = new(Need("ak"), Need("sk"), auth.Text("security_token"));
                return IdentityEndpointClassifier.Locate(offer with { Keys = _ => new StaticAccessKeyProvider(key) }, address);
            case "token":
                return IdentityEndpointClassifier.Locate(offer with { Login = new KeystoneLogin { Token = Need("token") } }, address);
            case "password":
                return IdentityEndpointClassifier.Locate(offer with { Login = ReadLogin(offer, auth) }, address);
            case "agency":
                AccountCandidate own = IdentityEndpointClassifier.Locate(
                    auth.Text("ak") is null ? offer with { Login = ReadLogin(offer, auth) } : AddCredential(offer with { Method = "aksk" }, auth, null), address);
                HuaweiAgency agency = new(Need("target_agency_name")) { DomainId = auth.Text("target_domain_id"), DomainName = auth.Text("target_domain_name") };
                return own with
                {
                    Method = offer.Method,
                    Keys = AgencyKeyProvider.Prepare(own, agency),
                    Login = null,
                    ProjectId = auth.Text("target_project_id"),
                    ProjectName = auth.Text("target_project_name"),
                };
            default:
                throw CredentialFileSource.OutOfScope(offer, offer.Method);
        }
    }

    private static KeystoneLogin ReadLogin(AccountCandidate offer, JObject? auth)
    {
        (string? domainId, string? domainName) = CloudsYamlEntry.ReadDomain(auth, "user_domain");
        return new()
        {
            UserName = auth.Text("username"),
            UserId = auth.Text("user_id") ?? (auth.Text("username") is null ? throw CredentialFileSource.Lacks(offer, "username") : null),
            Password = auth.Text("password") ?? throw CredentialFileSource.Lacks(offer, "password"),
            Passcode = auth.Text("passcode"),
            UserDomainName = domainName,
            UserDomainId = domainId,
            ProjectDomainName = auth.Text("project_domain_name"),
            ProjectDomainId = auth.Text("project_domain_id"),
        };
    }

    private static IEnumerable<string> Warn(JObject cloud, AccountCandidate offer)
    {
        bool ignoresAuthority = offer.Cloud != EcsCloud.OpenStack && cloud.Text("cacert") is not null;
        if (cloud.Flag("verify") == false || cloud.Flag("insecure") == true || ignoresAuthority || cloud.Text("cert") is not null)
        {
            string unused = offer.Cloud == EcsCloud.OpenStack ? "verify and cert" : "verify, cacert and cert";
            yield return $"'{offer.Profile}': {unused} are not used. Certificates are always verified, against {(offer.Settings.CaFile is null ? "those this machine trusts" : "cacert")}.";
        }
    }
}
