using EcsTools.Core.Credentials;
using EcsTools.Core.Providers.Registration;

namespace EcsTools.Core.Providers.Huawei;

/// <summary>The account of a server that calls itself by a tag, the one that cloud-init goes by.</summary>
internal sealed class HuaweiMetadataProbe(EcsCloud cloud, string tag) : IMetadataProbe
{
    public bool Recognizes(MachineEnvironment machine) => tag.Equals(machine.Hardware("chassis_asset_tag"), StringComparison.OrdinalIgnoreCase);

    public AccountCandidate? FindAccount(MachineEnvironment machine, bool isHere)
    {
        HuaweiMetadata metadata = new(machine);
        return !isHere ? null : AccountCandidate.OfMetadata(cloud, "ecsAgency") with
        {
            Region = machine.Variable("HW_REGION_NAME", "OS_REGION_NAME"),
            FindRegion = metadata.FindRegionAsync,
            Keys = metadata.OpenKeys,
        };
    }
}
