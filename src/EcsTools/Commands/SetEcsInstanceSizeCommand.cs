using System;
using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Contracts;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Gives servers another size.</summary>
[Cmdlet(VerbsCommon.Set, "EcsInstanceSize", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class SetEcsInstanceSizeCommand : EcsOperationCmdlet
{
    /// <summary>Creates the command.</summary>
    public SetEcsInstanceSizeCommand() => Timeout = (int)OperationOptions.UsualTimeout(OperationKind.Resize).TotalSeconds;

    /// <summary>The size wanted; see Get-EcsInstanceSize.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public string Size { get; set; } = "";

    /// <summary>Stops a running server first.</summary>
    [Parameter]
    public SwitchParameter StopFirst { get; set; }

    /// <summary>Starts the server afterwards, also if it was found stopped.</summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    /// <summary>Leaves the server stopped, also if it was found running.</summary>
    [Parameter]
    public SwitchParameter LeaveStopped { get; set; }

    /// <summary>Pays the order of a subscription at once instead of leaving it unpaid.</summary>
    [Parameter]
    public SwitchParameter AutoPay { get; set; }

    private protected override string Activity => "Resizing servers";

    private protected override void Begin()
    {
        EndStateChoice.Check(this, Start, LeaveStopped);
        base.Begin();
    }

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.Resize,
        Size = Size,
        StopFirst = StopFirst,
        Start = Start,
        LeaveStopped = LeaveStopped,
        AutoPay = AutoPay,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };
}
