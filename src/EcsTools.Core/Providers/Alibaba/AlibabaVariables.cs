using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Providers.Alibaba;

/// <summary>Alibaba Cloud's environment variables (docs/contracts/alibaba-ecs.md 2.1).</summary>
internal static class AlibabaVariables
{
    private static readonly string[] Prefixes = ["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_"];

    /// <summary>A variable under the first prefix that has it.</summary>
    /// <param name="names">The names without prefix.</param>
    /// <returns>The value, or null.</returns>
    public static string? Read(MachineEnvironment machine, params string[] names) => machine.Variable([.. Prefixes.SelectMany(_ => names, (p, n) => p + n)]);

    /// <summary>The profile chosen by a variable; for it the aliyun CLI asks the second prefix first.</summary>
    /// <returns>The profile's name, or null.</returns>
    public static string? Profile(MachineEnvironment machine) => machine.Variable("ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE");

    /// <summary>The region, for profiles that name none.</summary>
    /// <returns>The region's id, or null.</returns>
    public static string? Region(MachineEnvironment machine) => Read(machine, "REGION_ID", "REGION");

    /// <summary>Where requests go instead of the cloud's own hosts.</summary>
    /// <returns>The address, or null.</returns>
    /// <exception cref="EcsException">It is none, or would be spoken to in the clear.</exception>
    public static Uri? Endpoint(MachineEnvironment machine) =>
        machine.Variable("ALIBABA_CLOUD_ENDPOINT") is { } text ? Endpoints.Parse(text, "value of ALIBABA_CLOUD_ENDPOINT") : null;

    /// <summary>Fills in where STS is.</summary>
    /// <returns>The role; what it has already stays.</returns>
    public static AlibabaRole LocateSts(AlibabaRole role, MachineEnvironment machine) => role with
    {
        StsHost = role.StsHost ?? machine.Variable("ALIBABA_CLOUD_STS_ENDPOINT"),
        StsRegion = role.StsRegion ?? machine.Variable("ALIBABA_CLOUD_STS_REGION"),
        InsideVpc = role.InsideVpc || machine.IsOn("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"),
    };
}
