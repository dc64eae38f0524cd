using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;

namespace EcsTools.Commands;

/// <summary>Lists images.</summary>
[Cmdlet(VerbsCommon.Get, "EcsImage")]
[OutputType(typeof(EcsImage))]
public sealed class GetEcsImageCommand : EcsInventoryCmdlet
{
    /// <summary>Names or ids, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Ids of images, with wildcards; that of a server's image from the pipeline.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ImageIdCompleter))]
    public string[] ImageId { get; set; } = [];

    /// <summary>Whose images.</summary>
    [Parameter]
    [ValidateSet("Public", "Private", "Shared", "Marketplace")]
    public string? Owner { get; set; }

    /// <summary>The family of the operating system.</summary>
    [Parameter]
    public EcsOsType? OsType { get; set; }

    /// <summary>Only images that a server of this size can be switched to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public string? Size { get; set; }

    private protected override void Process()
    {
        ImageQuery query = new() { Ids = Exact(ImageId), Names = Name, Owner = Owner, OsType = OsType, Size = Size };
        WriteAll(account => Inventory.Images(account, query), [.. ImageId.Concat(Name)], i => [i.Id, i.Name], "image");
    }
}
