using System;
using System.Collections.Generic;

using EcsTools.Model;

namespace EcsTools.Core.Credentials;

/// <summary>The account of the server this runs on (docs/contracts/alibaba-ecs.md 2.6, docs/contracts/huawei-ecs.md 2.3). Whether it is a
/// server of one of our clouds is told by its hardware's name, so that no strange network is asked for keys; where that cannot be read the
/// user's word counts.</summary>
internal sealed class MetadataAccounts : IAccountSource
{
    /// <inheritdoc/>
    public IEnumerable<AccountOffer> Find(LocalMachine machine, EcsCloud? cloud)
    {
        EcsCloud? here = RecogniseHardware(machine) ?? (HasHardwareName(machine) ? null : cloud);
        AlibabaMetadata alibaba = new(machine);
        string? role = machine.Variable("ALIBABA_CLOUD_ECS_METADATA");
        if ((here == EcsCloud.Alibaba || role is not null) && !alibaba.IsDisabled)
        {
            yield return Describe(EcsCloud.Alibaba, "EcsRamRole") with
            {
                Region = AlibabaVariables.Region(machine),
                FindRegion = alibaba.FindRegionAsync,
                Keys = connection => alibaba.OpenKeys(role, connection),
            };
        }

        if (here is EcsCloud.Huawei or EcsCloud.OpenTelekom)
        {
            HuaweiMetadata huawei = new(machine);
            yield return Describe(here.Value, "ecsAgency") with
            {
                Region = machine.Variable("HW_REGION_NAME", "OS_REGION_NAME"),
                FindRegion = huawei.FindRegionAsync,
                Keys = huawei.OpenKeys,
            };
        }
    }

    private static AccountOffer Describe(EcsCloud cloud, string method) => new()
    {
        Source = "metadata service",
        Step = AccountStep.Metadata,
        Cloud = cloud,
        Method = method,
        IsPreferred = true,
    };

    private static bool HasHardwareName(LocalMachine machine) => machine.Hardware("product_name") is not null;

    // The names that cloud-init goes by.
    private static EcsCloud? RecogniseHardware(LocalMachine machine) =>
        machine.Hardware("product_name") == "Alibaba Cloud ECS" ? EcsCloud.Alibaba
        : machine.Hardware("chassis_asset_tag") is not { } tag ? null
        : tag.Equals("OpenTelekomCloud", StringComparison.OrdinalIgnoreCase) ? EcsCloud.OpenTelekom
        : tag.Equals("HUAWEICLOUD", StringComparison.OrdinalIgnoreCase) ? EcsCloud.Huawei
        : null;
}
