using System.Globalization;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Keys;

/// <summary>POST <c>/v1.0/{p}/kms/list-keys</c> (<c>kms.list-keys.json</c>): reads, although it is a POST.</summary>
internal static class KeysApi
{
    private const int MostKeys = 1000;

    /// <summary>The states are texts: 2 enabled, 3 disabled (docs/contracts/huawei-ecs-lifecycle.md 2.5).</summary>
    public static ApiResponse List(RequestContext call)
    {
        EncryptionKeys keys = call.Backend.EncryptionKeys;
        string? wanted = call.Body.Text("key_state");
        int limit = call.Body.Text("limit") is not { } text ? MostKeys
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= MostKeys ? number
            : throw call.Malformed("limit must be from 1 to 1000");
        List<string> found = [.. new[] { keys.OwnKeyId, keys.ServiceKeyId }.Where(k => wanted is null || StateOf(keys, k) == wanted)];
        int first = call.Body.Text("marker") is { } marker ? found.IndexOf(marker) + 1 : 0;
        List<string> page = [.. found.Skip(first).Take(limit)];
        bool isTruncated = first + page.Count < found.Count;
        return ApiResponse.Ok(w =>
        {
            w.PutTexts("keys", page);
            w.PutObjects("key_details", page, (d, id) =>
            {
                d.Put("key_id", id);
                d.Put("key_alias", id == keys.ServiceKeyId ? "evs/default" : "sandbox-key");
                d.Put("realm", call.Backend.Region);
                d.Put("key_state", StateOf(keys, id));
                d.Put("default_key_flag", id == keys.ServiceKeyId ? "1" : "0");
                d.Put("key_type", "1");
            });
            w.Put("next_marker", isTruncated ? page[page.Count - 1] : "");
            w.Put("truncated", isTruncated ? "true" : "false");
            w.Put("total", found.Count);
        });
    }

    private static string StateOf(EncryptionKeys keys, string id) => keys.Disabled.Contains(id) ? "3" : "2";
}
