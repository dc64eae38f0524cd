using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers.Registration;

/// <summary>Finds the account of the server that this runs on. Nothing is sent until the account is opened.</summary>
internal interface IMetadataProbe
{
    /// <summary>Tells by what the hardware says of itself whether this is a server of the provider's.</summary>
    /// <param name="machine">The machine.</param>
    /// <returns>True if it is.</returns>
    bool Recognizes(MachineEnvironment machine);

    /// <summary>Describes the server's account.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="isHere">True if this is, or may be, a server of the provider's.</param>
    /// <returns>The account, or null.</returns>
    AccountCandidate? FindAccount(MachineEnvironment machine, bool isHere);
}
