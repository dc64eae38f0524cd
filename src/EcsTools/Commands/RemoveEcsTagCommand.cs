using EcsTools.Abstractions;
using EcsTools.Core.Clouds;
using EcsTools.Core.Policies;

namespace EcsTools.Commands;

/// <summary>Removes tags of servers, disks, images and snapshots.</summary>
[Cmdlet(VerbsCommon.Remove, "EcsTag", SupportsShouldProcess = true)]
[OutputType(typeof(EcsInstance), typeof(EcsDisk), typeof(EcsImage), typeof(EcsSnapshot))]
public sealed class RemoveEcsTagCommand : EcsTagCmdlet
{
    /// <summary>The keys of the tags.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] Key { get; set; } = [];

    private protected override TagChange Wanted => TagChange.Remove(Key);

    private protected override string Operation => PolicyOperations.TagRemove;
}
