using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Deletes snapshots of volumes and images (docs/contracts/openstack-lifecycle.md 2, no. 11).</summary>
internal sealed class NovaRemover(OpenStackClientSet families, ICloud cloud) : IResourceRemover
{
    public async Task<IReadOnlyList<RemovalPreview>> PreviewAsync(RemovableKind kind, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        ResourceOrigin origin = await families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
        return kind == RemovableKind.Snapshot
            ? await PreviewSnapshotsAsync(ids, origin, cancellation).ConfigureAwait(false)
            : await PreviewImagesAsync(ids, origin, cancellation).ConfigureAwait(false);
    }

    public Task<string?> DeleteAsync(RemovableKind kind, string id, CancellationToken cancellation) => kind == RemovableKind.Snapshot
        ? families.Snapshots.DeleteAsync(id, cancellation)
        : families.Images.DeleteAsync(id, cancellation);

    public async Task<IReadOnlyDictionary<string, string>> FindStatusAsync(RemovableKind kind, IReadOnlyList<string> ids, CancellationToken cancellation) =>
        kind == RemovableKind.Snapshot
            ? (await families.Snapshots.ListAsync(new SnapshotQuery { Ids = ids }, null, cancellation).ConfigureAwait(false)).Items
                .ToDictionary(s => s.Id, s => s.Status, StringComparer.OrdinalIgnoreCase)
            : (await FindImagesAsync(ids, cancellation).ConfigureAwait(false)).ToDictionary(i => i.Id, i => i.Status, StringComparer.OrdinalIgnoreCase);

    public bool MayPass(EcsException refusal) => false;

    private async Task<IReadOnlyList<RemovalPreview>> PreviewSnapshotsAsync(IReadOnlyList<string> ids, ResourceOrigin origin, CancellationToken cancellation)
    {
        Page<EcsSnapshot> snapshots = await cloud.Inventory!.ListSnapshotsAsync(new SnapshotQuery { Ids = ids }, null, cancellation).ConfigureAwait(false);
        if (snapshots.Items.Count == 0)
        {
            return [];
        }

        LookupResult<IReadOnlyList<Volume>> volumes = await LookupResult<IReadOnlyList<Volume>>.ReadAsync(
            () => PageWalk.ListAllAsync(at => families.Volumes.ListPageAsync(at, cancellation))).ConfigureAwait(false);
        LookupResult<IReadOnlyList<GlanceImage>> images = await LookupResult<IReadOnlyList<GlanceImage>>.ReadAsync(
            () => PageWalk.ListAllAsync(at => families.Images.ListPageAsync([("owner", origin.ProjectId)], at, cancellation))).ConfigureAwait(false);
        return [.. snapshots.Items.Select(s => Preview(s, volumes, images))];
    }

    private static RemovalPreview Preview(EcsSnapshot snapshot, LookupResult<IReadOnlyList<Volume>> volumes, LookupResult<IReadOnlyList<GlanceImage>> images)
    {
        RemovalPreview preview = RemovalPreview.Of(snapshot);
        string[] users =
        [
            .. images.Value?.Where(i => i.Snapshots.Any(s => s.Id == snapshot.Id)).Select(i => $"image {i.Name} ({i.Id})") ?? [],
            .. volumes.Value?.Where(v => v.SnapshotId == snapshot.Id).Select(v => $"disk {v.Name} ({v.Id})") ?? [],
        ];
        return preview with
        {
            Requirements =
            [
                RemovalChecks.CheckState(preview, snapshot.Status is "available" or "error" or "error_deleting"),
                RemovalChecks.CheckUse(
                    preview, users, "Delete what was created from the snapshot first: images with Remove-EcsImage, volumes with the tools of the cloud.", volumes.Error ?? images.Error),
            ],
        };
    }

    private async Task<IReadOnlyList<RemovalPreview>> PreviewImagesAsync(IReadOnlyList<string> ids, ResourceOrigin origin, CancellationToken cancellation)
    {
        IReadOnlyList<GlanceImage> images = await FindImagesAsync(ids, cancellation).ConfigureAwait(false);
        LookupResult<ILookup<string, EcsInstance>> servers = await ImageUsers.ReadAsync(
            cloud, [.. images.Where(i => i.Owner == origin.ProjectId).Select(i => i.Id)], cancellation).ConfigureAwait(false);
        return [.. images.Select(i => Preview(i, origin, servers))];
    }

    // A service that keeps the rows of deleted images for a while may show them.
    private async Task<IReadOnlyList<GlanceImage>> FindImagesAsync(IReadOnlyList<string> ids, CancellationToken cancellation) =>
    [
        .. (await ApiCalls.FindEachAsync(ids, id => families.Images.FindAsync(id, cancellation)).ConfigureAwait(false)).Items
            .Where(i => i.Status is not ("deleted" or "pending_delete")),
    ];

    private static RemovalPreview Preview(GlanceImage image, ResourceOrigin origin, LookupResult<ILookup<string, EcsInstance>> servers)
    {
        EcsImage shown = image.ToImage(origin);
        RemovalPreview preview = RemovalPreview.Of(shown);
        bool isShared = image.Visibility is "public" or "community" && image.Owner == origin.ProjectId;
        return preview with
        {
            Requirements =
            [
                RemovalChecks.CheckOwner(preview, isShared ? shown with { Owner = "Private" } : shown),
                RemovalChecks.CheckState(preview, image.Status is not ("queued" or "saving" or "uploading" or "importing")),
                RemovalChecks.CheckProtection(
                    preview,
                    image.IsProtected ? $"{RemovalChecks.Title(preview)} is protected against deletion."
                    : isShared ? $"{RemovalChecks.Title(preview)} is {image.Visibility}: other projects may use it." : null,
                    "End the protection or publication with the tools of the cloud first."),
                RemovalChecks.CheckServers(preview, servers),
            ],
            Kept = image.Snapshots.Count == 0 ? []
                : [$"The snapshots that the image points to: {string.Join(", ", image.Snapshots.Select(s => s.Id))}. Delete them with Remove-EcsSnapshot."],
        };
    }
}
