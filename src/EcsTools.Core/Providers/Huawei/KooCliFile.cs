using System.Text.RegularExpressions;

using EcsTools.Core.Credentials;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Providers.Huawei;

/// <summary>The file of Huawei's command line tool KooCLI (docs/contracts/huawei-ecs.md 2.2).</summary>
internal sealed class KooCliFile : CredentialFileSource
{
    protected override EcsCloud Cloud => EcsCloud.Huawei;

    protected override (string Path, bool IsNamed) Locate(MachineEnvironment machine) => (machine.InHome(".hcloud", "config.json"), false);

    protected override IEnumerable<AccountCandidate> Read(CredentialFile file, MachineEnvironment machine)
    {
        JObject root = file.ReadJson();
        List<JObject> profiles = [.. root.Objects("profiles")];
        string? current = root.Text("current");
        if (current is not null && profiles.All(p => p.Text("name") != current))
        {
            yield return Missing(file.Path, Cloud, current, CredentialSourceKind.File);
        }

        foreach (JObject profile in profiles)
        {
            AccountCandidate offer = new()
            {
                Source = file.Path,
                Step = CredentialSourceKind.File,
                Cloud = EcsCloud.Huawei,
                Profile = profile.Text("name") ?? "",
                Method = profile.Text("mode") ?? "AKSK",
                IsPreferred = profile.Text("name") == (current ?? "default"),
                IsChosen = current is not null && profile.Text("name") == current,
                Region = profile.Text("region") ?? machine.Variable("HW_REGION_NAME"),
                ProjectId = profile.Text("projectId"),
            };
            yield return Complete(offer, o => AddCredential(o, profile, machine));
        }
    }

    private static AccountCandidate AddCredential(AccountCandidate offer, JObject profile, MachineEnvironment machine)
    {
        switch (offer.Method.ToUpperInvariant())
        {
            case "AKSK":
                return AddKey(offer, profile);
            case "ECSAGENCY":
                return offer with { Keys = new HuaweiMetadata(machine).OpenKeys };
            case "AGENCY":
                HuaweiAgency agency = new(profile.Text("agencyName") ?? throw Lacks(offer, "agencyName"))
                {
                    DomainName = profile.Text("agencyDomainName"),
                    DomainId = profile.Text("agencyDomainId"),
                };

                // The project in the profile may be one's own; with an agency the one named as the region is meant.
                return offer with { Keys = AgencyKeyProvider.Prepare(AddKey(offer, profile), agency), ProjectId = null };
            default:
                throw OutOfScope(offer, offer.Method);
        }
    }

    private static AccountCandidate AddKey(AccountCandidate offer, JObject profile)
    {
        string id = profile.Text("accessKeyId") ?? throw Lacks(offer, "accessKeyId");
        string secret = profile.Text("secretAccessKey") ?? throw Lacks(offer, "secretAccessKey");

        // An id is capital letters and digits only; KooCLI writes ciphertext unless told not to.
        if (!Regex.IsMatch(id, @"\A[A-Z0-9]{10,40}\z", RegexOptions.None, TextPattern.Limit))
        {
            throw new EcsException(EcsErrorId.CredentialFileInvalid, $"The keys of the profile {offer.Title} are encrypted by KooCLI, and only KooCLI can read them.")
            {
                RecommendedAction = "To have KooCLI write them unencrypted, run: hcloud configure set --cli-auth-encrypt=false, or specify the key with Connect-EcsAccount.",
            };
        }

        AccessKey key = new(id, secret, profile.Text("securityToken"));
        return offer with { Keys = _ => new StaticAccessKeyProvider(key) };
    }
}
