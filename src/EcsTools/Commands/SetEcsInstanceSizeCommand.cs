using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Gives servers another size.</summary>
[Cmdlet(VerbsCommon.Set, "EcsInstanceSize", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class SetEcsInstanceSizeCommand : EcsOperationCmdlet
{
    private readonly PipedText _size = new(StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates the command.</summary>
    public SetEcsInstanceSizeCommand() => Timeout = (int)OperationOptions.UsualTimeout(OperationKind.Resize).TotalSeconds;

    /// <summary>The size wanted, by name or as Get-EcsInstanceSize wrote it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Alias("InstanceType", "Flavor")]
    [ResourceIdTransformation(typeof(EcsInstanceSize), nameof(EcsInstanceSize.Name))]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public string Size
    {
        get => _size.Value;
        set => _size.Set(value);
    }

    /// <summary>The public bandwidth for the new size, outbound, in Mbit/s.</summary>
    [Parameter]
    [ValidateRange(1, SetEcsBandwidthCommand.Most)]
    public int? Bandwidth { get; set; }

    /// <summary>Stops a running server first.</summary>
    [Parameter]
    public SwitchParameter StopFirst { get; set; }

    /// <summary>Starts the server afterwards, also if it was found stopped.</summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    /// <summary>Leaves the server stopped, also if it was found running.</summary>
    [Parameter]
    public SwitchParameter LeaveStopped { get; set; }

    /// <summary>When the provider takes a temporary change back.</summary>
    [Parameter]
    public DateTimeOffset? EndTime { get; set; }

    /// <summary>Pays the order of a subscription at once instead of leaving it unpaid.</summary>
    [Parameter]
    public SwitchParameter AutoPay { get; set; }

    private protected override string Activity => "Resizing servers";

    private protected override void Begin()
    {
        EndStateChoice.Check(this, Start, LeaveStopped);
        if (Bandwidth is not null && NoWait)
        {
            Fail(InputErrors.Create(
                "-Bandwidth and -NoWait cannot be combined: the bandwidth is changed once the size was.", "Omit -NoWait, or change the bandwidth with Set-EcsBandwidth afterwards."));
        }

        base.Begin();
    }

    private protected override OperationOptions CreateOptions()
    {
        if (_size.IsAmbiguous)
        {
            Fail(InputErrors.Create("Multiple sizes were specified.", "Specify one size for all servers, or run the command once for each size."));
        }

        if (IsServerText(Size))
        {
            Fail(InputErrors.Create("No size was specified.", "Specify -Size, or pipe a size of Get-EcsInstanceSize and specify the server by a parameter."));
        }

        return new OperationOptions
        {
            Kind = OperationKind.Resize,
            Size = Size,
            Bandwidth = Bandwidth,
            EndTime = EndTime,
            StopFirst = StopFirst,
            Start = Start,
            LeaveStopped = LeaveStopped,
            AutoPay = AutoPay,
            IgnoredRequirements = IgnoreRequirement,
            Timeout = TimeSpan.FromSeconds(Timeout),
            NoWait = NoWait,
        };
    }
}
