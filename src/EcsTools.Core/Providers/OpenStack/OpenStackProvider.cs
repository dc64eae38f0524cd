using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;
using EcsTools.Core.Providers.Registration;

namespace EcsTools.Core.Providers.OpenStack;

internal sealed class OpenStackProvider : CloudProvider
{
    public override EcsCloud Id => EcsCloud.OpenStack;

    public override string Title => "OpenStack";

    public override string ExampleRegion => "RegionOne";

    public override IReadOnlyList<string> Variables { get; } = ["OS_AUTH_URL", "OS_USERNAME"];

    public override IReadOnlyList<IAccountSource> Sources { get; } = [new OpenStackEnvironment(), new CloudsYamlFile()];

    public override string GuestMetadataUrl => "http://169.254.169.254/openstack/latest/meta_data.json";

    public override bool TakesProjectDomain => true;

    public override bool TakesUser(bool namesUser, bool namesKey) => namesUser || !namesKey;

    /// <summary>Makes an application credential of it: these are OpenStack's keys.</summary>
    public override AccountCandidate TakeKey(AccountCandidate offer, AccessKey key) =>
        offer with { Login = new KeystoneLogin { ApplicationCredentialId = key.Id, ApplicationCredentialSecret = key.Secret } };

    public override AccountCandidate Locate(AccountCandidate offer, ConnectRequest request, MachineEnvironment machine) =>
        (request.Endpoint ?? offer.Endpoint) is null && machine.Variable("OS_AUTH_URL") is { } identity
            ? offer with { Endpoint = Endpoints.Parse(identity, "address of the identity service") }
            : offer;

    public override async Task<AccountCandidate> FindRegionAsync(AccountCandidate offer, CloudConnection connection, CancellationToken cancellation)
    {
        if (offer.Login is not { } login)
        {
            return offer;
        }

        (string region, KeystoneToken token) =
            await NovaCloud.FindRegionAsync(connection, Complete(offer, login), Settings(offer), cancellation).ConfigureAwait(false);
        return offer with { Region = region, Login = login with { Held = token } };
    }

    public override ICloud Open(AccountCandidate offer, CloudConnection connection) => offer.Login is { } login
        ? NovaCloud.Open(connection, Complete(offer, login), Settings(offer))
        : throw new EcsException(EcsErrorId.NotSupported, "OpenStack does not accept this kind of credential.");

    public override EcsRequirement CheckPassword(SecureString password, EcsOsType os) => OpenStackPassword.Check(password);

    // An account of parameters alone has no settings of its own.
    private static OpenStackSettings Settings(AccountCandidate offer) => offer.Settings as OpenStackSettings ?? new OpenStackSettings();

    // Keystone knows a user's or project's name only together with its domain. Where none is said it is the one every installation begins with.
    private static KeystoneLogin Complete(AccountCandidate offer, KeystoneLogin login)
    {
        bool namesUserDomain = (login.UserDomainId ?? login.UserDomainName) is not null;
        string? userDomainId = namesUserDomain ? login.UserDomainId : "default";
        bool namesProjectDomain = (login.ProjectDomainId ?? login.ProjectDomainName) is not null;
        return login with
        {
            UserDomainId = userDomainId,
            ProjectId = offer.ProjectId,
            ProjectName = offer.ProjectName,
            ProjectDomainId = namesProjectDomain ? login.ProjectDomainId : userDomainId,
            ProjectDomainName = namesProjectDomain ? login.ProjectDomainName : login.UserDomainName,
        };
    }
}
