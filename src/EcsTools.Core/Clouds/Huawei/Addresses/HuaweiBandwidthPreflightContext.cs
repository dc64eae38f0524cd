using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>One server whose public bandwidth is to be changed, with what was looked up about its address
/// (docs/contracts/huawei-ecs-lifecycle.md 1).</summary>
/// <param name="Limits">Least and most of the region by what is billed, as far as the cloud tells.</param>
internal sealed record HuaweiBandwidthPreflightContext(
    StepTarget Target,
    HuaweiVariant Variant,
    LookupResult<HuaweiPublicIp?> Address,
    LookupResult<HuaweiBandwidth?> Bandwidth,
    IReadOnlyDictionary<EcsBandwidthBilling, (int Least, int Most)> Limits)
{
    private const string Console = "Change it in the provider's console.";

    private EcsInstance Instance => Target.Instance;

    private HuaweiBandwidth? Present => Bandwidth.Value;

    private int? Wanted => Target.Options.Bandwidth ?? Present?.Mbps;

    private EcsBandwidthBilling CurrentBilling => Present?.Billing ?? EcsBandwidthBilling.ByBandwidth;

    private EcsBandwidthBilling WantedBilling => Target.Options.Billing ?? CurrentBilling;

    private bool IsOrder => Present?.IsSubscription == true;

    /// <summary>Asks for the prices of the change: what bandwidths that are billed cost, and what an order costs at once.</summary>
    public (PriceQuery? Now, PriceQuery? After, PriceQuery? AtOnce) AskPrices() => (
        BandwidthText.Ask(Instance, Present?.Mbps, CurrentBilling),
        BandwidthText.Ask(Instance, Wanted, WantedBilling),
        IsOrder ? new PriceQuery(EcsPriceKind.Change) { InstanceId = Instance.Id, BandwidthMbps = Wanted } : null);

    /// <summary>Puts the step into words, with its conditions.</summary>
    /// <param name="prices">The prices that <see cref="AskPrices"/> asks for.</param>
    public StepPreview Preview(PriceChange prices) => new()
    {
        AlreadyDone = Present is { IsShared: false } && Wanted == Present.Mbps && WantedBilling == CurrentBilling ? BandwidthText.AlreadyDone(Present.Mbps, CurrentBilling) : null,
        Summary = BandwidthText.Summary(Instance, Present?.Mbps, Wanted, WantedBilling),
        Requirements =
        [
            CheckLock(),
            CheckAddress(),
            .. Present is null ? Array.Empty<EcsRequirement>() : BandwidthText.OrPassed([.. FindFaults()], Wanted),
            .. IsOrder ? [OrderText.CheckPayment(Target)] : Array.Empty<EcsRequirement>(),
        ],
        Costs = [BandwidthText.Cost(WantedBilling), .. prices.Describe(), .. IsOrder ? [OrderText.DescribeDifference(Target)] : Array.Empty<string>()],
        Facts = new Dictionary<string, string>
        {
            [HuaweiFact.BandwidthId] = Present?.Id ?? "",
            [HuaweiFact.Bandwidth] = $"{Present?.Mbps}",
            [HuaweiFact.BandwidthBilling] = CurrentBilling.ToString(),
            [HuaweiFact.BandwidthIsOrdered] = $"{IsOrder}",
            [HuaweiFact.PublicIpId] = Address.Value?.Id ?? "",
        },
    };

    // The owner's lock of the server does not concern its address; what the provider holds, does.
    private EcsRequirement CheckLock() =>
        Present?.IsFrozen == true || Address.Value?.Status == "FREEZED" ? Failed(EcsRequirementId.Lock, "The provider has frozen the public address.", ServerLocks.AdviceOfProvider)
        : Instance.LockReasons.FirstOrDefault(r => r != HuaweiServerReader.OwnersLock) is { } reason ? Failed(EcsRequirementId.Lock, $"The server is locked: {reason}.", ServerLocks.AdviceOfProvider)
        : Passed(EcsRequirementId.Lock, "The provider has not locked the server.");

    private EcsRequirement CheckAddress()
    {
        const string Id = EcsRequirementId.PublicAddress;
        return Instance.PublicIps.Count == 0 ? BandwidthText.NoAddress
            : Instance.PublicIps.Count > 1 ? Failed(Id, $"The server has {Instance.PublicIps.Count} public addresses: {string.Join(", ", Instance.PublicIps)}.", Console)
            : Address.Error is { } denied ? Unknown(Id, $"Cannot read the public address {Instance.PublicIp}", denied)
            : Address.Value is not { } address ? Failed(Id, $"Cannot find the public address {Instance.PublicIp} among those of the project.", Console)
            : Bandwidth.Error is { } error ? Unknown(Id, $"Cannot read the bandwidth of {Instance.PublicIp}", error)
            : Present is null ? Failed(Id, $"Cannot find the bandwidth of {Instance.PublicIp}.", Console)
            : Present.IsShared ? Failed(Id, $"The address {Instance.PublicIp} shares its bandwidth with others, which would change too.", Console)
            : address.Status is "ACTIVE" or "FREEZED" or "" ? Passed(Id, $"The server has the public address {Instance.PublicIp}.")
            : Failed(Id, $"The public address {Instance.PublicIp} is {address.Status}.", "Wait until it is ACTIVE.");
    }

    private IEnumerable<EcsRequirement> FindFaults()
    {
        (int least, int most) = Limits.TryGetValue(WantedBilling, out (int, int) told) ? told : (1, Variant.MostBandwidth);
        if (Wanted < least || Wanted > most)
        {
            yield return BandwidthText.OutOfRange(Wanted, least, most);
        }
        else if (Wanted is { } wanted && wanted % StepAt(wanted) != 0)
        {
            yield return BandwidthText.Fault($"A bandwidth of {wanted} Mbit/s is not offered.", "Specify -Bandwidth up to 300, by steps of 50 up to 1000, or by steps of 500 above.");
        }

        if (IsOrder && Wanted < Present!.Mbps)
        {
            yield return BandwidthText.Fault("The bandwidth of a subscription can be lowered only when it is renewed.", "Lower it with the renewal in the provider's console.");
        }

        if (WantedBilling != CurrentBilling && (IsOrder || !Variant.ChangesBandwidthBilling))
        {
            yield return BandwidthText.Fault("The billing of this bandwidth cannot be changed.", "Omit -Billing.");
        }

        if (Target.Options.InboundBandwidth is not null)
        {
            yield return BandwidthText.Fault("The inbound bandwidth cannot be changed.", "Omit -InboundBandwidth.");
        }

        foreach (EcsRequirement temporary in TemporaryChangeCheck.Refuse(Target, EcsRequirementId.Bandwidth))
        {
            yield return temporary;
        }
    }

    private static int StepAt(int bandwidth) => bandwidth <= 300 ? 1 : bandwidth <= 1000 ? 50 : 500;
}
