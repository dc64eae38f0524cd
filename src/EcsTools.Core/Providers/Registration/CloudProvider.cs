using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers.Registration;

/// <summary>All that the rest of the module asks of a provider before an account is open. What only some providers can do is asked for by
/// interface (<see cref="IRoleAssumption"/>, <see cref="IAgencyAssumption"/>), as is what an open account can do.</summary>
internal abstract class CloudProvider
{
    public abstract EcsCloud Id { get; }

    /// <summary>The name in messages.</summary>
    public abstract string Title { get; }

    /// <summary>A region's id, for advice.</summary>
    public abstract string ExampleRegion { get; }

    /// <summary>The environment variables with which an account is given, for advice.</summary>
    public abstract IReadOnlyList<string> Variables { get; }

    /// <summary>Where its accounts are looked for, in this order; empty if another provider's sources find them too.</summary>
    public abstract IReadOnlyList<IAccountSource> Sources { get; }

    /// <summary>The account of the server that this runs on, or null where servers have none.</summary>
    public virtual IMetadataProbe? Metadata => null;

    /// <summary>What a guest asks for its own id. Nothing in it may come from outside: it stands in a shell line.</summary>
    public abstract string GuestMetadataUrl { get; }

    /// <summary>How the sandbox's account is opened, or null where the sandbox has none.</summary>
    public virtual SandboxSignIn? Sandbox => null;

    /// <summary>True if a user's name means nothing without the domain it belongs to.</summary>
    public virtual bool NeedsDomain => false;

    /// <summary>True if a project may belong to another domain than the user.</summary>
    public virtual bool TakesProjectDomain => false;

    /// <summary>Tells whether a pair of name and secret is a user with a password, and not an access key.</summary>
    public virtual bool TakesUser(bool namesUser, bool namesKey) => namesUser;

    /// <summary>Makes what a key that was given is to this provider.</summary>
    public virtual AccountCandidate TakeKey(AccountCandidate offer, AccessKey key) => offer with { Keys = _ => new StaticAccessKeyProvider(key) };

    /// <summary>Fills in the endpoint of an account that names none.</summary>
    public virtual AccountCandidate Locate(AccountCandidate offer, ConnectRequest request, MachineEnvironment machine) => offer;

    /// <summary>Finds the region of an account that has none.</summary>
    /// <param name="connection">The connection; its region is ignored.</param>
    /// <returns>The account with its region and with the login that finding it took; without one if this cloud cannot be asked.</returns>
    /// <exception cref="EcsException">The login was refused, or there are several regions.</exception>
    public virtual Task<AccountCandidate> FindRegionAsync(AccountCandidate offer, CloudConnection connection, CancellationToken cancellation) => Task.FromResult(offer);

    /// <summary>Opens an account; sends nothing.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CredentialNotFound"/> or <see cref="EcsErrorId.NotSupported"/> if the credential is not of a
    /// kind that this cloud takes.</exception>
    public abstract ICloud Open(AccountCandidate offer, CloudConnection connection);

    /// <summary>Checks a password for a server that keeps its image.</summary>
    /// <returns>The requirement <see cref="EcsRequirementId.Login"/>.</returns>
    public abstract EcsRequirement CheckPassword(SecureString password, EcsOsType os);
}
