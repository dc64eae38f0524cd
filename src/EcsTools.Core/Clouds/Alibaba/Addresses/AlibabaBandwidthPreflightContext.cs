namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>One server whose public bandwidth is to be changed, with what was looked up about its address
/// (docs/contracts/alibaba-ecs-lifecycle.md 1).</summary>
internal sealed record AlibabaBandwidthPreflightContext(StepTarget Target, LookupResult<AlibabaElasticIp?> ElasticIp)
{
    // The service counts a temporary bandwidth by whole hours, and takes no shorter one.
    private static readonly TimeSpan ShortestTerm = TimeSpan.FromHours(3);

    private EcsInstance Instance => Target.Instance;

    private bool IsElastic => Instance.ElasticIpId is not null;

    private bool IsSubscription => Instance.ChargeType == EcsChargeType.Subscription;

    private bool HasAddress => Instance.PublicIps.Count > 0 || Instance.BandwidthMbps > 0;

    private int? Current => Instance.BandwidthMbps ?? ElasticIp.Value?.BandwidthMbps;

    private int? Wanted => Target.Options.Bandwidth ?? Current;

    private EcsBandwidthBilling CurrentBilling => Instance.BandwidthBilling ?? EcsBandwidthBilling.ByTraffic;

    private EcsBandwidthBilling WantedBilling => Target.Options.Billing ?? CurrentBilling;

    private bool Rises => Wanted > Current;

    private bool Falls => Wanted < Current;

    // By traffic, the bandwidth itself costs nothing.
    private bool MayHaveToBePaid => IsSubscription && !IsElastic && WantedBilling == EcsBandwidthBilling.ByBandwidth && (Rises || WantedBilling != CurrentBilling);

    /// <summary>The end of a temporary bandwidth, as it is sent: by whole hours, and never earlier than the user said.</summary>
    public static DateTimeOffset RoundUp(DateTimeOffset end)
    {
        long hour = TimeSpan.TicksPerHour;
        return new DateTimeOffset((end.UtcTicks + hour - 1) / hour * hour, TimeSpan.Zero);
    }

    /// <summary>Asks for the prices of the change: what bandwidths that are billed cost, and what an order costs at once.</summary>
    /// <remarks>Elastic addresses belong to another service, which has no such question.</remarks>
    public (PriceQuery? Now, PriceQuery? After, PriceQuery? AtOnce) AskPrices() => IsElastic ? default : (
        BandwidthText.Ask(Instance, Current, CurrentBilling),
        BandwidthText.Ask(Instance, Wanted, WantedBilling),
        MayHaveToBePaid ? new PriceQuery(EcsPriceKind.Change) { InstanceId = Instance.Id, BandwidthMbps = Wanted, EndTime = Target.Options.EndTime } : null);

    /// <summary>Puts the step into words, with its conditions.</summary>
    /// <param name="prices">The prices that <see cref="AskPrices"/> asks for.</param>
    public StepPreview Preview(DateTimeOffset now, PriceChange prices) => new()
    {
        AlreadyDone = HasAddress && IsAsWanted ? BandwidthText.AlreadyDone(Current, CurrentBilling) : null,
        Summary = BandwidthText.Summary(Instance, Current, Wanted, WantedBilling, DescribeEnd()),
        Requirements =
        [
            AlibabaChecks.AtRest(Instance),
            AlibabaLocks.Check(ServerAction.Bandwidth, Instance, [], now),
            CheckAddress(),
            .. CheckBandwidth(now),
            .. MayHaveToBePaid ? [OrderText.CheckPayment(Target)] : Array.Empty<EcsRequirement>(),
        ],
        Losses = Wanted == 0 && !IsElastic ? [$"The public address {Instance.PublicIp}, for good. An address that is to be kept is converted to an EIP in the provider's console first."] : [],
        Costs = DescribeCosts(prices),
        Facts = new Dictionary<string, string>
        {
            [AlibabaFact.Bandwidth] = $"{Current}",
            [AlibabaFact.InboundBandwidth] = $"{Instance.InboundBandwidthMbps}",
            [AlibabaFact.BandwidthBilling] = CurrentBilling.ToString(),
            [AlibabaFact.ElasticIpId] = Instance.ElasticIpId ?? "",
            [StepFactKeys.Status] = Instance.Status.ToString(),
        },
    };

    private bool IsAsWanted => Wanted == Current && WantedBilling == CurrentBilling
        && (Target.Options.InboundBandwidth is not { } inbound || inbound == Instance.InboundBandwidthMbps);

