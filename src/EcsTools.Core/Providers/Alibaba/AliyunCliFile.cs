using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Providers.Alibaba;

/// <summary>The aliyun CLI's file (docs/contracts/alibaba-ecs.md 2.2).</summary>
internal sealed class AliyunCliFile : CredentialFileSource
{
    private const int LongestChain = 5;

    protected override EcsCloud Cloud => EcsCloud.Alibaba;

    protected override (string Path, bool IsNamed) Locate(MachineEnvironment machine) => (machine.InHome(".aliyun", "config.json"), false);

    protected override string? NamedProfile(MachineEnvironment machine) => IsSwitchedOff(machine) ? null : AlibabaVariables.Profile(machine);

    protected override IEnumerable<AccountCandidate> Read(CredentialFile file, MachineEnvironment machine)
    {
        if (IsSwitchedOff(machine))
        {
            yield break;
        }

        JObject root = file.ReadJson();
        List<JObject> profiles = [.. root.Objects("profiles")];
        string? named = AlibabaVariables.Profile(machine);
        string? current = named ?? root.Text("current");
        if (current is not null && profiles.All(p => p.Text("name") != current))
        {
            yield return Missing(file.Path, Cloud, current, named is null ? CredentialSourceKind.File : CredentialSourceKind.Environment);
        }

        foreach (JObject profile in profiles)
        {
            string name = profile.Text("name") ?? "";
            AccountCandidate offer = new()
            {
                Source = file.Path,
                Step = name == named ? CredentialSourceKind.Environment : CredentialSourceKind.File,
                Cloud = EcsCloud.Alibaba,
                Profile = name,
                Method = Mode(profile),
                IsPreferred = name == (current ?? "default"),
                IsChosen = name == current,
                Region = profile.Text("region_id") ?? AlibabaVariables.Region(machine),
            };
            yield return Complete(offer, o => o with
            {
                Keys = Prepare(o, profile, profiles, machine, 0),
                Endpoint = profile.Text("endpoint") is { } address ? Endpoints.Parse(address, $"endpoint of the profile {o.Title}") : null,
            });
        }
    }

    private static bool IsSwitchedOff(MachineEnvironment machine) => machine.IsOn("ALIBABA_CLOUD_CLI_PROFILE_DISABLED") || machine.IsOn("ALIBABA_CLOUD_IGNORE_PROFILE");

    private static string Mode(JObject profile) => profile.Text("mode") ?? "AK";

    private static Func<CloudConnection, IAccessKeyProvider> Prepare(
        AccountCandidate offer, JObject profile, IReadOnlyList<JObject> profiles, MachineEnvironment machine, int depth)
    {
        string Need(string field) => profile.Text(field) ?? throw Lacks(offer, field);
        Func<CloudConnection, IAccessKeyProvider> Fixed(string? token)
        {
            AccessKey key = new(Need("access_key_id"), Need("access_key_secret"), token);
            return _ => new StaticAccessKeyProvider(key);
        }

        switch (Mode(profile).ToUpperInvariant())
        {
            case "AK":
                return Fixed(null);
            case "STSTOKEN":
                return Fixed(Need("sts_token"));
            case "RAMROLEARN":
                return Assume(ReadRole(Need, profile, machine), Fixed(profile.Text("sts_token")));
            case "ECSRAMROLE":
                string? role = profile.Text("ram_role_name") ?? machine.Variable("ALIBABA_CLOUD_ECS_METADATA");
                return connection => new AlibabaMetadata(machine).OpenKeys(role, connection);
            case "CHAINABLERAMROLEARN":
                string sourceName = Need("source_profile");
                JObject source = profiles.FirstOrDefault(p => p.Text("name") == sourceName) ?? throw Lacks(offer, $"its source profile{Quote(sourceName)}");
                return Assume(ReadRole(Need, profile, machine), depth < LongestChain
                    ? Prepare(offer with { Profile = sourceName }, source, profiles, machine, depth + 1)
                    : throw CredentialFile.Invalid(offer.Source, "has profiles that refer to each other as their source"));
            case "OIDC":
                AlibabaRole assumed = ReadRole(Need, profile, machine);
                (string provider, string file) = (Need("oidc_provider_arn"), machine.Expand(Need("oidc_token_file")));
                return connection => AlibabaSts.AssumeWithOidc(assumed, provider, file, connection);
            case "CREDENTIALSURI":
                return CredentialUriProvider.Prepare(Need("credentials_uri"), machine);
            case "EXTERNAL":
                string command = Need("process_command");
                return connection => new RefreshingAccessKeyProvider(new ProcessCredentialProvider(command, machine, connection.Wall).FetchAsync, connection.Wall);
            default:
                throw OutOfScope(offer, Mode(profile));
        }
    }

    private static Func<CloudConnection, IAccessKeyProvider> Assume(AlibabaRole role, Func<CloudConnection, IAccessKeyProvider> source) =>
        connection => AlibabaSts.Assume(role, source(connection), connection);

    private static AlibabaRole ReadRole(Func<string, string> need, JObject profile, MachineEnvironment machine) => AlibabaVariables.LocateSts(
        new AlibabaRole(need("ram_role_arn"))
        {
            SessionName = need("ram_session_name"),
            DurationSeconds = TemporaryCredentialParser.ReadLifetime(profile.Text("expired_seconds")),
            ExternalId = profile.Text("external_id"),
            StsHost = profile.Text("sts_endpoint"),
            StsRegion = profile.Text("sts_region"),
            InsideVpc = profile.Flag("enable_vpc") == true,
        },
        machine);
}
