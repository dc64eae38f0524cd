using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Listing;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Lists the regions of an account's cloud.</summary>
[Cmdlet(VerbsCommon.Get, "EcsRegion")]
[OutputType(typeof(EcsRegion))]
public sealed class GetEcsRegionCommand : EcsInventoryCmdlet
{
    private protected override void Process()
    {
        ConnectedAccount source = Source;
        foreach (EcsRegion region in Run(token => Inventory.RegionsAsync(source, token)))
        {
            WriteRead(source, region);
        }
    }
}
