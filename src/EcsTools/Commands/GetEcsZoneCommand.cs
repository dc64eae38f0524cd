using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Listing;

namespace EcsTools.Commands;

/// <summary>Gets the availability zones of an account's region.</summary>
[Cmdlet(VerbsCommon.Get, "EcsZone")]
[OutputType(typeof(EcsZone))]
public sealed class GetEcsZoneCommand : EcsInventoryCmdlet
{
    /// <summary>Ids or names, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ZoneCompleter))]
    public string[] Id { get; set; } = [];

    private protected override void Process() => WriteAll(account => Inventory.Zones(account), Id, z => [z.Id, z.Name], "zone");
}
