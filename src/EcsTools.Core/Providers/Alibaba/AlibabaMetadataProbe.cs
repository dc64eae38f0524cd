using EcsTools.Core.Credentials;
using EcsTools.Core.Providers.Registration;

namespace EcsTools.Core.Providers.Alibaba;

internal sealed class AlibabaMetadataProbe : IMetadataProbe
{
    // The name that cloud-init goes by.
    public bool Recognizes(MachineEnvironment machine) => machine.Hardware("product_name") == "Alibaba Cloud ECS";

    public AccountCandidate? FindAccount(MachineEnvironment machine, bool isHere)
    {
        AlibabaMetadata metadata = new(machine);
        string? role = machine.Variable("ALIBABA_CLOUD_ECS_METADATA");
        return (!isHere && role is null) || metadata.IsDisabled ? null : AccountCandidate.OfMetadata(EcsCloud.Alibaba, "EcsRamRole") with
        {
            Region = AlibabaVariables.Region(machine),
            FindRegion = metadata.FindRegionAsync,
            Keys = connection => metadata.OpenKeys(role, connection),
        };
    }
}
