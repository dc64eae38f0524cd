using EcsTools.Core.Accounts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Listing;

/// <summary>
/// Adds to servers what no field of the cloud's tells (docs/contracts/huawei-ecs.md 6.2): that one is being reinstalled or that this has
/// failed, as the job of ours says, whichever process sent it; that one has no system disk since an operation of ours, such as a rescue, has
/// detached it; and that one which appeared meanwhile is probably the cloud's temporary one.
/// </summary>
internal sealed class InstanceEnricher
{
    /// <summary>Knows nothing and changes nothing.</summary>
    public static readonly InstanceEnricher None = new(null, [], [], [], []);

    // The cloud's clock and ours need not agree to the second.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly ConnectedAccount? _account;
    private readonly Dictionary<string, RebuildHistory> _traces;
    private readonly Dictionary<string, EcsInstanceStatus> _detached;
    private readonly HashSet<string> _created;
    private List<IReadOnlyList<JournalEntry>> _notFollowed;

    private InstanceEnricher(
        ConnectedAccount? account,
        IEnumerable<RebuildHistory> traces,
        List<IReadOnlyList<JournalEntry>> notFollowed,
        Dictionary<string, EcsInstanceStatus> detached,
        IEnumerable<string> created)
    {
        _detached = detached;
        _created = new HashSet<string>(created, StringComparer.Ordinal);
        _account = account;
        _traces = traces.ToDictionary(t => t.InstanceId, StringComparer.Ordinal);
        _notFollowed = notFollowed;
    }

    /// <summary>
    /// Reads what the journal knows of an account's servers, and asks the cloud for the jobs that the journal does not know the end of.
    /// Read it before the servers, so that a job's success is never put beside an older state of its server.
    /// </summary>
    /// <param name="ids">The servers that are wanted; null for all.</param>
    /// <returns>The overlay. Where reinstallations are no jobs it is none, and the journal is not read.</returns>
    public static async Task<InstanceEnricher> ReadAsync(ConnectedAccount account, IReadOnlyCollection<string>? ids, CancellationToken cancellation)
    {
        if (!account.Cloud.Capabilities.RebuildsAreJobs || account.Journal?.Invoke().Of(account.SandboxJournals) is not { } journal)
        {
            return None;
        }

        JournalEntry[] entries = [.. journal.Read(new JournalQuery()).Where(e => e.AccountKey == account.Info.AccountKey)];
        ILookup<bool, IReadOnlyList<JournalEntry>> servers = entries
            .Where(e => RebuildHistory.FindStep(e) is not null)
            .GroupBy(e => e.InstanceId, StringComparer.Ordinal)
            .ToLookup(s => ids?.Contains(s.Key) != false, s => (IReadOnlyList<JournalEntry>)[.. s]);
        RebuildHistory[] traces = await FollowAsync(account, servers[true], cancellation).ConfigureAwait(false);
        return new InstanceEnricher(
            account,
            traces,
            [.. servers[false].Where(s => RebuildHistory.FindStep(s[0])!.IsOpen)],
            FindDetached(entries),
            entries.Select(e => e.FindCreatedId()).OfType<string>());
    }

    /// <summary>Adds what is known.</summary>
    public async Task<IReadOnlyList<EcsInstance>> ApplyAsync(IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        // Others' jobs matter only if a server has appeared since they were sent.
        if (_notFollowed.Count > 0 && instances.Any(i => !_traces.ContainsKey(i.Id) && _notFollowed.Exists(s => CameAfter(i, RebuildHistory.FindStep(s[0])!.SentAt))))
        {
            foreach (RebuildHistory trace in await FollowAsync(_account!, _notFollowed, cancellation).ConfigureAwait(false))
            {
                _traces[trace.InstanceId] = trace;
            }

            _notFollowed = [];
        }

        return [.. instances.Select(Apply)];
    }

    private static Task<RebuildHistory[]> FollowAsync(
        ConnectedAccount account, IEnumerable<IReadOnlyList<JournalEntry>> servers, CancellationToken cancellation) =>
        Task.WhenAll(servers.Select(s => RebuildHistory.FollowAsync(account, s, cancellation)));

    private static Dictionary<string, EcsInstanceStatus> FindDetached(IEnumerable<JournalEntry> entries) => entries
        .GroupBy(e => e.InstanceId, StringComparer.Ordinal)
        .Select(s => (Id: s.Key, Status: DetachedSystemDisk.FindStatus(s)))
        .Where(s => s.Status is not null)
        .ToDictionary(s => s.Id, s => s.Status!.Value, StringComparer.Ordinal);

    private EcsInstance Apply(EcsInstance instance)
    {
        EcsInstance known = ApplyRebuilds(instance);
        return _detached.TryGetValue(instance.Id, out EcsInstanceStatus status) ? DetachedSystemDisk.Apply(known, status) : known;
    }

    private EcsInstance ApplyRebuilds(EcsInstance instance) => _traces.TryGetValue(instance.Id, out RebuildHistory? trace) ? trace.Apply(instance)
        : _traces.Count > 0 && !_created.Contains(instance.Id) && _traces.Values.Any(t => t.IsOpen && CameAfter(instance, t.SentAt)) ? instance with { IsTemporary = true, Status = StatusOfTemporary(instance) }
        : instance;

    // It has no system disk, which is no failure of its own.
    private static EcsInstanceStatus StatusOfTemporary(EcsInstance instance) =>
        instance.Status == EcsInstanceStatus.ReinstallFailed ? EcsInstanceStatus.Stopped : instance.Status;

    private static bool CameAfter(EcsInstance instance, DateTimeOffset sentAt) => instance.CreatedAt >= sentAt.Moved(-Skew);
}
