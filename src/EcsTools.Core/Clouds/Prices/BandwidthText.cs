namespace EcsTools.Core.Clouds;

/// <summary>What changes of bandwidth say on every cloud.</summary>
internal static class BandwidthText
{
    /// <summary>The requirement of a server without a public address.</summary>
    public static EcsRequirement NoAddress { get; } = Requirement.Failed(
        EcsRequirementId.PublicAddress, "The server has no public address.", "Bind an elastic IP address (EIP) to it in the provider's console.");

    /// <summary>What is wanted cannot be had.</summary>
    public static EcsRequirement Fault(string detail, string remedy) => Requirement.Failed(EcsRequirementId.Bandwidth, detail, remedy);

    /// <summary>What is wanted is out of range.</summary>
    public static EcsRequirement OutOfRange(int? wanted, int least, int most) =>
        Fault($"A bandwidth of {wanted} Mbit/s is out of range.", $"Specify -Bandwidth from {least} to {most}.");

    /// <summary>Nothing speaks against it.</summary>
    /// <param name="faults">What does.</param>
    public static IReadOnlyList<EcsRequirement> OrPassed(IReadOnlyList<EcsRequirement> faults, int? wanted) =>
        faults.Count > 0 ? faults : [Requirement.Passed(EcsRequirementId.Bandwidth, $"A bandwidth of {wanted} Mbit/s is allowed.")];

    /// <summary>Says that there is nothing to do.</summary>
    public static string AlreadyDone(int? current, EcsBandwidthBilling billing) => $"The public bandwidth is already {current} Mbit/s, {Describe(billing)}.";

    /// <summary>Says what is done.</summary>
    /// <param name="until">For how long, beginning with a blank; empty for good.</param>
    public static string Summary(EcsInstance instance, int? current, int? wanted, EcsBandwidthBilling billing, string until = "") =>
        $"Change the public bandwidth{(instance.PublicIp is { } ip ? $" of {ip}" : "")} from {current ?? 0} to {wanted} Mbit/s, {Describe(billing)}{until}.";

    /// <summary>Says what is billed, without amounts.</summary>
    public static string Cost(EcsBandwidthBilling billing) => billing == EcsBandwidthBilling.ByTraffic
        ? "Outbound traffic is billed by the GB, whatever the bandwidth."
        : "The bandwidth is billed whether it is used or not.";

    /// <summary>Asks what a bandwidth costs; where traffic is billed, the bandwidth costs nothing.</summary>
    /// <returns>The question; null if there is none.</returns>
    public static PriceQuery? Ask(EcsInstance instance, int? mbps, EcsBandwidthBilling billing) =>
        billing == EcsBandwidthBilling.ByBandwidth && mbps is > 0 and { } size ? PriceQuery.ForBandwidth(instance, size, isBilledByTraffic: false) : null;

    private static string Describe(EcsBandwidthBilling billing) => billing == EcsBandwidthBilling.ByTraffic ? "billed by traffic" : "billed by bandwidth";
}
