namespace EcsTools.Sandbox.Emulators.Huawei.KeyPairs;

/// <summary>Key pairs of user and account by KPS (docs/contracts/huawei-ecs-lifecycle.md 5, <c>kps.show.json</c>), on the host of KMS. Huawei
/// only.</summary>
internal static class AccountKeyPairsApi
{
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
