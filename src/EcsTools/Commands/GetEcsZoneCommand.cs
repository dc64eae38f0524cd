using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Listing;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Gets the availability zones of an account's region.</summary>
[Cmdlet(VerbsCommon.Get, "EcsZone")]
[OutputType(typeof(EcsZone))]
public sealed class GetEcsZoneCommand : EcsInventoryCmdlet
{
    private protected override void Process()
    {
        ConnectedAccount source = Source;
        foreach (EcsZone zone in Run(token => Inventory.ZonesAsync(source, token)))
        {
            WriteRead(source, zone);
        }
    }
}
