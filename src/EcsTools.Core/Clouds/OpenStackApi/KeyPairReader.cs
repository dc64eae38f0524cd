using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Key pairs as Nova's os-keypairs gives them.</summary>
internal static class KeyPairReader
{
    /// <summary>Reads a key pair, or returns null if the row has no name.</summary>
    public static EcsKeyPair? Read(JToken row, ResourceOrigin origin) => row.Object("keypair") is not { } pair || pair.Text("name") is not { } name ? null : new EcsKeyPair
    {
        Name = name,
        Fingerprint = pair.Text("fingerprint") ?? "",
        PublicKey = pair.Text("public_key")?.Trim(),
        CreatedAt = pair.Time("created_at"),
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        Region = origin.Region,
    };
}
