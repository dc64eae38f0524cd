using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Deletes snapshots and images (docs/contracts/huawei-ecs-lifecycle.md 11).</summary>
internal sealed class HuaweiRemover(HuaweiClientSet families, ICloud cloud) : IResourceRemover
{
    private const string OfBackup = "autobk_snapshot_";

    public async Task<IReadOnlyList<RemovalPreview>> PreviewAsync(RemovableKind kind, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        if (kind == RemovableKind.Snapshot)
        {
            Page<EcsSnapshot> snapshots = await cloud.Inventory!.ListSnapshotsAsync(new SnapshotQuery { Ids = ids }, null, cancellation).ConfigureAwait(false);
            return [.. snapshots.Items.Select(Preview)];
        }

        ResourceOrigin origin = await families.Api.GetOriginAsync(cancellation).ConfigureAwait(false);
        Page<HuaweiImage> images = await ApiCalls.FindEachAsync(ids, id => families.Images.FindAsync(id, cancellation)).ConfigureAwait(false);
        LookupResult<ILookup<string, EcsInstance>> servers = await ImageUsers.ReadAsync(
            cloud, [.. images.Items.Where(i => i.Kind == "private").Select(i => i.Id)], cancellation).ConfigureAwait(false);
        return [.. images.Items.Select(i => Preview(i, origin, servers))];
    }

    public Task<string?> DeleteAsync(RemovableKind kind, string id, CancellationToken cancellation) => kind == RemovableKind.Snapshot
        ? families.Snapshots.DeleteAsync(id, cancellation)
        : families.Images.DeleteAsync(id, cancellation);

    public async Task<IReadOnlyDictionary<string, string>> FindStatusAsync(RemovableKind kind, IReadOnlyList<string> ids, CancellationToken cancellation) =>
        kind == RemovableKind.Snapshot
            ? (await families.Snapshots.ListAsync(new SnapshotQuery { Ids = ids }, null, cancellation).ConfigureAwait(false)).Items
                .ToDictionary(s => s.Id, s => s.Status, StringComparer.OrdinalIgnoreCase)
            : (await ApiCalls.FindEachAsync(ids, id => families.Images.FindAsync(id, cancellation)).ConfigureAwait(false)).Items
                .Where(i => i.Status != "deleted").ToDictionary(i => i.Id, i => i.Status ?? "", StringComparer.OrdinalIgnoreCase);

    // The state of a snapshot can lag behind what reads show (docs/contracts/huawei-ecs-lifecycle.md 13.1).
    public bool MayPass(EcsException refusal) => refusal.WasNotCarriedOut && refusal.CloudCode == "EVS.1047";

    private static RemovalPreview Preview(EcsSnapshot snapshot)
    {
        RemovalPreview preview = RemovalPreview.Of(snapshot);
        return preview with
        {
            Requirements =
            [
                RemovalChecks.CheckState(preview, snapshot.Status is "available" or "error"),
                RemovalChecks.CheckProtection(
                    preview,
                    snapshot.Name.StartsWith(OfBackup, StringComparison.Ordinal) ? $"{RemovalChecks.Title(preview)} belongs to a backup of the provider's backup service." : null,
                    "Delete the backup in the provider's console."),
            ],
        };
    }

    private static RemovalPreview Preview(HuaweiImage image, ResourceOrigin origin, LookupResult<ILookup<string, EcsInstance>> servers)
    {
        EcsImage shown = image.ToImage(origin, isUsable: false);
        RemovalPreview preview = RemovalPreview.Of(shown);
        return preview with
        {
            Requirements =
            [
                // A private image of another project is one that it shares.
                RemovalChecks.CheckOwner(preview, image.Owner is null || image.Owner == origin.ProjectId ? shown : shown with { Owner = $"project {image.Owner}" }),
                RemovalChecks.CheckState(preview, image.Status is not ("queued" or "saving")),
                RemovalChecks.CheckProtection(
                    preview, image.IsProtected ? $"{RemovalChecks.Title(preview)} is protected against deletion." : null, "End the protection in the provider's console first."),
                RemovalChecks.CheckServers(preview, servers),
            ],
        };
    }
}
