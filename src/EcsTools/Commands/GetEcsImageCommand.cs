using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Lists images.</summary>
[Cmdlet(VerbsCommon.Get, "EcsImage")]
[OutputType(typeof(EcsImage))]
public sealed class GetEcsImageCommand : EcsInventoryCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Ids of images.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageIdCompleter))]
    public string[] Id { get; set; } = [];

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
        ImageQuery query = new() { Ids = Id, Names = Name, Owner = Owner, OsType = OsType, Size = Size };
        WriteAll(Inventory.Images(Source, query), Id, i => i.Id, "image");
    }
}
