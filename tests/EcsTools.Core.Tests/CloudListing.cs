using EcsTools.Core.Clouds;

namespace EcsTools.Core.Tests;

internal static class CloudListing
{
    /// <summary>Reads one page of servers, as somebody does who needs no other.</summary>
    public static Task<Page<EcsInstance>> ListInstancesAsync(this ICloud cloud, InstanceQuery query, string? continuation, CancellationToken cancellation) =>
        cloud.ListInstancesAsync(query, continuation, null, cancellation);
}
