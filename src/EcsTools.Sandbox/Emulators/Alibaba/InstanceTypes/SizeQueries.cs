using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Emulators.Alibaba.Instances;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.InstanceTypes;

/// <summary>DescribeInstanceTypes, DescribeResourcesModification, DescribeAvailableResource (docs/contracts/alibaba-ecs.md 3.13).</summary>
internal static class SizeQueries
{
    /// <summary>Lists them.</summary>
    /// <returns>The operations.</returns>
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeInstanceTypes", IsWrite: false, DescribeInstanceTypes),
        new("DescribeResourcesModification", IsWrite: false, DescribeResourcesModification) { NeedsRegion = true },
        new("DescribeAvailableResource", IsWrite: false, DescribeAvailableResource) { NeedsRegion = true },
    ];

    /// <summary>Configuration only; memory is in GiB here, in MiB on a server.</summary>
    private static void DescribeInstanceTypes(AlibabaCall call, AnswerWriter answer)
    {
        IReadOnlyList<string> types = call.RepeatList("InstanceTypes");
        string? family = call.Text("InstanceTypeFamily");
        if (types.Count > 10)
        {
            throw Refusals.Invalid("InstanceTypes");
        }

        IReadOnlyList<Size> sizes =
        [
            .. call.World.Sizes.Where(s => (types.Count == 0 || types.Contains(s.Id))
                && (family is null || InstanceText.Family(s.Id) == family)
                && s.Vcpu >= (call.Number("MinimumCpuCoreCount") ?? 0)
                && s.Vcpu <= (call.Number("MaximumCpuCoreCount") ?? int.MaxValue)),
        ];
        answer.Text("NextToken", "");
        answer.List("InstanceTypes", "InstanceType", sizes, size =>
        {
            answer.Text("InstanceTypeId", size.Id);
            answer.Text("InstanceTypeFamily", InstanceText.Family(size.Id));
            answer.Text("InstanceFamilyLevel", "EnterpriseLevel");
            answer.Number("CpuCoreCount", size.Vcpu);
            answer.Fraction("MemorySize", size.MemoryMiB / 1024.0);
            answer.Text("CpuArchitecture", "X86");
            answer.Number("GPUAmount", 0);
            answer.Text("GPUSpec", "");
            answer.Text("LocalStorageCategory", size.HasLocalDisks ? "local_ssd_pro" : "");
            answer.Number("DiskQuantity", 17);
            answer.Number("EniQuantity", 3);
            answer.Text("NvmeSupport", "unsupported");
        });
    }

    private static void DescribeResourcesModification(AlibabaCall call, AnswerWriter answer)
    {
        Server server = call.World.FindServer(call.Required("ResourceId")) ?? throw Refusals.InstanceNotFound();
        string destination = call.Required("DestinationResource");
        string? type = call.Text("InstanceType");
        if (destination is not ("InstanceType" or "SystemDisk"))
        {
            throw Refusals.Invalid("DestinationResource");
        }

        if (type is not null && (call.Text("Cores") ?? call.Text("Memory")) is not null)
        {
            throw new AlibabaRefusal(
                403, "InvalidParam.TypeAndCpuMem.Conflict", "The InstanceType and Cores or Memory cannot be specified together.");
        }

        WriteZones(call, answer, [server.Zone], destination, s => !server.HasLocalDisks && !s.HasLocalDisks
            && s.Id != server.Size && (type is null || s.Id == type));
    }

    private static void DescribeAvailableResource(AlibabaCall call, AnswerWriter answer)
    {
        string destination = call.Required("DestinationResource");
        string? type = call.Text("InstanceType");
        string? zone = call.Text("ZoneId");
        IEnumerable<string> zones = call.World.Servers.Select(s => s.Zone).Distinct().Where(z => zone is null || z == zone);
        WriteZones(call, answer, zones, destination, s => type is null || s.Id == type);
    }

    private static void WriteZones(
        AlibabaCall call, AnswerWriter answer, IEnumerable<string> zones, string destination, Func<Size, bool> matches) =>
        answer.List("AvailableZones", "AvailableZone", zones, zone =>
        {
            answer.Text("RegionId", call.World.Region);
            answer.Text("ZoneId", zone);
            WriteStock(answer, isInStock: true);
            answer.List("AvailableResources", "AvailableResource", [destination], kind =>
            {
                answer.Text("Type", kind);
                if (kind == "InstanceType")
                {
                    answer.List("SupportedResources", "SupportedResource", call.World.Sizes.Where(matches), size =>
                    {
                        answer.Text("Value", size.Id);
                        WriteStock(answer, size.IsInStock);
                    });
                }
                else
                {
                    answer.List("SupportedResources", "SupportedResource", ["cloud_essd", "cloud_efficiency"], category =>
                    {
                        answer.Text("Value", category);
                        WriteStock(answer, isInStock: true);
                        answer.Number("Min", 20);
                        answer.Number("Max", 2048);
                        answer.Text("Unit", "GiB");
                    });
                }
            });
        });

    private static void WriteStock(AnswerWriter answer, bool isInStock)
    {
        answer.Text("Status", isInStock ? "Available" : "SoldOut");
        answer.Text("StatusCategory", isInStock ? "WithStock" : "WithoutStock");
    }
}
