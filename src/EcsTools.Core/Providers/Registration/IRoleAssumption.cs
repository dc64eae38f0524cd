using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers.Registration;

/// <summary>A provider whose keys can assume a role.</summary>
internal interface IRoleAssumption
{
    Func<CloudConnection, IAccessKeyProvider> AssumeRole(string arn, Func<CloudConnection, IAccessKeyProvider> keys, MachineEnvironment machine);
}
