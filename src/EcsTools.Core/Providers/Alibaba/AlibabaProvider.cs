using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Credentials;
using EcsTools.Core.Providers.Registration;
using EcsTools.Core.Security;

namespace EcsTools.Core.Providers.Alibaba;

internal sealed class AlibabaProvider : CloudProvider, IRoleAssumption
{
    public override EcsCloud Id => EcsCloud.Alibaba;

    public override string Title => "Alibaba Cloud";

    public override string ExampleRegion => "cn-hangzhou";

    public override IReadOnlyList<string> Variables { get; } = ["ALIBABA_CLOUD_ACCESS_KEY_ID"];

    public override IReadOnlyList<IAccountSource> Sources { get; } = [new AlibabaEnvironment(), new AliyunCliFile(), new AlibabaIniFile()];

    public override IMetadataProbe Metadata { get; } = new AlibabaMetadataProbe();

    public override string GuestMetadataUrl => "http://100.100.100.200/latest/meta-data/instance-id";

    public override SandboxSignIn Sandbox { get; } = new(EcsCloud.Alibaba, "sandbox-alibaba", ByPassword: false);

    public override bool TakesUser(bool namesUser, bool namesKey) => false;

    public override AccountCandidate Locate(AccountCandidate offer, ConnectRequest request, MachineEnvironment machine) =>
        request.IsSandbox ? offer : offer with { Endpoint = request.Endpoint ?? AlibabaVariables.Endpoint(machine) ?? offer.Endpoint };

    public Func<CloudConnection, IAccessKeyProvider> AssumeRole(string arn, Func<CloudConnection, IAccessKeyProvider> keys, MachineEnvironment machine)
    {
        AlibabaRole role = AlibabaVariables.LocateSts(new AlibabaRole(arn), machine);
        return connection => AlibabaSts.Assume(role, keys(connection), connection);
    }

    public override ICloud Open(AccountCandidate offer, CloudConnection connection) => offer.Keys is { } keys
        ? AlibabaCloud.Open(connection, keys(connection))
        : throw new EcsException(EcsErrorId.CredentialNotFound, "Alibaba Cloud requires an access key.")
        {
            RecommendedAction = "Specify -AccessKeyId and -AccessKeySecret, or both as -Credential.",
        };

    public override EcsRequirement CheckPassword(SecureString password, EcsOsType os)
    {
        (EcsRequirementOutcome outcome, string detail) = AlibabaPasswordPolicy.Check(SecretText.Reveal(password), os);
        return PasswordRequirement.Create(outcome, detail);
    }
}
