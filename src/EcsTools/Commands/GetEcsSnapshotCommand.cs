using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;

namespace EcsTools.Commands;

/// <summary>Lists snapshots.</summary>
[Cmdlet(VerbsCommon.Get, "EcsSnapshot")]
[OutputType(typeof(EcsSnapshot))]
public sealed class GetEcsSnapshotCommand : EcsInventoryCmdlet
{
    /// <summary>Ids of snapshots, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnapshotIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>The server whose disks' snapshots are wanted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstanceIdCompleter))]
    public string? InstanceId { get; set; }

    /// <summary>The disk whose snapshots are wanted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DiskIdCompleter))]
    public string? DiskId { get; set; }

    private protected override void Process()
    {
        SnapshotQuery query = new() { Ids = Exact(Id), InstanceId = InstanceId, DiskId = DiskId };
        WriteAll(account => Inventory.Snapshots(account, query), Id, s => [s.Id], "snapshot");
    }
}
