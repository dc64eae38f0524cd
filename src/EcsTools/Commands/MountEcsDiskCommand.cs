using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Contracts;

namespace EcsTools.Commands;

/// <summary>Attaches a disk to a server.</summary>
[Cmdlet(VerbsData.Mount, "EcsDisk", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class MountEcsDiskCommand : EcsOperationCmdlet
{
    /// <summary>Creates the command.</summary>
    public MountEcsDiskCommand() => Timeout = (int)OperationOptions.UsualTimeout(OperationKind.DiskMount).TotalSeconds;

    /// <summary>The disk; see Get-EcsDisk.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DiskIdCompleter))]
    public string DiskId { get; set; } = "";

    /// <summary>The device as which the guest sees the disk (Huawei Cloud, Open Telekom Cloud, OpenStack).</summary>
    [Parameter]
    [ValidatePattern("^/dev/[a-z0-9]+$")]
    public string? Device { get; set; }

    /// <summary>Whether the disk is deleted with the server (Alibaba Cloud, OpenStack).</summary>
    [Parameter]
    public bool? DeleteWithInstance { get; set; }

    /// <summary>Starts the server afterwards, also if it was found stopped.</summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    private protected override string Activity => "Attaching disks";

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.DiskMount,
        DiskId = DiskId,
        Device = Device,
        DeleteWithInstance = DeleteWithInstance,
        Start = Start,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };
}
