using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Clouds;
using EcsTools.Core.Policies;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Deletes snapshots on which nothing depends.</summary>
[Cmdlet(VerbsCommon.Remove, "EcsSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = IdSet)]
public sealed class RemoveEcsSnapshotCommand : EcsRemovalCmdlet
{
    /// <summary>Snapshots, operations that have created one, or ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(SnapshotIdCompleter))]
    public object?[]? InputObject { get; set; }

    /// <summary>Ids of snapshots.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(SnapshotIdCompleter))]
    public string[]? Id { get; set; }

    private protected override RemovableKind Kind => RemovableKind.Snapshot;

    private protected override string Operation => PolicyOperations.RemoveSnapshot;

    private protected override IEnumerable<ResourceIdentity> Given => ParameterSetName == IdSet
        ? (Id ?? [null!]).Select(id => ResourceIdentity.FromText(Kind, id))
        : (InputObject ?? [null]).Select(o => ResourceIdentity.FromObject(Kind, o));
}
