namespace EcsTools.Core.Clouds;

/// <summary>Finds the servers that were made from images.</summary>
internal static class ImageUsers
{
    /// <summary>Reads the servers by the id of their image, in one walk through the list.</summary>
    public static Task<LookupResult<ILookup<string, EcsInstance>>> ReadAsync(ICloud cloud, IReadOnlyCollection<string> imageIds, CancellationToken cancellation) =>
        LookupResult<ILookup<string, EcsInstance>>.ReadAsync(async () =>
        {
            HashSet<string> wanted = new(imageIds, StringComparer.OrdinalIgnoreCase);
            InstanceQuery query = new() { IncludeTemporary = true };
            PageReader<EcsInstance> pages = new((at, onNext, token) => cloud.ListInstancesAsync(query, at, onNext, token), i => wanted.Contains(i.ImageId ?? ""), i => i.Id);
            IReadOnlyList<EcsInstance> users = wanted.Count == 0 ? [] : await pages.ReadAllAsync(cancellation).ConfigureAwait(false);
            return users.ToLookup(i => i.ImageId ?? "", StringComparer.OrdinalIgnoreCase);
        });
}
