using System.ComponentModel;

using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Operations;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Abstractions;

/// <summary>A cmdlet that changes disks of servers: disks that come through the pipeline, or one that is specified of each server.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsDiskCmdlet : EcsOperationCmdlet
{
    private readonly PipedResources _piped = new();

    private protected EcsDiskCmdlet()
    {
    }

    /// <summary>The disk of the server; see Get-EcsDisk.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DiskIdCompleter))]
    public string? DiskId { get; set; }

    /// <summary>True if a parameter says which disk of each server is meant.</summary>
    private protected virtual bool NamesDisk => DiskId is not null;

    /// <summary>True if the system disk is meant where nothing says which.</summary>
    private protected virtual bool TakesSystemDisk => false;

    /// <summary>The parameters that say which disk of a server is meant, for messages.</summary>
    private protected virtual string DiskParameters => "-DiskId";

    private protected override EcsInstanceIdentity TakeDisk(EcsInstanceIdentity identity, EcsDisk disk)
    {
        if (NamesDisk)
        {
            return identity.Refuse(
                EcsErrorId.InvalidInput, $"Disk {disk} was piped, and {DiskParameters} specifies another one.", $"Omit {DiskParameters}, or pipe servers.");
        }

        if (disk.InstanceId is not { Length: > 0 } server)
        {
            return identity.Refuse(
                EcsErrorId.IncorrectState, $"Disk {disk} is not attached to a server.", "Attach the disk to a server with Mount-EcsDisk.");
        }

        _piped.Add(disk.AccountKey, server, disk.Id);
        return identity;
    }

    private protected override Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
        OperationPlanner.PlanAsync(account, [.. instances.SelectMany(i => FindDisks(i).Select(d => (i, options with { DiskId = d })))], cancellation);

    // Null is the system disk.
    private IReadOnlyList<string?> FindDisks(EcsInstance instance) =>
        NamesDisk ? [DiskId]
        : _piped.Of(instance) is { Count: > 0 } disks ? [.. disks]
        : TakesSystemDisk ? [null]
        : throw InputErrors.Create($"No disk of {instance} was specified.", $"Specify {DiskParameters}, or pipe disks from Get-EcsDisk.", instance.Id);
}
