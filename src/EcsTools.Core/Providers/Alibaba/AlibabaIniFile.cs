using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers.Alibaba;

/// <summary>The file that Alibaba's SDKs share (docs/contracts/alibaba-ecs.md 2.3).</summary>
internal sealed class AlibabaIniFile : CredentialFileSource
{
    protected override EcsCloud Cloud => EcsCloud.Alibaba;

    protected override (string Path, bool IsNamed) Locate(MachineEnvironment machine) => machine.NamedFile("ALIBABA_CLOUD_CREDENTIALS_FILE") is { } named
        ? (named, true)
        : (machine.InHome(".alibabacloud", "credentials"), false);

    protected override string? NamedProfile(MachineEnvironment machine) => AlibabaVariables.Profile(machine);

    protected override IEnumerable<AccountCandidate> Read(CredentialFile file, MachineEnvironment machine)
    {
        string? named = AlibabaVariables.Profile(machine);
        IReadOnlyList<IniSection> sections = file.ReadIni();
        if (named is not null && sections.All(s => s.Name != named))
        {
            yield return Missing(file.Path, Cloud, named, CredentialSourceKind.Environment);
        }

        foreach (IniSection section in sections)
        {
            AccountCandidate offer = new()
            {
                Source = file.Path,
                Step = section.Name == named ? CredentialSourceKind.Environment : CredentialSourceKind.File,
                Cloud = EcsCloud.Alibaba,
                Profile = section.Name,
                Method = section["type"] ?? "",
                IsPreferred = section.Name == (named ?? "default"),
                IsChosen = section.Name == named,
                Region = section["region_id"] ?? AlibabaVariables.Region(machine),
            };
            yield return Complete(offer, o => o with { Keys = Prepare(o, section, machine) });
        }
    }

    private static Func<CloudConnection, IAccessKeyProvider> Prepare(AccountCandidate offer, IniSection section, MachineEnvironment machine)
    {
        string Need(string key) => section[key] ?? throw Lacks(offer, key);
        switch (Need("type").ToLowerInvariant())
        {
            case "access_key":
                AccessKey fixedKey = new(Need("access_key_id"), Need("access_key_secret"));
                return _ => new StaticAccessKeyProvider(fixedKey);
            case "ram_role_arn":
                AccessKey key = new(Need("access_key_id"), Need("access_key_secret"));
                AlibabaRole role = AlibabaVariables.LocateSts(
                    new AlibabaRole(Need("role_arn")) { SessionName = Need("role_session_name"), Policy = section["policy"] }, machine);
                return connection => AlibabaSts.Assume(role, new StaticAccessKeyProvider(key), connection);
            case "ecs_ram_role":
                string? name = section["role_name"];
                return connection => new AlibabaMetadata(machine).OpenKeys(name, connection);
            default:
                throw OutOfScope(offer, Need("type"));
        }
    }
}
