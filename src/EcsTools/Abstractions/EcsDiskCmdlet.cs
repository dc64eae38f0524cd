using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Operations;
using EcsTools.Model;
using EcsTools.Parameters;

namespace EcsTools.Abstractions;

/// <summary>A cmdlet that changes disks of servers: disks that come through the pipeline, or one that is specified of each server.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsDiskCmdlet : EcsOperationCmdlet
{
    private readonly Dictionary<(string AccountKey, string InstanceId), HashSet<string>> _piped = [];

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

        if (!_piped.TryGetValue((disk.AccountKey, server), out HashSet<string>? disks))
        {
            _piped.Add((disk.AccountKey, server), disks = new(StringComparer.Ordinal));
        }

        disks.Add(disk.Id);
        return identity;
    }

    private protected override Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
        DiskPlanner.PlanAsync(account, options, [.. instances.SelectMany(i => FindDisks(i).Select(d => (i, d)))], cancellation);

    // Null is the system disk.
    private IReadOnlyList<string?> FindDisks(EcsInstance instance) =>
        NamesDisk ? [DiskId]
        : _piped.TryGetValue((instance.AccountKey, instance.Id), out HashSet<string>? disks) ? [.. disks]
        : throw InputErrors.Create($"No disk of {instance} was specified.", $"Specify {DiskParameters}, or pipe disks from Get-EcsDisk.", instance.Id);
}
