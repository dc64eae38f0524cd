using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers.Registration;

/// <summary>A provider at which one account can act through an agency that another has given it.</summary>
internal interface IAgencyAssumption
{
    Func<CloudConnection, IAccessKeyProvider> AssumeAgency(AccountCandidate own, string name, string? domainName);
}
