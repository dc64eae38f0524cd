using EcsTools.Abstractions;
using EcsTools.Core.Contracts;

namespace EcsTools.Commands;

/// <summary>Makes images of servers' system disks.</summary>
[Cmdlet(VerbsCommon.New, "EcsImage", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class NewEcsImageCommand : EcsOperationCmdlet
{
    /// <summary>Creates the command.</summary>
    public NewEcsImageCommand() => Timeout = (int)OperationOptions.UsualTimeout(OperationKind.ImageCreate).TotalSeconds;

    /// <summary>The image's name; made from server and time without it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ImageName { get; set; }

    /// <summary>The image's description.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    private protected override string Activity => "Creating images";

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.ImageCreate,
        NewName = ImageName,
        NewDescription = Description,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };
}
