using System.Text.RegularExpressions;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.KeyPairs;

/// <summary>Key pairs of the caller (docs/contracts/huawei-ecs.md 3.12).</summary>
internal static class KeyPairsApi
{
    private static readonly Regex Name = new(@"\A[0-9A-Za-z_-]{1,255}\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

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

    /// <summary>Creates both halves, or imports the public one; 201 from version 2.2 on, which is not asked for here.</summary>
    public static ApiResponse Create(RequestContext call)
    {
        JObject wanted = call.Body.Object("keypair") ?? throw call.Malformed("keypair is missing");
        string name = wanted.Text("name") ?? throw call.Malformed("name is missing");
        if (!Name.IsMatch(name))
        {
            throw call.Malformed("Keypair data is invalid: Keypair name contains unsafe characters");
        }

        if (call.Backend.KeyPairs.ContainsKey(name))
        {
            throw ErrorResponses.Nova("conflictingRequest", $"Key pair '{name}' already exists.", 409);
        }

        using SandboxKeyPair? pair = wanted["public_key"] is null ? new SandboxKeyPair() : null;
        string key = pair?.PublicKey ?? ReadPublicKey(wanted) ?? throw call.Malformed("Keypair data is invalid: failed to generate fingerprint");
        call.Backend.KeyPairs[name] = key;
        call.Backend.Count("create-key");
        return ApiResponse.Ok(w => w.PutObject("keypair", k =>
        {
            k.Put("name", name);
            k.Put("fingerprint", new OpenSshPublicKey(key).Fingerprint);
            k.Put("public_key", key);
            k.Put("user_id", call.Context.Tenant.UserId);
            if (pair is not null)
            {
                k.Put("private_key", pair.ExportPrivateKey());
            }
        }));
    }

    /// <summary>Servers keep the key. 202 without a body.</summary>
    public static ApiResponse Delete(RequestContext call)
    {
        string name = call.Path["name"];
        if (!call.Backend.KeyPairs.Remove(name))
        {
            throw ErrorResponses.Nova("itemNotFound", $"Keypair {name} not found for user {call.Context.Tenant.UserId}", 404);
        }

        call.Backend.Count("delete-key");
        return new ApiResponse(202);
    }

    /// <summary>Null if it is none in OpenSSH's form.</summary>
    public static string? ReadPublicKey(JObject wanted) => wanted.Text("public_key") is { } text && OpenSshPublicKey.TryRead(text) is not null ? text : null;

    private static void Write(JsonTextWriter w, string name, string publicKey)
    {
        w.Put("name", name);
        w.Put("type", "ssh");
        w.Put("fingerprint", new OpenSshPublicKey(publicKey).Fingerprint);
        w.Put("public_key", publicKey + "\n");
    }
}
