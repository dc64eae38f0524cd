using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Diagnostics;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Puts another image on the system disks of servers. All data on them is lost.</summary>
[Cmdlet(VerbsCommon.Switch, "EcsSystemDisk", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class SwitchEcsSystemDiskCommand : EcsSystemDiskCmdlet
{
    private readonly PipedText _image = new(StringComparison.Ordinal);

    /// <summary>The image, by id or as Get-EcsImage wrote it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ResourceIdTransformation(typeof(EcsImage), nameof(EcsImage.Id))]
    [ArgumentCompleter(typeof(ImageIdCompleter))]
    public string ImageId
    {
        get => _image.Value;
        set => _image.Set(value);
    }

    /// <summary>Pays the order of a subscription at once instead of leaving it unpaid, where the operation makes one.</summary>
    [Parameter]
    public SwitchParameter AutoPay { get; set; }

    private protected override OperationKind Kind => OperationKind.SystemDiskSwitch;

    private protected override bool PaysAtOnce => AutoPay;

    private protected override string Activity => "Switching the system disk";

    private protected override string? NewImageId
    {
        get
        {
            if (_image.IsAmbiguous)
            {
                throw InputErrors.Create("Multiple images were specified.", "Specify one image for all servers, or run the command once for each image.");
            }

            return IsServerText(ImageId)
                ? throw InputErrors.Create("No image was specified.", "Specify -ImageId, or pipe an image from Get-EcsImage and specify the server by a parameter.")
                : ImageId;
        }
    }
}
