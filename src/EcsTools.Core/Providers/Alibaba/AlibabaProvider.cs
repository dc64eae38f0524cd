using System;
using System.Collections.Generic;
using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Credentials;
using EcsTools.Core.Providers.Registration;
using EcsTools.Core.Security;
using EcsTools.Model;

namespace EcsTools.Core.Providers.Alibaba;

internal sealed class AlibabaProvider : CloudProvider, IRoleAssumption
{
    /// <inheritdoc/>
    public override EcsCloud Id => EcsCloud.Alibaba;

    /// <inheritdoc/>
    public override string Title => "Alibaba Cloud";

    /// <inheritdoc/>
    public override string ExampleRegion => "cn-hangzhou";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Variables { get; } = ["ALIBABA_CLOUD_ACCESS_KEY_ID"];

    /// <inheritdoc/>
    public override IReadOnlyList<IAccountSource> Sources { get; } = [new AlibabaEnvironment(), new AliyunCliFile(), new AlibabaIniFile()];

    /// <inheritdoc/>
    public override IMetadataProbe Metadata { get; } = new AlibabaMetadataProbe();

    /// <inheritdoc/>
    public override string GuestMetadataUrl => "http://100.100.100.200/latest/meta-data/instance-id";

    /// <inheritdoc/>
    public override SandboxSignIn Sandbox { get; } = new(EcsCloud.Alibaba, "sandbox-alibaba", ByPassword: false);

    /// <inheritdoc/>
    public override bool TakesUser(bool namesUser, bool namesKey) => false;

    /// <inheritdoc/>
    public override AccountOffer Locate(AccountOffer offer, ConnectRequest request, LocalMachine machine) =>
        request.IsSandbox ? offer : offer with { Endpoint = request.Endpoint ?? AlibabaVariables.Endpoint(machine) ?? offer.Endpoint };

    /// <inheritdoc/>
    public Func<CloudConnection, IAccessKeySource> AssumeRole(string arn, Func<CloudConnection, IAccessKeySource> keys, LocalMachine machine)
    {
        AlibabaRole role = AlibabaVariables.LocateSts(new AlibabaRole(arn), machine);
        return connection => AlibabaSts.Assume(role, keys(connection), connection);
    }

    /// <inheritdoc/>
    public override ICloud Open(AccountOffer offer, CloudConnection connection) => offer.Keys is { } keys
        ? AlibabaCloud.Open(connection, keys(connection))
        : throw new EcsException(EcsErrorId.CredentialNotFound, "Alibaba Cloud takes an access key.")
        {
            RecommendedAction = "Give -AccessKeyId and -AccessKeySecret, or the pair as -Credential.",
        };

    /// <inheritdoc/>
    public override EcsRequirement CheckPassword(SecureString password, EcsOsType os)
    {
        (EcsRequirementOutcome outcome, string detail) = AlibabaPasswordPolicy.Check(SecretText.Reveal(password), os);
        return PasswordRequirement.Create(outcome, detail);
    }
}
