using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers;

/// <summary>The account of the server that this runs on. Where nothing names the hardware, the user's word for the cloud is taken.</summary>
internal sealed class MetadataAccounts : IAccountSource
{
    public IEnumerable<AccountCandidate> Find(MachineEnvironment machine, EcsCloud? cloud)
    {
        EcsCloud? here = CloudProviders.All.FirstOrDefault(p => p.Metadata?.Recognizes(machine) == true)?.Id ?? (HasHardwareName(machine) ? null : cloud);
        return CloudProviders.All.Select(p => p.Metadata?.FindAccount(machine, p.Id == here)).OfType<AccountCandidate>();
    }

    private static bool HasHardwareName(MachineEnvironment machine) => machine.Hardware("product_name") is not null;
}
