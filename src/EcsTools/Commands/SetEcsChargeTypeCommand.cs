using EcsTools.Abstractions;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Commands;

/// <summary>Makes pay-as-you-go servers subscriptions, or subscriptions pay-as-you-go.</summary>
[Cmdlet(VerbsCommon.Set, "EcsChargeType", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class SetEcsChargeTypeCommand : EcsOperationCmdlet
{
    /// <summary>Creates the command.</summary>
    public SetEcsChargeTypeCommand() => Timeout = (int)OperationOptions.UsualTimeout(OperationKind.ChargeTypeChange).TotalSeconds;

    /// <summary>The charge type wanted.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateSet(nameof(EcsChargeType.PayAsYouGo), nameof(EcsChargeType.Subscription))]
    public EcsChargeType ChargeType { get; set; }

    /// <summary>How many units the first term of a subscription has.</summary>
    [Parameter]
    [ValidateRange(1, 60)]
    public int Period { get; set; }

    /// <summary>The unit of the term.</summary>
    [Parameter]
    [ValidateSet(nameof(EcsPeriodUnit.Week), nameof(EcsPeriodUnit.Month), nameof(EcsPeriodUnit.Year))]
    public EcsPeriodUnit PeriodUnit { get; set; } = EcsPeriodUnit.Month;

    /// <summary>Makes the data disks of the server part of the subscription too.</summary>
    [Parameter]
    public SwitchParameter IncludeDataDisks { get; set; }

    /// <summary>Pays the order at once instead of leaving it unpaid.</summary>
    [Parameter]
    public SwitchParameter AutoPay { get; set; }

    private protected override string Activity => "Changing the charge type";

    private bool HasPeriod => MyInvocation.BoundParameters.ContainsKey(nameof(Period));

    private protected override void Begin()
    {
        bool buys = ChargeType == EcsChargeType.Subscription;
        if (buys && !HasPeriod)
        {
            Fail(InputErrors.Create("A subscription requires a term.", "Specify -Period, for example -Period 1 -PeriodUnit Month."));
        }

        if (!buys && (HasPeriod || IncludeDataDisks || MyInvocation.BoundParameters.ContainsKey(nameof(PeriodUnit))))
        {
            Fail(InputErrors.Create("Pay-as-you-go has no term and takes no data disks with it.", "Omit -Period, -PeriodUnit, and -IncludeDataDisks."));
        }

        base.Begin();
    }

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.ChargeTypeChange,
        ChargeType = ChargeType,
        Period = HasPeriod ? Period : null,
        PeriodUnit = HasPeriod ? PeriodUnit : null,
        IncludeDataDisks = IncludeDataDisks,
        AutoPay = AutoPay,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };
}
