using EcsTools.Abstractions;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Commands;

/// <summary>Renews subscriptions for a term, or switches their automatic renewal on or off.</summary>
[Cmdlet(VerbsData.Update, "EcsSubscription", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class UpdateEcsSubscriptionCommand : EcsOperationCmdlet
{
    /// <summary>Creates the command.</summary>
    public UpdateEcsSubscriptionCommand() => Timeout = (int)OperationOptions.UsualTimeout(OperationKind.SubscriptionRenew).TotalSeconds;

    /// <summary>How many units the term has for which the subscription is renewed; with AutoRenew, each time.</summary>
    [Parameter]
    [ValidateRange(1, 60)]
    public int Period { get; set; }

    /// <summary>The unit of the term.</summary>
    [Parameter]
    [ValidateSet(nameof(EcsPeriodUnit.Week), nameof(EcsPeriodUnit.Month), nameof(EcsPeriodUnit.Year))]
    public EcsPeriodUnit PeriodUnit { get; set; } = EcsPeriodUnit.Month;

    /// <summary>Switches the automatic renewal on or off, instead of renewing now.</summary>
    [Parameter]
    public EcsAutoRenew AutoRenew { get; set; }

    /// <summary>Pays the renewal at once.</summary>
    [Parameter]
    public SwitchParameter AutoPay { get; set; }

    private protected override string Activity => IsAutoRenewal ? "Changing the automatic renewal" : "Renewing subscriptions";

    private bool IsAutoRenewal => MyInvocation.BoundParameters.ContainsKey(nameof(AutoRenew));

    private bool HasPeriod => MyInvocation.BoundParameters.ContainsKey(nameof(Period));

    private protected override void Begin()
    {
        if (!IsAutoRenewal && !HasPeriod)
        {
            Fail(InputErrors.Create("No term is specified.", "Specify -Period to renew, or -AutoRenew to change the automatic renewal."));
        }

        if (HasPeriod && IsAutoRenewal && AutoRenew == EcsAutoRenew.Off)
        {
            Fail(InputErrors.Create("-Period has no effect with -AutoRenew Off.", "Omit -Period."));
        }

        if (!HasPeriod && MyInvocation.BoundParameters.ContainsKey(nameof(PeriodUnit)))
        {
            Fail(InputErrors.Create("-PeriodUnit has no effect without -Period.", "Specify -Period, or omit -PeriodUnit."));
        }

        base.Begin();
    }

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = IsAutoRenewal ? OperationKind.AutoRenewChange : OperationKind.SubscriptionRenew,
        Period = HasPeriod ? Period : null,
        PeriodUnit = HasPeriod ? PeriodUnit : null,
        AutoRenew = IsAutoRenewal ? AutoRenew : null,
        AutoPay = AutoPay,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };
}
