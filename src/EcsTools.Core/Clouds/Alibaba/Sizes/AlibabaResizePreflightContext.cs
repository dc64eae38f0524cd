namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>One server that is to be given another size, with all that was looked up about it
/// (docs/contracts/alibaba-ecs.md 3.11 to 3.13).</summary>
internal sealed record AlibabaResizePreflightContext(
    StepTarget Target, LookupResult<IReadOnlyList<AvailableInstanceType>> Offers, LookupResult<IReadOnlyDictionary<string, AlibabaInstanceType>> Sizes)
{
    // No source states one for sizes; the one for bandwidths is taken.
    private static readonly TimeSpan ShortestTerm = TimeSpan.FromHours(3);

    // No API has it (docs/contracts/alibaba-ecs-lifecycle.md 3.4).
    private const string Renewal = "It takes effect at once. To downgrade at the renewal instead, without a refund, use the provider's console in the last 15 days of the term.";
    private static readonly TimeSpan ResizeTime = TimeSpan.FromMinutes(1);

    private EcsInstance Instance => Target.Instance;

    private string Wanted => Target.Options.Size ?? "";

    private bool IsSubscription => Instance.ChargeType == EcsChargeType.Subscription;

    private AvailableInstanceType? Offer => Offers.Value?.FirstOrDefault(o => Same(o.Name, Wanted));

    private AlibabaInstanceType? WantedSize => Find(Wanted);

    private string Direction => Offer is { Direction.Length: > 0 } offer ? offer.Direction : WantedSize?.DirectionFrom(Instance) ?? "";

    /// <summary>The end of a temporary size, as it is sent: by whole minutes, and never earlier than the user said.</summary>
    public static DateTimeOffset RoundUp(DateTimeOffset end) => new((end.UtcTicks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    /// <summary>What to ask for the prices now, after and at once. A downgrade has no price at once: no call tells a refund before it is made.</summary>
    public (PriceQuery? Now, PriceQuery? After, PriceQuery? AtOnce) PriceQueries => Same(Instance.Size, Wanted) || Wanted.Length == 0 || Instance.ChargeType == EcsChargeType.Spot
        ? (null, null, null)
        : (PriceQuery.ForSize(Instance, Instance.Size), PriceQuery.ForSize(Instance, Wanted), IsSubscription && Same(Direction, AvailableInstanceType.Upgrade)
            ? new PriceQuery(EcsPriceKind.Change) { InstanceId = Instance.Id, Size = Wanted, EndTime = Target.Options.EndTime }
            : null);

    /// <summary>Puts the step into words, with its conditions.</summary>
    public StepPreview Preview(DateTimeOffset now, PriceChange price)
    {
        List<EcsRequirement> requirements = [CheckState(), AlibabaLocks.Check(ServerAction.Resize, Instance, [], now), CheckSize(), .. CheckTerm(now)];
        if (Instance.OsType == EcsOsType.Windows && Find(Instance.Size) is { } present && WantedSize is { } wanted && present.NvmeSupport != wanted.NvmeSupport)
        {
            requirements.Add(Requirement.Warned(
                EcsRequirementId.Agent,
                $"The sizes differ in NVMe support ({present.NvmeSupport ?? "unknown"}, {wanted.NvmeSupport ?? "unknown"}): Windows may not boot.",
                "Prepare the guest as the provider describes before the change."));
        }
        else if (Instance.OsType == EcsOsType.Windows && Sizes.Error is { } unread)
        {
            requirements.Add(Requirement.Unknown(EcsRequirementId.Agent, "Cannot check whether the sizes differ in NVMe support", unread));
        }

        Dictionary<string, string> facts = new() { [AlibabaFact.Size] = Instance.Size, [StepFactKeys.Status] = Instance.Status.ToString() };
        if (IsSubscription && Direction is AvailableInstanceType.Upgrade or AvailableInstanceType.Downgrade)
        {
            facts[AlibabaFact.Direction] = Direction;
        }

        return new StepPreview
        {
            AlreadyDone = Same(Instance.Size, Wanted) ? $"The server already has the size {Instance.Size}." : null,
            Summary = $"Change the size from {Describe(Instance.Size)} to {Describe(Wanted)}{(Target.Options.EndTime is { } end ? $" until {RoundUp(end):u}" : "")}. Takes effect the next time the server starts.",
            Requirements = requirements,
            Costs = [.. DescribePrice(price), DescribeCost()],
            ExpectedDowntime = ResizeTime,
            Facts = facts,
        };
    }

    private EcsRequirement CheckState()
    {
        if (!IsSubscription || Same(Direction, AvailableInstanceType.Downgrade))
        {
            return AlibabaChecks.Stopped(Instance);
        }

        return Instance.Status == EcsInstanceStatus.Running
            ? Requirement.Warned(EcsRequirementId.State, "The server is running; the new size takes effect after its next restart.", "Restart the server after the change.")
            : AlibabaChecks.AtRest(Instance);
    }

    private EcsRequirement CheckSize()
    {
        const string Id = EcsRequirementId.Size;
        return Instance.ChargeType == EcsChargeType.Spot ? Requirement.Failed(Id, "The size of a spot instance cannot be changed.", "Create a new server.")
            : Same(Instance.Size, Wanted) ? Requirement.Failed(Id, $"The server already has the size {Wanted}.", "To start the server, run Start-EcsInstance. To change the size, specify another one that Get-EcsInstanceSize lists.")
            : Offers.Error is { } denied ? Requirement.Unknown(Id, "Cannot read the sizes that are available for the server", denied)
            : Offer is not { } offer ? Requirement.Failed(Id, $"Size '{Wanted}' is not available for this server.", "Run Get-EcsInstanceSize to list the sizes that are available for it.")
            : !offer.IsAvailable ? Requirement.Failed(Id, $"Size {Wanted} is out of stock ({offer.Status} {offer.Stock}).", "Specify another size, or try again later.")
            : Requirement.Passed(Id, $"Size {Wanted} is in stock.");
    }

    private IReadOnlyList<string> DescribePrice(PriceChange price) => IsSubscription && Same(Direction, AvailableInstanceType.Downgrade)
        ? (price with { AtOnce = Price.UnknownRefund("ModifyPrepayInstanceSpec") }).Describe()
        : price.Describe();

    private IEnumerable<EcsRequirement> CheckTerm(DateTimeOffset now)
    {
        if (Target.Options.EndTime is not { } end)
        {
            yield break;
        }

        if (!IsSubscription || Same(Direction, AvailableInstanceType.Downgrade))
        {
            yield return Requirement.Failed(
                EcsRequirementId.Size, "Only a subscription can be resized temporarily.", "Omit -EndTime, and run Set-EcsInstanceSize again to change the size back.");
        }
        else if (TemporaryChangeCheck.FindFault(Instance, EcsRequirementId.Size, RoundUp(end), now, ShortestTerm) is { } fault)
        {
            yield return fault;
        }
    }

    private string DescribeCost() => !IsSubscription ? "From the next start on, the server is billed at the price of the new size."
        : Same(Direction, AvailableInstanceType.Downgrade) ? $"{AlibabaOrders.Refund} {Renewal}"
        : OrderText.DescribeDifference(Target);

    private string Describe(string name) => Find(name) is { } size ? $"{name} ({size.Vcpu} vCPU, {size.MemoryMiB / 1024m:0.#} GiB)" : name;

    private AlibabaInstanceType? Find(string name) => Sizes.Value is { } known && known.TryGetValue(name, out AlibabaInstanceType? size) ? size : null;

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
