using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;

namespace EcsTools.Completion;

/// <summary>
/// Asks a cloud for what completion does not know, if the user has chosen so with <c>$EcsToolsPreference = @{ CompleteFromCloud = $true }</c>:
/// each list once in a session, and all for one press of the Tab key in a second.
/// </summary>
internal sealed class CloudQuestion
{
    private const string Choice = "CompleteFromCloud";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Asks for a list.</summary>
    public void Ask(ConnectedAccount account, CompletionCache known, KnownKind kind)
    {
        if (IsChosen() && known.BeginAsking(kind, null))
        {
            foreach (object item in Run((seen, token) => ListAsync(account, kind, seen, token)))
            {
                known.Remember(item);
            }
        }
    }

    /// <summary>Asks for the sizes that a server can be given.</summary>
    public void AskSizes(ConnectedAccount account, CompletionCache known, string instanceId)
    {
        if (IsChosen() && known.SizesOf(instanceId) is null && known.BeginAsking(KnownKind.Size, instanceId))
        {
            EcsInstanceSize[] sizes = [.. Run((seen, token) => ListSizesAsync(account, instanceId, seen, token)).Cast<EcsInstanceSize>()];
            if (sizes.Length > 0)
            {
                known.RememberSizes(instanceId, sizes);
            }
        }
    }

    private static bool IsChosen()
    {
        object? preference = ScriptBlock.Create("Get-Variable EcsToolsPreference -ValueOnly -ErrorAction Ignore").InvokeReturnAsIs();
        return LanguagePrimitives.IsTrue((preference is PSObject wrapped ? wrapped.BaseObject : preference) switch
        {
            null => null,
            IDictionary pairs => pairs[Choice],
            _ => PSObject.AsPSObject(preference).Properties[Choice]?.Value,
        });
    }

    // A cloud that refuses or is not there has nothing to offer: the Tab key is no place for its error.
    private IEnumerable<object> Run(Func<ConcurrentQueue<object>, CancellationToken, Task> ask)
    {
        ConcurrentQueue<object> seen = new();
        using CancellationTokenSource patience = new();
        Task asking = Task.Run(() => ask(seen, patience.Token));
        TimeSpan left = Patience - _watch.Elapsed;
        _ = Task.WaitAny([asking], left > TimeSpan.Zero ? left : TimeSpan.Zero);
        patience.Cancel();
        _ = asking.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return seen.ToArray();
    }

    private static Task ListAsync(ConnectedAccount account, KnownKind kind, ConcurrentQueue<object> seen, CancellationToken cancellation) => kind switch
    {
        KnownKind.Image => ReadAsync(Inventory.Images(account, new ImageQuery()), seen, cancellation),
        KnownKind.KeyPair => ReadAsync(Inventory.KeyPairs(account), seen, cancellation),
        KnownKind.Region => ReadAsync(Inventory.Regions(account), seen, cancellation),
        KnownKind.Disk => ReadAsync(Inventory.Disks(account, new DiskQuery()), seen, cancellation),
        KnownKind.Snapshot => ReadAsync(Inventory.Snapshots(account, new SnapshotQuery()), seen, cancellation),
        KnownKind.Zone => ReadAsync(Inventory.Zones(account), seen, cancellation),
        KnownKind.Network or KnownKind.Vpc => ReadAsync(Inventory.Networks(account, null, null), seen, cancellation),
        KnownKind.SecurityGroup => ReadAsync(Inventory.SecurityGroups(account, null), seen, cancellation),
        KnownKind.Event => ReadAsync(Inventory.Events(account, new EventQuery()), seen, cancellation),
        KnownKind.Size => ListSizesAsync(account, null, seen, cancellation),
        _ => ReadAsync(Inventory.Instances(account, new InstanceQuery()), seen, cancellation),
    };

    private static async Task ReadAsync<T>(PageReader<T> reader, ConcurrentQueue<object> seen, CancellationToken cancellation)
        where T : class
    {
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } page)
        {
            foreach (T item in page)
            {
                seen.Enqueue(item);
            }
        }
    }

    private static async Task ListSizesAsync(ConnectedAccount account, string? instanceId, ConcurrentQueue<object> seen, CancellationToken cancellation)
    {
        EcsInstance? server = instanceId is null
            ? null
            : (await InstanceLookup.FindByIdAsync(account, [instanceId], cancellation).ConfigureAwait(false)).Values.FirstOrDefault();
        if (instanceId is null || server is not null)
        {
            foreach (EcsInstanceSize size in await Inventory.SizesAsync(account, server, cancellation).ConfigureAwait(false))
            {
                seen.Enqueue(size);
            }
        }
    }
}
