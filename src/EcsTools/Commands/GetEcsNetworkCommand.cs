using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Listing;

namespace EcsTools.Commands;

/// <summary>Gets the networks that servers can be attached to.</summary>
[Cmdlet(VerbsCommon.Get, "EcsNetwork")]
[OutputType(typeof(EcsNetwork))]
public sealed class GetEcsNetworkCommand : EcsInventoryCmdlet
{
    /// <summary>Names or ids, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>The VPC.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    /// <summary>The zone in which a server is to be.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ZoneCompleter))]
    public string? Zone { get; set; }

    private protected override void Process() => WriteAll(account => Inventory.Networks(account, VpcId, Zone), Name, n => [n.Id, n.Name], "network");
}
