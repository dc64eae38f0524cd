using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;

namespace EcsTools.Commands;

/// <summary>Lists disks.</summary>
[Cmdlet(VerbsCommon.Get, "EcsDisk")]
[OutputType(typeof(EcsDisk))]
public sealed class GetEcsDiskCommand : EcsInventoryCmdlet
{
    /// <summary>Ids of disks, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DiskIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>The server whose disks are wanted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstanceIdCompleter))]
    public string? InstanceId { get; set; }

    /// <summary>System disks only; data disks only with <c>-SystemDisk:$false</c>.</summary>
    [Parameter]
    public SwitchParameter SystemDisk { get; set; }

    private protected override void Process()
    {
        DiskQuery query = new()
        {
            Ids = Exact(Id),
            InstanceId = InstanceId,
            SystemDisks = MyInvocation.BoundParameters.ContainsKey(nameof(SystemDisk)) ? SystemDisk : null,
        };
        WriteAll(account => Inventory.Disks(account, query), Id, d => [d.Id], "disk");
    }
}
