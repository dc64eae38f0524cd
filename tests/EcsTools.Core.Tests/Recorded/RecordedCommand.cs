using EcsTools.Core.Clouds;

namespace EcsTools.Core.Tests.Recorded;

/// <summary>What a cmdlet asks an account for, in its place.</summary>
internal static class RecordedCommand
{
    /// <summary>Reads all that a cmdlet would write.</summary>
    /// <param name="ids">Only these; empty for all.</param>
    public static async Task<IReadOnlyList<object>> RunAsync(ICloud cloud, string cmdlet, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        ICloudInventory inventory = cloud.Inventory!;
        return cmdlet switch
        {
            "Get-EcsInstance" when ids.Count > 0 => [.. await cloud.FindInstancesAsync(ids, cancellation)],
            "Get-EcsInstance" => await ReadAllAsync(at => cloud.ListInstancesAsync(new InstanceQuery(), at, cancellation)),
            "Get-EcsDisk" => [.. (await ReadAllAsync(at => inventory.ListDisksAsync(new DiskQuery { Ids = ids }, at, cancellation))).Where(d => !IsOurOwn((EcsDisk)d))],
            "Get-EcsImage" => await ReadAllAsync(at => inventory.ListImagesAsync(new ImageQuery { Ids = ids }, at, cancellation)),
            "Get-EcsSnapshot" => await ReadAllAsync(at => inventory.ListSnapshotsAsync(new SnapshotQuery { Ids = ids }, at, cancellation)),
            "Get-EcsKeyPair" => await ReadAllAsync(at => inventory.ListKeyPairsAsync(at, cancellation)),
            "Get-EcsInstanceSize" => [.. await inventory.ListSizesAsync(null, cancellation)],
            "Get-EcsRegion" => [.. await inventory.ListRegionsAsync(cancellation)],
            _ => throw new NotSupportedException(cmdlet),
        };
    }

    /// <summary>Sends a write, which comes to nothing here: the lock of OpenStack, as one that needs no other call before.</summary>
    public static Task WriteAsync(ICloud cloud, string instanceId, CancellationToken cancellation) =>
        ((IInstanceUpdater)cloud).EditAsync(new EcsInstance { Id = instanceId }, new InstanceUpdate(null, null, true), cancellation);

    // A disk on a server's host is no object of the cloud's.
    private static bool IsOurOwn(EcsDisk disk) => disk.Id.Contains('/');

    private static async Task<IReadOnlyList<object>> ReadAllAsync<T>(Func<string?, Task<Page<T>>> read)
        where T : class
    {
        List<object> all = [];
        string? next = null;
        do
        {
            Page<T> page = await read(next);
            all.AddRange(page.Items);
            next = page.Continuation;
        }
        while (next is not null);
        return all;
    }
}
