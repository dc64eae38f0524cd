using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Listing;

namespace EcsTools.Commands;

/// <summary>Lists the regions of an account's cloud.</summary>
[Cmdlet(VerbsCommon.Get, "EcsRegion")]
[OutputType(typeof(EcsRegion))]
public sealed class GetEcsRegionCommand : EcsInventoryCmdlet
{
    /// <summary>Ids or names of regions, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[] Id { get; set; } = [];

    private protected override void Process() => WriteAll(account => Inventory.Regions(account), Id, r => [r.Id, r.Name], "region");
}
