using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers.Huawei;

/// <summary>The file that Huawei's SDKs share (docs/contracts/huawei-ecs.md 2.2).</summary>
internal sealed class HuaweiIniFile : CredentialFileSource
{
    private static readonly string[] Sections = ["basic", "global"];

    protected override EcsCloud Cloud => EcsCloud.Huawei;

    protected override (string Path, bool IsNamed) Locate(MachineEnvironment machine) => machine.NamedFile("HUAWEICLOUD_SDK_CREDENTIALS_FILE") is { } named
        ? (named, true)
        : (machine.InHome(".huaweicloud", "credentials"), false);

    protected override IEnumerable<AccountCandidate> Read(CredentialFile file, MachineEnvironment machine)
    {
        foreach (IniSection section in file.ReadIni().Where(s => Sections.Contains(s.Name)).OrderBy(s => s.Name != Sections[0]))
        {
            AccountCandidate offer = new()
            {
                Source = file.Path,
                Step = CredentialSourceKind.File,
                Cloud = EcsCloud.Huawei,
                Profile = section.Name,
                Method = section["idp_id"] is null ? "AKSK" : "idp_id",
                IsPreferred = true,
                Region = machine.Variable("HW_REGION_NAME"),
                ProjectId = section["project_id"],
            };
            yield return Complete(offer, o =>
            {
                if (section["ak"] is null && section["idp_id"] is not null)
                {
                    throw OutOfScope(o, "idp_id");
                }

                AccessKey key = new(section["ak"] ?? throw Lacks(o, "ak"), section["sk"] ?? throw Lacks(o, "sk"), section["security_token"]);
                return o with { Keys = _ => new StaticAccessKeyProvider(key) };
            });
        }
    }
}
