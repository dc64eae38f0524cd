using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>Writes servers as the queries show them (docs/contracts/alibaba-ecs.md 3.2 and 3.4).</summary>
internal static class InstanceText
{
    /// <summary>The family of a type: <c>ecs.g7</c> of <c>ecs.g7.large</c>.</summary>
    public static string Family(string type) => type.LastIndexOf('.') is > 0 and int dot ? type.Substring(0, dot) : type;

    public static void Write(AlibabaRequestContext call, ResponseWriter response, Server server)
    {
        WriteCommon(call, response, server);
        Image? image = call.Backend.FindImage(server.ImageId);
        response.Text("InstanceTypeFamily", Family(server.Size));
        response.Text("ResourceGroupId", "");
        response.Number("GPUAmount", 0);
        response.Text("GPUSpec", "");
        response.Number("LocalStorageAmount", server.HasLocalDisks ? 1 : 0);
        response.Number("LocalStorageCapacity", server.HasLocalDisks ? 894 : 0);
        response.Text("OSType", server.IsWindows ? "windows" : "linux");
        response.Text("OSName", AlibabaWords.OsName(image, server.IsWindows));
        response.Text("OSNameEn", AlibabaWords.OsName(image, server.IsWindows));
        response.Text("SaleCycle", server.IsSubscription ? "Month" : "");
        response.Text("SpotStrategy", server.IsSpot ? "SpotAsPriceGo" : "NoSpot");
        response.Flag("DeletionProtection", server.IsProtected);
        response.Minute("StartTime", server.StartedAt);
        response.Text("AutoReleaseTime", "");
        response.Flag("Recyclable", false);
        response.Flag("DeviceAvailable", true);
        response.Flag("IoOptimized", true);
        response.Text("KeyPairName", server.KeyPairName);
        response.List("NetworkInterfaces", "NetworkInterface", [server], s =>
        {
            response.Text("NetworkInterfaceId", "eni-" + s.Id.Substring(2));
            response.Text("Type", "Primary");
            response.Text("PrimaryIpAddress", s.PrivateIp);
        });
        response.List("Tags", "Tag", server.Tags, tag =>
        {
            response.Text("TagKey", tag.Key);
            response.Text("TagValue", tag.Value);
        });
        response.List("OperationLocks", "LockReason", Locks(call, server), reason =>
        {
            response.Text("LockReason", reason);
            response.Text("LockMsg", $"The specified instance is locked due to {reason} reason.");
        });
        response.Object("DedicatedHostAttribute", () =>
        {
            response.Text("DedicatedHostId", server.IsOnDedicatedHost ? "dh-" + call.Backend.RegionPart + "sandbox00000000001" : "");
            response.Text("DedicatedHostName", server.IsOnDedicatedHost ? "sandbox-host" : "");
        });
        response.Object("HibernationOptions", () => response.Flag("Configured", false));
    }

    public static void WriteAttribute(AlibabaRequestContext call, ResponseWriter response, Server server)
    {
        WriteCommon(call, response, server);
        response.Text("IoOptimized", "optimized");
        response.Flag("EnableJumboFrame", false);
        response.List("OperationLocks", "LockReason", Locks(call, server), reason => response.Text("LockReason", reason));
    }

    private static string ChargeType(bool isByBandwidth) => isByBandwidth ? "PayByBandwidth" : "PayByTraffic";

    /// <summary>The provider's lock reasons, and a temporary one while the system disk is replaced (docs/contracts/alibaba-ecs.md
    /// 9).</summary>
    private static IEnumerable<string> Locks(AlibabaRequestContext call, Server server) =>
        call.Undocumented.AlibabaReplaceShowsLock && server.SystemDisk?.Phase == DiskPhase.Attaching
            ? server.ProviderLocks.Append("systemdiskreplacing")
            : server.ProviderLocks;

    private static void WriteCommon(AlibabaRequestContext call, ResponseWriter response, Server server)
    {
        response.Text("InstanceId", server.Id);
        response.Text("InstanceName", server.Name);
        response.Text("HostName", server.HostName ?? server.Name);
        response.Text("Description", server.Description);
        response.Text("Status", AlibabaWords.Status(call, server));
        response.Text("RegionId", call.Backend.Region);
        response.Text("ZoneId", server.Zone);
        response.Text("InstanceType", server.Size);
        response.Number("Cpu", server.Vcpu);
        response.Number("Memory", server.MemoryMiB);
        response.Text("ImageId", server.ImageId);
        response.Text("InstanceChargeType", server.IsSubscription ? "PrePaid" : "PostPaid");
        response.Text("StoppedMode", AlibabaWords.StoppedMode(server));
        response.Minute("CreationTime", server.CreatedAt);
        if (server.ExpiresAt is { } expires)
        {
            response.Minute("ExpiredTime", expires);
        }
        else
        {
            response.Text("ExpiredTime", "2099-12-31T15:59Z");
        }

        response.Text("CreditSpecification", "");
        response.Text("InstanceNetworkType", "vpc");
        response.Text("InternetChargeType", ChargeType(server.IsBilledByBandwidth));
        response.Number("InternetMaxBandwidthIn", server.BandwidthOut == 0 ? -1 : server.BandwidthIn);
        response.Number("InternetMaxBandwidthOut", server.BandwidthOut);
        response.Texts("InnerIpAddress", "IpAddress");
        response.Texts("PublicIpAddress", "IpAddress", server is { ElasticIp: null, PublicIp: { } ip } ? [ip] : []);
        response.Object("EipAddress", () =>
        {
            ElasticIp? address = server.ElasticIp;
            response.Text("AllocationId", address?.Id);
            response.Text("IpAddress", address?.Address);
            response.Text("InternetChargeType", address is null ? "" : ChargeType(address.IsBilledByBandwidth));
            if (address is not null && call.Undocumented.AlibabaTellsElasticBandwidth)
            {
                response.Number("Bandwidth", address.BandwidthMbps);
            }
        });
        response.Object("VpcAttributes", () =>
        {
            response.Text("VpcId", call.Backend.NetworkOf(server).VpcId);
            response.Text("VSwitchId", call.Backend.NetworkOf(server).Id);
            response.Texts("PrivateIpAddress", "IpAddress", server.PrivateIp);
            response.Text("NatIpAddress", "");
        });
        response.Texts("SecurityGroupIds", "SecurityGroupId", [.. call.Backend.GroupsOf(server).Select(g => g.Id)]);
    }
}
