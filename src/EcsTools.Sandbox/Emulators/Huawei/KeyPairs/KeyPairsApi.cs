using System;
using System.Collections.Generic;
using System.Linq;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.KeyPairs;

/// <summary>Key pairs of the caller (docs/contracts/huawei-ecs.md 3.12).</summary>
internal static class KeyPairsApi
{
    public static ApiResponse List(RequestContext call)
    {
        int limit = call.Query.Number("limit", int.MaxValue, 0, int.MaxValue, Service.Nova);
        string marker = call.Query["marker"] ?? "";
        IEnumerable<KeyValuePair<string, string>> page = call.Backend.KeyPairs
            .OrderBy(k => k.Key, StringComparer.Ordinal)
            .Where(k => string.CompareOrdinal(k.Key, marker) > 0)
            .Take(limit);
        return ApiResponse.Ok(w => w.PutObjects("keypairs", page, (entry, pair) => entry.PutObject("keypair", k => Write(k, pair.Key, pair.Value))));
    }

    public static ApiResponse Show(RequestContext call)
    {
        string name = call.Path["name"];
        return call.Backend.KeyPairs.TryGetValue(name, out string? key)
            ? ApiResponse.Ok(w => w.PutObject("keypair", k =>
            {
                Write(k, name, key);
                k.Put("user_id", call.Context.Tenant.UserId);
                k.Put("id", 480213);
                k.Put("created_at", "2026-02-27T09:30:11.000000");
                k.PutNulls("updated_at");
                k.Put("deleted", false);
                k.PutNulls("deleted_at");
            }))
            : throw ErrorResponses.Nova("itemNotFound", $"Keypair {name} not found for user {call.Context.Tenant.UserId}", 404);
    }

    private static void Write(JsonTextWriter w, string name, string publicKey)
    {
        w.Put("name", name);
        w.Put("type", "ssh");
        w.Put("fingerprint", new OpenSshPublicKey(publicKey).Fingerprint);
        w.Put("public_key", publicKey + "\n");
    }
}
