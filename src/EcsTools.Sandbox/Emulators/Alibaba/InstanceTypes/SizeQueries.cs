using EcsTools.Sandbox.Emulators.Alibaba.Instances;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.InstanceTypes;

/// <summary>DescribeInstanceTypes, DescribeResourcesModification, DescribeAvailableResource (docs/contracts/alibaba-ecs.md 3.13).</summary>
internal static class SizeQueries
{
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeInstanceTypes", IsWrite: false, DescribeInstanceTypes),
        new("DescribeResourcesModification", IsWrite: false, DescribeResourcesModification) { NeedsRegion = true },
        new("DescribeAvailableResource", IsWrite: false, DescribeAvailableResource) { NeedsRegion = true },
    ];

    /// <summary>Configuration only; memory is in GiB here, in MiB on a server.</summary>
    private static void DescribeInstanceTypes(AlibabaRequestContext call, ResponseWriter response)
    {
        IReadOnlyList<string> types = call.RepeatList("InstanceTypes");
        string? family = call.Text("InstanceTypeFamily");
        if (types.Count > 10)
        {
            throw AlibabaErrors.Invalid("InstanceTypes");
        }

        IReadOnlyList<Size> sizes =
        [
            .. call.Backend.Sizes.Where(s => (types.Count == 0 || types.Contains(s.Id))
                && (family is null || InstanceText.Family(s.Id) == family)
                && s.Vcpu >= (call.Number("MinimumCpuCoreCount") ?? 0)
                && s.Vcpu <= (call.Number("MaximumCpuCoreCount") ?? int.MaxValue)),
        ];
        response.Text("NextToken", "");
        response.List("InstanceTypes", "InstanceType", sizes, size =>
        {
            response.Text("InstanceTypeId", size.Id);
            response.Text("InstanceTypeFamily", InstanceText.Family(size.Id));
            response.Text("InstanceFamilyLevel", "EnterpriseLevel");
            response.Number("CpuCoreCount", size.Vcpu);
            response.Fraction("MemorySize", size.MemoryMiB / 1024.0);
            response.Text("CpuArchitecture", "X86");
            response.Number("GPUAmount", 0);
            response.Text("GPUSpec", "");
            response.Text("LocalStorageCategory", size.HasLocalDisks ? "local_ssd_pro" : "");
            response.Number("DiskQuantity", 17);
            response.Number("EniQuantity", 3);
            response.Text("NvmeSupport", "unsupported");
        });
    }

    private static void DescribeResourcesModification(AlibabaRequestContext call, ResponseWriter response)
    {
        Server server = call.Backend.FindServer(call.Required("ResourceId")) ?? throw AlibabaErrors.InstanceNotFound();
        string destination = call.Required("DestinationResource");
        string? type = call.Text("InstanceType");
        if (destination is not ("InstanceType" or "SystemDisk"))
        {
            throw AlibabaErrors.Invalid("DestinationResource");
        }

        if (type is not null && (call.Text("Cores") ?? call.Text("Memory")) is not null)
        {
            throw new AlibabaApiError(
                403, "InvalidParam.TypeAndCpuMem.Conflict", "The InstanceType and Cores or Memory cannot be specified together.");
        }

        // Only for subscriptions is up told from down; everything else is changed by Upgrade alone.
        string? direction = server.IsSubscription ? call.Text("OperationType") ?? "Upgrade" : null;
        WriteZones(call, response, [server.Zone], destination, s => !server.HasLocalDisks && !s.HasLocalDisks
            && s.Id != server.Size && (type is null || s.Id == type)
            && direction switch
            {
                "Upgrade" => s.IsUpgradeOf(server),
                "Downgrade" or "RenewDowngrade" => !s.IsUpgradeOf(server),
                _ => true,
            });
    }

    private static void DescribeAvailableResource(AlibabaRequestContext call, ResponseWriter response)
    {
        string destination = call.Required("DestinationResource");
        string? type = call.Text("InstanceType");
        string? zone = call.Text("ZoneId");
        IEnumerable<string> zones = call.Backend.Servers.Select(s => s.Zone).Distinct().Where(z => zone is null || z == zone);
        WriteZones(call, response, zones, destination, s => type is null || s.Id == type);
    }

    private static void WriteZones(
        AlibabaRequestContext call, ResponseWriter response, IEnumerable<string> zones, string destination, Func<Size, bool> matches) =>
        response.List("AvailableZones", "AvailableZone", zones, zone =>
        {
            response.Text("RegionId", call.Backend.Region);
            response.Text("ZoneId", zone);
            WriteStock(response, isInStock: true);
            response.List("AvailableResources", "AvailableResource", [destination], kind =>
            {
                response.Text("Type", kind);
                if (kind == "InstanceType")
                {
                    response.List("SupportedResources", "SupportedResource", call.Backend.Sizes.Where(matches), size =>
                    {
                        response.Text("Value", size.Id);
                        WriteStock(response, size.IsInStock);
                    });
                }
                else
                {
                    response.List("SupportedResources", "SupportedResource", ["cloud_essd", "cloud_efficiency"], category =>
                    {
                        response.Text("Value", category);
                        WriteStock(response, isInStock: true);
                        response.Number("Min", 20);
                        response.Number("Max", 2048);
                        response.Text("Unit", "GiB");
                    });
                }
            });
        });

    private static void WriteStock(ResponseWriter response, bool isInStock)
    {
        response.Text("Status", isInStock ? "Available" : "SoldOut");
        response.Text("StatusCategory", isInStock ? "WithStock" : "WithoutStock");
    }
}
