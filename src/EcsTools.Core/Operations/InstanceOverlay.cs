using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>
/// Adds to servers what no field of the cloud's tells (Huawei contract 6.2): that one is being reinstalled or that this has failed, as
/// the job of ours says, whichever process sent it; and that one which appeared meanwhile is probably the cloud's temporary one.
/// </summary>
internal sealed class InstanceOverlay
{
    /// <summary>Knows nothing and changes nothing.</summary>
    public static readonly InstanceOverlay None = new([]);

    // The cloud's clock and ours need not agree to the second.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, RebuildTrace> _traces;

    private InstanceOverlay(IEnumerable<RebuildTrace> traces) => _traces = traces.ToDictionary(t => t.InstanceId, StringComparer.Ordinal);

    /// <summary>
    /// Reads what the journal knows of an account's servers, and asks the cloud for the jobs that the journal does not know the end of.
    /// Read it before the servers, so that a job's success is never put beside an older state of its server.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The overlay.</returns>
    public static async Task<InstanceOverlay> ReadAsync(OpenAccount account, CancellationToken cancellation)
    {
        if (account.Journal?.Invoke() is not { } journal)
        {
            return None;
        }

        IEnumerable<IGrouping<string, JournalEntry>> servers = journal.Read(new JournalQuery())
            .Where(e => e.AccountKey == account.Info.AccountKey && RebuildTrace.FindStep(e) is not null)
            .GroupBy(e => e.InstanceId, StringComparer.Ordinal);
        return new InstanceOverlay(await Task.WhenAll(servers.Select(s => RebuildTrace.FollowAsync(account, [.. s], cancellation))).ConfigureAwait(false));
    }

    /// <summary>Adds what is known.</summary>
    /// <param name="instance">The server as the cloud told it.</param>
    /// <returns>The server, perhaps with another status or marked temporary.</returns>
    public EcsInstance Apply(EcsInstance instance) => _traces.TryGetValue(instance.Id, out RebuildTrace? trace) ? trace.Apply(instance)
        : IsSuspect(instance) ? instance with { IsTemporary = true, Status = StatusOfTemporary(instance) }
        : instance;

    // It has no system disk, which is no failure of its own.
    private static EcsInstanceStatus StatusOfTemporary(EcsInstance instance) =>
        instance.Status == EcsInstanceStatus.ReinstallFailed ? EcsInstanceStatus.Stopped : instance.Status;

    private bool IsSuspect(EcsInstance instance) =>
        instance.CreatedAt is { } created && _traces.Values.Any(t => t.IsOpen && created >= t.SentAt - Skew);
}