    private EcsRequirement CheckAddress()
    {
        const string Id = EcsRequirementId.PublicAddress;
        const string Console = "Change it in the provider's console.";
        return !HasAddress ? BandwidthText.NoAddress
            : !IsElastic ? Requirement.Passed(Id, "The server has a static public address.")
            : ElasticIp.Error is { } denied ? Requirement.Unknown(Id, $"Cannot read the elastic address {Instance.ElasticIpId}", denied)
            : ElasticIp.Value is not { } address ? Requirement.Failed(Id, $"Cannot find the elastic address {Instance.ElasticIpId}.", "Get the server again with Get-EcsInstance.")
            : address.PackageId is { } package ? Requirement.Failed(Id, $"The elastic address {address.Id} shares the bandwidth package {package}, which decides.", Console)

            // The call that changes it takes no word on payment, so nothing could keep it from being paid.
            : address.IsSubscription ? Requirement.Failed(Id, $"The elastic address {address.Id} is a subscription.", Console)
            : !address.IsAtRest ? Requirement.Failed(Id, $"The elastic address {address.Id} is {address.Status}.", "Wait until it is in use.")
            : Requirement.Passed(Id, $"The server has the elastic address {address.Id}.");
    }

    private IReadOnlyList<EcsRequirement> CheckBandwidth(DateTimeOffset now) =>
        BandwidthText.OrPassed([.. IsElastic ? FindElasticFaults() : FindStaticFaults(), .. FindRangeFaults(), .. FindTermFaults(now)], Wanted);

    private IEnumerable<EcsRequirement> FindRangeFaults()
    {
        (int least, int most) = (IsElastic, WantedBilling) switch
        {
            (true, EcsBandwidthBilling.ByTraffic) => (1, 200),
            (true, _) => (1, 500),
            (false, EcsBandwidthBilling.ByBandwidth) when IsSubscription => (0, 200),
            _ => (0, 100),
        };
        if (Wanted < least || Wanted > most)
        {
            yield return BandwidthText.OutOfRange(Wanted, least, most);
        }

        int mostInbound = Math.Max(10, Wanted ?? 0);
        if (Target.Options.InboundBandwidth is { } inbound && (inbound < 1 || inbound > mostInbound))
        {
            yield return BandwidthText.Fault($"An inbound bandwidth of {inbound} Mbit/s is out of range.", $"Specify -InboundBandwidth from 1 to {mostInbound}, or omit it.");
        }
    }

    private IEnumerable<EcsRequirement> FindElasticFaults()
    {
        if (WantedBilling != CurrentBilling)
        {
            yield return BandwidthText.Fault("The billing of an elastic address cannot be changed.", "Omit -Billing, or bind another elastic address in the provider's console.");
        }

        if (Target.Options.InboundBandwidth is not null)
        {
            yield return BandwidthText.Fault("The inbound bandwidth of an elastic address cannot be changed.", "Omit -InboundBandwidth.");
        }
    }

    // What the sources disagree about is left to the cloud, which refuses it before anything is paid.
    private IEnumerable<EcsRequirement> FindStaticFaults()
    {
        if (IsSubscription && CurrentBilling == EcsBandwidthBilling.ByBandwidth && Falls)
        {
            yield return Requirement.Warned(EcsRequirementId.Bandwidth, "The provider may refuse to lower the bandwidth of a subscription before its term ends.");
        }

        if (IsSubscription && WantedBilling == EcsBandwidthBilling.ByBandwidth && CurrentBilling == EcsBandwidthBilling.ByTraffic)
        {
            yield return Requirement.Warned(EcsRequirementId.Bandwidth, "The provider may refuse to change the billing of a subscription's bandwidth to ByBandwidth.");
        }
    }

    private IEnumerable<EcsRequirement> FindTermFaults(DateTimeOffset now)
    {
        if (Target.Options.EndTime is not { } wanted)
        {
            yield break;
        }

        DateTimeOffset end = RoundUp(wanted);
        if (IsElastic || !IsSubscription)
        {
            yield return BandwidthText.Fault(
                "Only the bandwidth of a subscription's static address can be raised for a limited time.",
                "Omit -EndTime, and run Set-EcsBandwidth again to change the bandwidth back.");
        }
        else if (!Rises || WantedBilling != CurrentBilling)
        {
            yield return BandwidthText.Fault("A temporary change can only raise the bandwidth.", "Specify a higher -Bandwidth and omit -Billing, or omit -EndTime.");
        }
        else if (TemporaryChangeCheck.FindFault(Instance, EcsRequirementId.Bandwidth, end, now, ShortestTerm) is { } fault)
        {
            yield return fault;
        }
    }

    private IReadOnlyList<string> DescribeCosts(PriceChange prices) =>
    [
        BandwidthText.Cost(WantedBilling),
        .. IsElastic && WantedBilling == EcsBandwidthBilling.ByBandwidth ? ["The price of an elastic address is unknown."] : prices.Describe(),
        .. MayHaveToBePaid ? [OrderText.DescribeDifference(Target)]
            : IsSubscription && !IsElastic && CurrentBilling == EcsBandwidthBilling.ByBandwidth && Falls ? [AlibabaOrders.Refund]
            : Array.Empty<string>(),
    ];

    private string DescribeEnd() => Target.Options.EndTime is { } end ? $" until {RoundUp(end):u}; after that it is as before" : "";
}
