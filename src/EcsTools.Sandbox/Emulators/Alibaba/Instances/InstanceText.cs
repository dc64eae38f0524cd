using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>Writes servers as the queries show them (docs/contracts/alibaba-ecs.md 3.2 and 3.4).</summary>
internal static class InstanceText
{
    /// <summary>The family of a type: <c>ecs.g7</c> of <c>ecs.g7.large</c>.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The family.</returns>
    public static string Family(string type) => type.LastIndexOf('.') is > 0 and int dot ? type.Substring(0, dot) : type;

    /// <summary>The one network of a region.</summary>
    /// <param name="world">The region.</param>
    /// <returns>The id.</returns>
    public static string VpcId(World world) => $"vpc-{world.RegionPart}sandbox000000001";

    /// <summary>The subnet of a server's zone.</summary>
    /// <param name="server">The server.</param>
    /// <returns>The id.</returns>
    public static string VSwitchId(Server server) => $"vsw-sandbox{server.Zone.Replace("-", "")}";

    /// <summary>The one security group of a region.</summary>
    /// <param name="world">The region.</param>
    /// <returns>The id.</returns>
    public static string SecurityGroupId(World world) => $"sg-{world.RegionPart}sandbox0000000001";

    /// <summary>Writes a row of DescribeInstances.</summary>
    /// <param name="call">The call.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="server">The server.</param>
    public static void Write(AlibabaCall call, AnswerWriter answer, Server server)
    {
        WriteCommon(call, answer, server);
        Image? image = call.World.FindImage(server.ImageId);
        answer.Text("InstanceTypeFamily", Family(server.Size));
        answer.Text("ResourceGroupId", "");
        answer.Number("GPUAmount", 0);
        answer.Text("GPUSpec", "");
        answer.Number("LocalStorageAmount", server.HasLocalDisks ? 1 : 0);
        answer.Number("LocalStorageCapacity", server.HasLocalDisks ? 894 : 0);
        answer.Text("OSType", server.IsWindows ? "windows" : "linux");
        answer.Text("OSName", AlibabaWords.OsName(image, server.IsWindows));
        answer.Text("OSNameEn", AlibabaWords.OsName(image, server.IsWindows));
        answer.Text("SaleCycle", server.IsSubscription ? "Month" : "");
        answer.Text("SpotStrategy", "NoSpot");
        answer.Flag("DeletionProtection", server.IsProtected);
        answer.Minute("StartTime", server.StartedAt);
        answer.Text("AutoReleaseTime", "");
        answer.Flag("Recyclable", false);
        answer.Flag("DeviceAvailable", true);
        answer.Flag("IoOptimized", true);
        answer.Text("KeyPairName", server.KeyPairName);
        answer.List("NetworkInterfaces", "NetworkInterface", [server], s =>
        {
            answer.Text("NetworkInterfaceId", "eni-" + s.Id.Substring(2));
            answer.Text("Type", "Primary");
            answer.Text("PrimaryIpAddress", s.PrivateIp);
        });
        answer.List("Tags", "Tag", server.Tags, tag =>
        {
            answer.Text("TagKey", tag.Key);
            answer.Text("TagValue", tag.Value);
        });
        answer.List("OperationLocks", "LockReason", Locks(call, server), reason =>
        {
            answer.Text("LockReason", reason);
            answer.Text("LockMsg", $"The specified instance is locked due to {reason} reason.");
        });
        answer.Object("DedicatedHostAttribute", () =>
        {
            answer.Text("DedicatedHostId", server.IsOnDedicatedHost ? "dh-" + call.World.RegionPart + "sandbox00000000001" : "");
            answer.Text("DedicatedHostName", server.IsOnDedicatedHost ? "sandbox-host" : "");
        });
        answer.Object("HibernationOptions", () => answer.Flag("Configured", false));
    }

    /// <summary>Writes the members of DescribeInstanceAttribute.</summary>
    /// <param name="call">The call.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="server">The server.</param>
    public static void WriteAttribute(AlibabaCall call, AnswerWriter answer, Server server)
    {
        WriteCommon(call, answer, server);
        answer.Text("IoOptimized", "optimized");
        answer.Flag("EnableJumboFrame", false);
        answer.List("OperationLocks", "LockReason", Locks(call, server), reason => answer.Text("LockReason", reason));
    }

    /// <summary>The reasons of locks: the provider's, and one of its own while the system disk is replaced
    /// (docs/contracts/alibaba-ecs.md 9).</summary>
    private static IEnumerable<string> Locks(AlibabaCall call, Server server) =>
        call.Choices.AlibabaReplaceShowsLock && server.SystemDisk?.Phase == DiskPhase.Attaching
            ? server.ProviderLocks.Append("systemdiskreplacing")
            : server.ProviderLocks;

    private static void WriteCommon(AlibabaCall call, AnswerWriter answer, Server server)
    {
        answer.Text("InstanceId", server.Id);
        answer.Text("InstanceName", server.Name);
        answer.Text("HostName", server.HostName ?? server.Name);
        answer.Text("Description", server.Description);
        answer.Text("Status", AlibabaWords.Status(call, server));
        answer.Text("RegionId", call.World.Region);
        answer.Text("ZoneId", server.Zone);
        answer.Text("InstanceType", server.Size);
        answer.Number("Cpu", server.Vcpu);
        answer.Number("Memory", server.MemoryMiB);
        answer.Text("ImageId", server.ImageId);
        answer.Text("InstanceChargeType", server.IsSubscription ? "PrePaid" : "PostPaid");
        answer.Text("StoppedMode", AlibabaWords.StoppedMode(server));
        answer.Minute("CreationTime", server.CreatedAt);
        if (server.ExpiresAt is { } expires)
        {
            answer.Minute("ExpiredTime", expires);
        }
        else
        {
            answer.Text("ExpiredTime", "2099-12-31T15:59Z");
        }

        answer.Text("CreditSpecification", "");
        answer.Text("InstanceNetworkType", "vpc");
        answer.Text("InternetChargeType", "PayByTraffic");
        answer.Number("InternetMaxBandwidthIn", 100);
        answer.Number("InternetMaxBandwidthOut", server.PublicIp is null ? 0 : 5);
        answer.Texts("InnerIpAddress", "IpAddress");
        answer.Texts("PublicIpAddress", "IpAddress", server.PublicIp is { } ip ? [ip] : []);
        answer.Object("EipAddress", () =>
        {
            answer.Text("AllocationId", "");
            answer.Text("IpAddress", "");
            answer.Text("InternetChargeType", "");
        });
        answer.Object("VpcAttributes", () =>
        {
            answer.Text("VpcId", VpcId(call.World));
            answer.Text("VSwitchId", VSwitchId(server));
            answer.Texts("PrivateIpAddress", "IpAddress", server.PrivateIp);
            answer.Text("NatIpAddress", "");
        });
        answer.Texts("SecurityGroupIds", "SecurityGroupId", SecurityGroupId(call.World));
    }
}
