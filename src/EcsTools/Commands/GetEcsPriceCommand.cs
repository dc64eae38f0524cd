using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Listing;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Gets the price of a size, a disk or bandwidth, of a change of a server or of a renewal, as the provider estimates it.</summary>
[Cmdlet(VerbsCommon.Get, "EcsPrice", DefaultParameterSetName = SizeSet)]
[OutputType(typeof(EcsPrice))]
public sealed class GetEcsPriceCommand : EcsTargetCmdlet
{
    private const string SizeSet = "Size";
    private const string DiskSet = "Disk";
    private const string BandwidthSet = "Bandwidth";

    /// <summary>Servers, operations that succeeded, ids or exact names.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = SizeSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [EcsInstanceIdentityTransformation]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public EcsInstanceIdentity[]? InputObject { get; set; }

    /// <summary>The size; with a server, the one it would be changed to.</summary>
    [Parameter(ParameterSetName = SizeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public string? Size { get; set; }

    /// <summary>The operating system for which the size is priced.</summary>
    [Parameter(ParameterSetName = SizeSet)]
    [ValidateSet(nameof(EcsOsType.Linux), nameof(EcsOsType.Windows))]
    public EcsOsType OsType { get; set; } = EcsOsType.Linux;

    /// <summary>The image for which the size is priced, where the provider prices systems by their image.</summary>
    [Parameter(ParameterSetName = SizeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageIdCompleter))]
    public string? ImageId { get; set; }

    /// <summary>The category of the disk, in the provider's word.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DiskSet)]
    [ValidateNotNullOrEmpty]
    public string DiskCategory { get; set; } = "";

    /// <summary>The size of the disk in GiB.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DiskSet)]
    [ValidateRange(1, 65536)]
    public int DiskSizeGiB { get; set; }

    /// <summary>The performance level of the disk.</summary>
    [Parameter(ParameterSetName = DiskSet)]
    [ValidateNotNullOrEmpty]
    public string? PerformanceLevel { get; set; }

    /// <summary>The bandwidth in Mbit/s, billed by its size.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BandwidthSet)]
    [ValidateRange(1, 2000)]
    public int BandwidthMbps { get; set; }

    /// <summary>Prices the renewal of the server's subscription.</summary>
    [Parameter(ParameterSetName = SizeSet)]
    public SwitchParameter Renewal { get; set; }

    /// <summary>How many units the price is for.</summary>
    [Parameter(ParameterSetName = SizeSet)]
    [Parameter(ParameterSetName = DiskSet)]
    [Parameter(ParameterSetName = BandwidthSet)]
    [ValidateRange(1, 60)]
    public int Period { get; set; } = 1;

    /// <summary>The unit of the period: hours by default, months for a renewal.</summary>
    [Parameter(ParameterSetName = SizeSet)]
    [Parameter(ParameterSetName = DiskSet)]
    [Parameter(ParameterSetName = BandwidthSet)]
    public EcsPeriodUnit PeriodUnit { get; set; }

    /// <summary>The account; the default one without it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string? Account { get; set; }

    private EcsPeriodUnit Unit => Renewal && !MyInvocation.BoundParameters.ContainsKey(nameof(PeriodUnit)) ? EcsPeriodUnit.Month : PeriodUnit;

    private protected override void Begin()
    {
        if (Renewal && Size is not null)
        {
            Fail(InputErrors.Create("A renewal does not change the size.", "Specify either -Renewal or -Size."));
        }

        if (Renewal && Unit == EcsPeriodUnit.Hour)
        {
            Fail(InputErrors.Create("A subscription cannot be renewed by the hour.", "Specify -PeriodUnit Month or Year."));
        }

        base.Begin();
    }

    private bool HasServers => MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    private protected override void Process()
    {
        if (!HasServers)
        {
            Write(Accounts.Get(Account), [CreateQuery() with { Unit = Unit, Period = Period }]);
            return;
        }

        RefuseWhatAServerDecides();
        foreach (EcsInstanceIdentity identity in InputObject ?? [EcsInstanceIdentity.FromObject(null)])
        {
            Collect(identity, Account, region: null);
        }
    }

    private protected override void Act(ConnectedAccount account, IReadOnlyList<EcsInstance> instances) =>
        Write(account, [.. instances.SelectMany(i => Renewal ? [new PriceQuery(EcsPriceKind.Renewal) { InstanceId = i.Id, Unit = Unit, Period = Period }] : Ask(i))]);

    // Without another size the server's own is priced.
    private IEnumerable<PriceQuery> Ask(EcsInstance instance)
    {
        yield return PriceQuery.ForSize(instance, instance.Size);
        if (Size is not null)
        {
            yield return PriceQuery.ForSize(instance, Size);
            if (instance.ChargeType == EcsChargeType.Subscription)
            {
                yield return new PriceQuery(EcsPriceKind.Change) { InstanceId = instance.Id, Size = Size };
            }
        }
    }

    private void RefuseWhatAServerDecides()
    {
        string[] given = [.. new[] { nameof(OsType), nameof(ImageId), nameof(Period), nameof(PeriodUnit) }.Where(MyInvocation.BoundParameters.ContainsKey)];
        if (!Renewal && given.Length > 0)
        {
            Fail(InputErrors.Create($"-{given[0]} has no effect with a server, which is priced as it is.", $"Omit -{given[0]}."));
        }
    }

    private PriceQuery CreateQuery() => ParameterSetName switch
    {
        SizeSet when Renewal => throw InputErrors.Create("A renewal is priced for a server.", "Specify the server."),
        SizeSet when Size is null => throw InputErrors.Create("Nothing to price is specified.", "Specify a server, -Size, -DiskCategory, or -BandwidthMbps."),
        SizeSet => new PriceQuery(EcsPriceKind.Size) { Size = Size, OsType = OsType, ImageId = ImageId },
        DiskSet => new PriceQuery(EcsPriceKind.Disk) { DiskCategory = DiskCategory, DiskSizeGiB = DiskSizeGiB, PerformanceLevel = PerformanceLevel },
        _ => new PriceQuery(EcsPriceKind.Bandwidth) { BandwidthMbps = BandwidthMbps },
    };

    private void Write(ConnectedAccount account, IReadOnlyList<PriceQuery> queries)
    {
        foreach (EcsPrice price in Run(token => Inventory.PricesAsync(account, queries, token)))
        {
            WriteRead(account, price);
        }
    }
}
