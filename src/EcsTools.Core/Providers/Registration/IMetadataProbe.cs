using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers.Registration;

/// <summary>Finds the account of the server that this runs on. Nothing is sent until the account is opened.</summary>
internal interface IMetadataProbe
{
    /// <summary>Tells by what the hardware says of itself whether this is a server of the provider's.</summary>
    bool Recognizes(MachineEnvironment machine);

    /// <summary>Describes the server's account.</summary>
    /// <returns>The account, or null.</returns>
    AccountCandidate? FindAccount(MachineEnvironment machine, bool isHere);
}
