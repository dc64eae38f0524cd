using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// Deletes snapshots and images (docs/contracts/alibaba-ecs-lifecycle.md 10.1, 10.2). Force is never sent: it would take the re-initialization
/// from whatever was made of them.
/// </summary>
internal sealed class AlibabaRemover(
    AlibabaApi api, ICloud cloud, AlibabaSnapshotsClient snapshots, AlibabaImagesClient images, AlibabaDisksClient disks) : IResourceRemover
{
    private const int MostLooks = 3;
    private const int Degree = 5;
    private static readonly TimeSpan LookDelay = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<RemovalPreview>> PreviewAsync(RemovableKind kind, IReadOnlyList<string> ids, CancellationToken cancellation) =>
        kind == RemovableKind.Snapshot
            ? await PreviewSnapshotsAsync(ids, cancellation).ConfigureAwait(false)
            : await PreviewImagesAsync(ids, cancellation).ConfigureAwait(false);

    public async Task<string?> DeleteAsync(RemovableKind kind, string id, CancellationToken cancellation)
    {
        (string action, AlibabaParameters parameters) = kind == RemovableKind.Snapshot
            ? ("DeleteSnapshot", new AlibabaParameters().Add("SnapshotId", id))
            : ("DeleteImage", new AlibabaParameters().Add("ImageId", id));
        try
        {
            JObject answer = await api.CallAsync(action, parameters, RequestIdempotency.NonIdempotent, null, cancellation).ConfigureAwait(false);
            return answer.Text("RequestId");
        }
        catch (EcsException error) when (error.CloudCode is "InvalidSnapshotId.NotFound" or "InvalidImageId.NotFound")
        {
            // By its text the service passes over an unknown id, by its table it refuses it.
            return error.RequestId;
        }
    }

    public async Task<IReadOnlyDictionary<string, string>> FindStatusAsync(RemovableKind kind, IReadOnlyList<string> ids, CancellationToken cancellation) =>
        kind == RemovableKind.Snapshot
            ? (await snapshots.FindAsync(ids, cancellation).ConfigureAwait(false)).ToDictionary(s => s.Key, s => s.Value.Status, StringComparer.Ordinal)
            : (await images.FindMadeAsync(ids, cancellation).ConfigureAwait(false)).ToDictionary(i => i.Key, i => i.Value.Image.Status, StringComparer.Ordinal);

    // Right after a disk or an image was deleted its snapshot can still count as used (10.1).
    public bool MayPass(EcsException refusal) => refusal.WasNotCarriedOut && refusal.CloudCode is "SnapshotCreatedImage" or "SnapshotCreatedDisk";

    private async Task<IReadOnlyList<RemovalPreview>> PreviewSnapshotsAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        IReadOnlyList<(EcsSnapshot Snapshot, string Usage)> found = [];
        Dictionary<string, LookupResult<IReadOnlyList<string>>> users = [];
        for (int look = 0; look < MostLooks; look++)
        {
            if (look > 0)
            {
                await api.Connection.Time.Delay(LookDelay, cancellation).ConfigureAwait(false);
            }

            found = await snapshots.FindUsedAsync(ids, cancellation).ConfigureAwait(false);
            users = await FindUsersAsync(found, cancellation).ConfigureAwait(false);

            // What was deleted just now still counts, although it is not there to be named.
            if (found.All(f => !IsUsed(f.Usage) || users[f.Snapshot.Id] is not { Error: null, Value.Count: 0 }))
            {
                break;
            }
        }

        return [.. found.Select(f => Preview(f.Snapshot, f.Usage, users[f.Snapshot.Id]))];
    }

    private async Task<Dictionary<string, LookupResult<IReadOnlyList<string>>>> FindUsersAsync(
        IReadOnlyList<(EcsSnapshot Snapshot, string Usage)> found, CancellationToken cancellation)
    {
        LookupResult<IReadOnlyList<AlibabaCustomImage>> made = found.Any(f => f.Usage.Contains("image") || f.Usage.Length == 0)
            ? await LookupResult<IReadOnlyList<AlibabaCustomImage>>.ReadAsync(() => images.ListMadeAsync(cancellation)).ConfigureAwait(false)
            : LookupResult<IReadOnlyList<AlibabaCustomImage>>.None;
        Dictionary<string, LookupResult<IReadOnlyList<EcsDisk>>> disksOf = await LookupResult<IReadOnlyList<EcsDisk>>.ReadEachAsync(
            found.Where(f => f.Usage.Contains("disk") || f.Usage.Length == 0).Select(f => f.Snapshot.Id), id => disks.FindMadeOfAsync(id, cancellation), Degree).ConfigureAwait(false);
        return found.ToDictionary(f => f.Snapshot.Id, f =>
        {
            LookupResult<IReadOnlyList<EcsDisk>> of = disksOf.TryGetValue(f.Snapshot.Id, out LookupResult<IReadOnlyList<EcsDisk>>? d) ? d : LookupResult<IReadOnlyList<EcsDisk>>.None;
            return new LookupResult<IReadOnlyList<string>>(
                [
                    .. made.Value?.Where(i => i.SnapshotIds.Contains(f.Snapshot.Id)).Select(i => $"image {i.Image}") ?? [],
                    .. of.Value?.Select(d => $"disk {d}") ?? [],
                ],
                made.Error ?? of.Error);
        });
    }

    private static bool IsUsed(string usage) => usage.Contains("image") || usage.Contains("disk");

    private static RemovalPreview Preview(EcsSnapshot snapshot, string usage, LookupResult<IReadOnlyList<string>> users)
    {
        RemovalPreview preview = RemovalPreview.Of(snapshot);
        IReadOnlyList<string> named = users is { Error: null, Value.Count: 0 } && IsUsed(usage)
            ? [usage == "image_disk" ? "an image and a disk that are not listed" : $"{(usage == "image" ? "an image" : "a disk")} that is not listed"]
            : users.Value!;
        return preview with
        {
            Requirements =
            [
                // DeleteSnapshot would cancel one that is still being made.
                RemovalChecks.CheckState(preview, snapshot.Status is AlibabaSnapshotsClient.Accomplished or AlibabaSnapshotsClient.Failed),
                RemovalChecks.CheckUse(preview, named, "Delete what was created from the snapshot first: images with Remove-EcsImage, disks in the provider's console.", users.Error),
            ],
        };
    }

    private async Task<IReadOnlyList<RemovalPreview>> PreviewImagesAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, AlibabaCustomImage> made = await images.FindMadeAsync(ids, cancellation).ConfigureAwait(false);
        string[] others = [.. ids.Where(id => !made.ContainsKey(id))];
        IReadOnlyList<EcsImage> foreign = others.Length == 0 ? []
            : (await images.ListAsync(new ImageQuery { Ids = others }, null, cancellation).ConfigureAwait(false)).Items;
        LookupResult<ILookup<string, EcsInstance>> servers = await ImageUsers.ReadAsync(cloud, [.. made.Keys], cancellation).ConfigureAwait(false);
        return [.. made.Values.Select(i => Preview(i, servers)), .. foreign.Select(PreviewForeign)];
    }

    private static RemovalPreview PreviewForeign(EcsImage image)
    {
        RemovalPreview preview = RemovalPreview.Of(image);
        return preview with { Requirements = [RemovalChecks.CheckOwner(preview, image)] };
    }

    private static RemovalPreview Preview(AlibabaCustomImage image, LookupResult<ILookup<string, EcsInstance>> servers)
    {
        RemovalPreview preview = RemovalPreview.Of(image.Image);
        return preview with
        {
            Requirements =
            [
                RemovalChecks.CheckOwner(preview, image.Image),
                RemovalChecks.CheckState(preview, image.Image.Status is not ("Creating" or "Waiting")),
                RemovalChecks.CheckProtection(
                    preview,
                    image.IsPublished ? $"{RemovalChecks.Title(preview)} is published as a community image." : image.IsShared ? $"{RemovalChecks.Title(preview)} is shared with other accounts." : null,
                    "End the sharing or publication in the provider's console first."),
                RemovalChecks.CheckServers(preview, servers),
            ],
            Kept = image.SnapshotIds.Count == 0 ? []
                : [$"The snapshots that the image was built from, which are billed: {string.Join(", ", image.SnapshotIds)}. Delete them with Remove-EcsSnapshot."],
        };
    }
}
