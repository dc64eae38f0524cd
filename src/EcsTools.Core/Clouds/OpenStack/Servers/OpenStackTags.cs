using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>
/// Tags are metadata of servers, volumes and snapshots, which have values; images have words (docs/contracts/openstack-lifecycle.md 2). A word of a
/// server is removed, too, but none is added: a pair is not made a word.
/// </summary>
internal sealed class OpenStackTags(IOpenStackApi api) : ITagEditor
{
    private static readonly TagRules Pairs = new() { Most = 128, LongestKey = 255, LongestValue = 255, TakesInKey = IsInMetadata, Characters = "no control characters, in keys letters from A to Z, digits, '-', '_', ':', '.', and spaces" };

    private static readonly TagRules Words = new()
    {
        Most = 128,
        LongestKey = 255,
        LongestValue = 0,
        TakesInKey = c => IsInPath(c) && c is not ',' and not '=',
        Characters = "no control characters, ',', '=', '/' and '\\'",
    };

    public int BatchSize => 1;

    public TagRules RulesOf(TaggedKind kind) => kind == TaggedKind.Image ? Words : Pairs;

    public async Task ChangeAsync(TaggedKind kind, IReadOnlyList<string> ids, TagChange change, CancellationToken cancellation)
    {
        string id = ids.Single();
        (string name, ApiService service, string path) = kind switch
        {
            TaggedKind.Disk => ("Volume", ApiService.Volume, $"/volumes/{CloudId.InPath(id)}"),
            TaggedKind.Snapshot => ("Snapshot", ApiService.Volume, $"/snapshots/{CloudId.InPath(id)}"),
            TaggedKind.Image => ("Image", ApiService.Image, $"/images/{CloudId.InPath(id)}"),
            _ => ("Server", ApiService.Compute, $"/servers/{CloudId.InPath(id)}"),
        };
        string? instanceId = kind == TaggedKind.Instance ? id : null;
        if (change.Set.Count > 0 && kind != TaggedKind.Image)
        {
            JObject pairs = JObject.FromObject(change.Set);
            await SendAsync($"Set{name}Metadata", HttpMethod.Post, path + "/metadata", new JObject { ["metadata"] = pairs }).ConfigureAwait(false);
        }
        else
        {
            foreach (string word in change.Set.Keys)
            {
                await SendAsync("AddImageTag", HttpMethod.Put, $"{path}/tags/{CloudId.Escape(word)}", null).ConfigureAwait(false);
            }
        }

        foreach (string key in change.Removed)
        {
            string[] places = kind switch
            {
                TaggedKind.Image => ["tags"],
                TaggedKind.Instance => ["metadata", "tags"],
                _ => ["metadata"],
            };
            foreach (string place in places)
            {
                await RemoveAsync(place, key).ConfigureAwait(false);
            }
        }

        async Task RemoveAsync(string place, string key)
        {
            try
            {
                await SendAsync($"Remove{name}Tag", HttpMethod.Delete, $"{path}/{place}/{CloudId.Escape(key)}", null).ConfigureAwait(false);
            }
            catch (EcsException error) when (error.HttpStatus == 404)
            {
                // It is not there, as wanted; that the resource is gone is seen when it is read back.
            }
        }

        Task SendAsync(string operation, HttpMethod method, string to, JObject? body) => api.SendAsync(
            new ApiRequest(operation, method, service, to) { Body = body, Safety = RequestIdempotency.Idempotent, InstanceId = instanceId }, cancellation);
    }

    /// <summary>Tells whether a key of metadata may contain a character.</summary>
    public static bool IsInMetadata(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or ':' or '.' or ' ';

    private static bool IsInPath(char c) => !char.IsControl(c) && !char.IsSurrogate(c) && c is not '/' and not '\\';
}
