using EcsTools.Abstractions;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Commands;

/// <summary>Changes the bandwidth of the public addresses of servers.</summary>
[Cmdlet(VerbsCommon.Set, "EcsBandwidth", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class SetEcsBandwidthCommand : EcsOperationCmdlet
{
    internal const int Most = 2000;

    /// <summary>Creates the command.</summary>
    public SetEcsBandwidthCommand() => Timeout = (int)OperationOptions.UsualTimeout(OperationKind.BandwidthChange).TotalSeconds;

    /// <summary>The outbound bandwidth in Mbit/s; 0 gives a static public address back for good.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(0, Most)]
    public int? Bandwidth { get; set; }

    /// <summary>The inbound bandwidth in Mbit/s.</summary>
    [Parameter]
    [ValidateRange(1, Most)]
    public int? InboundBandwidth { get; set; }

    /// <summary>What of the bandwidth is billed.</summary>
    [Parameter]
    public EcsBandwidthBilling? Billing { get; set; }

    /// <summary>When the provider takes a temporary change back.</summary>
    [Parameter]
    public DateTimeOffset? EndTime { get; set; }

    /// <summary>Pays the order of a subscription at once instead of leaving it unpaid.</summary>
    [Parameter]
    public SwitchParameter AutoPay { get; set; }

    private protected override string Activity => "Changing bandwidths";

    private protected override void Begin()
    {
        if (Bandwidth is null && InboundBandwidth is null && Billing is null)
        {
            Fail(InputErrors.Create("No changes specified.", "Specify -Bandwidth, -InboundBandwidth, or -Billing."));
        }

        base.Begin();
    }

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.BandwidthChange,
        Bandwidth = Bandwidth,
        InboundBandwidth = InboundBandwidth,
        Billing = Billing,
        EndTime = EndTime,
        AutoPay = AutoPay,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };
}
