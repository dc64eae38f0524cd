using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Credentials;
using EcsTools.Core.Providers.Registration;

namespace EcsTools.Core.Providers.Huawei;

/// <summary>Huawei Cloud, and Open Telekom Cloud, which speaks its API in a dialect.</summary>
internal sealed class HuaweiProvider(
    EcsCloud id, string title, string exampleRegion, IReadOnlyList<string> variables, IReadOnlyList<IAccountSource> sources, IMetadataProbe metadata, SandboxSignIn sandbox)
    : CloudProvider, IAgencyAssumption
{
    public static HuaweiProvider HuaweiCloud { get; } = new(
        EcsCloud.Huawei,
        "Huawei Cloud",
        "cn-north-4",
        ["HUAWEICLOUD_SDK_AK", "HW_ACCESS_KEY"],
        [new HuaweiEnvironment(), new KooCliFile(), new HuaweiIniFile()],
        new HuaweiMetadataProbe(EcsCloud.Huawei, "HUAWEICLOUD"),
        new SandboxSignIn(EcsCloud.Huawei, "sandbox-huawei", ByPassword: false));

    public static HuaweiProvider OpenTelekomCloud { get; } = new(
        EcsCloud.OpenTelekom,
        "Open Telekom Cloud",
        "eu-de",
        ["OS_ACCESS_KEY"],
        [],
        new HuaweiMetadataProbe(EcsCloud.OpenTelekom, "OpenTelekomCloud"),
        new SandboxSignIn(EcsCloud.OpenTelekom, "sandbox-otc", ByPassword: true));

    public override EcsCloud Id => id;

    public override string Title => title;

    public override string ExampleRegion => exampleRegion;

    public override IReadOnlyList<string> Variables => variables;

    public override IReadOnlyList<IAccountSource> Sources => sources;

    public override IMetadataProbe Metadata => metadata;

    public override string GuestMetadataUrl => "http://169.254.169.254/openstack/latest/meta_data.json";

    public override SandboxSignIn Sandbox => sandbox;

    public override bool NeedsDomain => true;

    public Func<CloudConnection, IAccessKeyProvider> AssumeAgency(AccountCandidate own, string name, string? domainName) =>
        AgencyKeyProvider.Prepare(own, new HuaweiAgency(name) { DomainName = domainName });

    public override ICloud Open(AccountCandidate offer, CloudConnection connection) => offer switch
    {
        { Keys: { } keys } => Core.Clouds.Huawei.HuaweiCloud.Open(connection, keys(connection), offer.ProjectId, offer.ProjectName),
        { Login: { } login } => Core.Clouds.Huawei.HuaweiCloud.Open(connection, login with { ProjectId = offer.ProjectId, ProjectName = offer.ProjectName }),
        _ => throw new EcsException(EcsErrorId.NotSupported, $"{id} does not accept this kind of credential."),
    };

    public override EcsRequirement CheckPassword(SecureString password, EcsOsType os) =>
        PasswordRequirement.FromFlaw(HuaweiPassword.FindFlaw(password, os == EcsOsType.Windows, HuaweiPassword.ResetSpecials));
}
