using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Key pairs as Nova's os-keypairs gives them, and Huawei's KPS, which tells whose they are.</summary>
internal static class KeyPairReader
{
    /// <summary>Reads the answer to a creation or an import: the key pair as far as it is told, and its private key.</summary>
    public static (EcsKeyPair Pair, string? PrivateKey) ReadCreated(ApiReply reply, KeyPairRequest wanted, ResourceOrigin origin)
    {
        JObject answer = reply.Read();
        EcsKeyPair? told = Read(answer, origin);
        EcsKeyPair pair = told ?? Read(new JObject { ["keypair"] = new JObject { ["name"] = wanted.Name } }, origin)!;
        return (pair with { Scope = wanted.Scope ?? EcsKeyPairScope.User }, answer.Object("keypair")?.Text("private_key"));
    }

    /// <summary>Reads a key pair, or returns null if the row has no name.</summary>
    public static EcsKeyPair? Read(JToken row, ResourceOrigin origin) => row.Object("keypair") is not { } pair || pair.Text("name") is not { } name ? null : new EcsKeyPair
    {
        Name = name,
        Scope = pair.Text("scope") == "domain" ? EcsKeyPairScope.Account : EcsKeyPairScope.User,
        Fingerprint = pair.Text("fingerprint") ?? "",
        PublicKey = pair.Text("public_key")?.Trim(),
        CreatedAt = pair.Time("created_at"),
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        AccountIdentity = origin.Identity,
        Region = origin.Region,
    };
}
