using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>Plans changes of disks, of which a server may have several. Sends no write.</summary>
public static class DiskPlanner
{
    /// <summary>Plans the same change of disks of one account.</summary>
    /// <param name="options">What the user chose; the disk is not among it.</param>
    /// <param name="disks">The disks, each once, with their servers; null for the system disk.</param>
    /// <returns>A plan for each disk, in the order given.</returns>
    /// <exception cref="EcsException">As for other plans.</exception>
    public static Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, OperationOptions options, IReadOnlyList<(EcsInstance Server, string? DiskId)> disks, CancellationToken cancellation) =>
        OperationPlanner.PlanAsync(
            account,
            [.. disks.Select(d => new StepTarget(d.Server, options with { DiskId = d.DiskId }))],
            [.. disks.Select(_ => OperationPlanner.NewPlanId())],
            cancellation);
}
