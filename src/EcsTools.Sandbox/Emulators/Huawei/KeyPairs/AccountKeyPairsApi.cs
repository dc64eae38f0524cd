using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Emulators.Huawei.KeyPairs;

/// <summary>Key pairs of user and account by KPS (docs/contracts/huawei-ecs-lifecycle.md 5, <c>kps.show.json</c>), on the host of KMS. Huawei
/// only.</summary>
internal static class AccountKeyPairsApi
{
    private static readonly Regex Name = new(@"\A[0-9A-Za-z_-]{1,64}\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The user's own, and those of the account; fifty in a page.</summary>
    public static ApiResponse List(RequestContext call)
    {
        int limit = call.Query.Number("limit", 50, 1, 50, Service.Kms);
        string marker = call.Query["marker"] ?? "";
        (string Name, string Key, string Scope)[] all =
        [
            .. call.Backend.KeyPairs.Select(k => (k.Key, k.Value, "user")).Concat(call.Project.AccountKeyPairs.Select(k => (k.Key, k.Value.PublicKey, "domain")))
                .Where(k => string.CompareOrdinal(k.Key, marker) > 0)
                .OrderBy(k => k.Key, StringComparer.Ordinal),
        ];
        (string Name, string Key, string Scope)[] page = [.. all.Take(limit)];
        return ApiResponse.Ok(w =>
        {
            w.PutObjects("keypairs", page, (entry, pair) => entry.PutObject("keypair", k =>
            {
                k.Put("name", pair.Name);
                k.Put("type", "ssh");
                k.Put("scope", pair.Scope);
                k.Put("public_key", pair.Key);
                k.Put("fingerprint", new OpenSshPublicKey(pair.Key).Fingerprint);
                k.Put("is_key_protection", false);
                k.Put("frozen_state", "0");
            }));
            w.PutObject("page_info", p =>
            {
                p.Put("next_marker", page.Length < all.Length ? page[page.Length - 1].Name : "");
                p.Put("previous_marker", page.Length == 0 ? "" : page[0].Name);
                p.Put("current_count", page.Length);
            });
        });
    }

    /// <summary>A name that is taken is refused as a bad one is (which code is not written).</summary>
    public static ApiResponse Create(RequestContext call)
    {
        JObject wanted = call.Body.Object("keypair") ?? throw call.Malformed("keypair is missing");
        bool isOfAccount = wanted.Text("scope") == "domain";
        if (wanted.Text("name") is not { } name || !Name.IsMatch(name) || call.Backend.KeyPairs.ContainsKey(name) || call.Project.AccountKeyPairs.ContainsKey(name))
        {
            throw ErrorResponses.Identity("KPS.6004", "The key pair name is invalid or exists", 400);
        }

        using SandboxKeyPair? pair = wanted["public_key"] is null ? new SandboxKeyPair() : null;
        string key = pair?.PublicKey ?? KeyPairsApi.ReadPublicKey(wanted) ?? throw ErrorResponses.Identity("KPS.6004", "The public key is invalid", 400);
        string maker = call.Context.Tenant.UserId;
        if (isOfAccount)
        {
            call.Project.AccountKeyPairs[name] = (key, maker);
        }
        else
        {
            call.Backend.KeyPairs[name] = key;
        }

        call.Backend.Count("create-key");
        return ApiResponse.Ok(w => w.PutObject("keypair", k =>
        {
            k.Put("name", name);
            k.Put("type", "ssh");
            k.Put("public_key", key);
            if (pair is not null)
            {
                k.Put("private_key", pair.ExportPrivateKey());
            }

            k.Put("fingerprint", new OpenSshPublicKey(key).Fingerprint);
            k.Put("user_id", maker);
        }));
    }

    public static ApiResponse Delete(RequestContext call)
    {
        string name = call.Path["name"];
        if (!call.Project.AccountKeyPairs.Remove(name) && !call.Backend.KeyPairs.Remove(name))
        {
            throw ErrorResponses.Identity("KPS.4016", "The key pair is not exist", 400);
        }

        call.Backend.Count("delete-key");
        return new ApiResponse(204);
    }

    /// <summary>An unknown name is refused with 400.</summary>
    public static ApiResponse Show(RequestContext call)
    {
        string name = call.Path["name"];
        bool isOwn = call.Backend.KeyPairs.TryGetValue(name, out string? ownKey);
        if (!call.Project.AccountKeyPairs.TryGetValue(name, out (string PublicKey, string MakerId) pair) && !isOwn)
        {
            throw ErrorResponses.Identity("KPS.4016", "The key pair is not exist", 400);
        }

        string key = ownKey ?? pair.PublicKey;
        return ApiResponse.Ok(w => w.PutObject("keypair", k =>
        {
            k.Put("id", 42);
            k.Put("name", name);
            k.Put("type", "ssh");
            k.Put("scope", isOwn ? "user" : "domain");
            k.Put("public_key", key);
            k.Put("fingerprint", new OpenSshPublicKey(key).Fingerprint);
            k.Put("is_key_protection", false);
            k.Put("deleted", false);
            k.Put("description", "");
            k.Put("user_id", isOwn ? call.Context.Tenant.UserId : pair.MakerId);
            k.Put("create_time", 1_767_225_600);
            k.Put("delete_time", 0);
            k.Put("update_time", 0);
            k.Put("frozen_state", 0);
        }));
    }
}
