using System.Security;
using System.Text;

using EcsTools.Core.Security;

using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace EcsTools.Core.Guests;

/// <summary>
/// What kind of key a file holds that OpenSSL or the like has written, by the names in it. SSH.NET takes any curve of 256 bits for the one that
/// SSH has, and says of most of what it cannot read only that it cannot.
/// </summary>
/// <param name="info">The key as PKCS#8 describes it; null if it cannot be told, then nothing is said of it.</param>
/// <param name="lacksPublicPart">True for an EC key that is described without the point that it gives.</param>
internal sealed class KeyKind(PrivateKeyInfo? info, bool lacksPublicPart)
{
    private const string Another = "Specify an Ed25519, ECDSA (P-256, P-384, P-521), or RSA key, for example one that ssh-keygen -t ed25519 has created.";

    private static readonly Dictionary<string, string> Curves = new(StringComparer.Ordinal) { ["P-256"] = "nistp256", ["P-384"] = "nistp384", ["P-521"] = "nistp521" };

    private static readonly Dictionary<DerObjectIdentifier, string> Others = new()
    {
        [EdECObjectIdentifiers.id_Ed448] = "an Ed448 key",
        [EdECObjectIdentifiers.id_X25519] = "an X25519 key, which cannot sign",
        [EdECObjectIdentifiers.id_X448] = "an X448 key, which cannot sign",
        [PkcsObjectIdentifiers.IdRsassaPss] = "an RSA-PSS key",
        [PkcsObjectIdentifiers.DhKeyAgreement] = "a Diffie-Hellman key, which cannot sign",
        [X9ObjectIdentifiers.IdDsa] = "a DSA key",
    };

    /// <summary>Reads what a file says of its key.</summary>
    public static KeyKind Of(KeyText text, SecureString? passphrase)
    {
        try
        {
            PrivateKeyInfo? info = text.Label switch
            {
                "PRIVATE KEY" => PrivateKeyInfo.GetInstance(text.Body),
                "ENCRYPTED PRIVATE KEY" when passphrase is not null =>
                    PrivateKeyInfoFactory.CreatePrivateKeyInfo(SecretText.Reveal(passphrase).ToCharArray(), EncryptedPrivateKeyInfo.GetInstance(text.Body)),
                "EC PRIVATE KEY" when text.Body.Length > 0 => Wrap(ECPrivateKeyStructure.GetInstance(text.Body)),
                "DSA PRIVATE KEY" => new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.IdDsa), DerInteger.ValueOf(0)),
                _ => null,
            };
            return new KeyKind(info, info is not null && IsEc(info) && ECPrivateKeyStructure.GetInstance(info.ParsePrivateKey()).PublicKey is null);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Another form, another encryption: the library for SSH may know it, and says what is wrong.
            return new KeyKind(null, lacksPublicPart: false);
        }
    }

    /// <summary>Why SSH cannot use such a key, and what to do; null if it may.</summary>
    public (string What, string Action)? Refusal
    {
        get
        {
            if (info is null)
            {
                return null;
            }

            DerObjectIdentifier algorithm = info.PrivateKeyAlgorithm.Algorithm;
            return Others.TryGetValue(algorithm, out string? kind) ? ($"contains {kind}: SSH does not support it.", Another)
                : IsEc(info) ? RefuseCurve(info)
                : null;
        }
    }

    /// <summary>
    /// Reads a key on the curve Ed25519 from PKCS#8 (RFC 8410). SSH.NET takes the wrapping of its seed for the seed.
    /// </summary>
    /// <returns>The seed; null for any other key.</returns>
    public byte[]? ReadEd25519() => info?.PrivateKeyAlgorithm.Algorithm.Equals(EdECObjectIdentifiers.id_Ed25519) == true
        ? ((Ed25519PrivateKeyParameters)PrivateKeyFactory.CreateKey(info)).GetEncoded()
        : null;

    /// <summary>What the key lacks, if that may be why it cannot be read; null otherwise.</summary>
    public (string What, string Action)? Lack =>
        lacksPublicPart ? ("contains an EC key without its public part.", "Write a copy that has it: openssl ec -in KEY -out COPY") : null;

    /// <summary>Tells whether a public key is on the curve that its kind names.</summary>
    /// <param name="publicKey">The key as SSH sends it (RFC 5656 3.1).</param>
    public static bool IsOnItsCurve(byte[] publicKey)
    {
        string[] names = [.. Curves.Where(c => Encoding.ASCII.GetString(publicKey).Contains("ecdsa-sha2-" + c.Value)).Select(c => c.Key)];
        if (names.Length == 0)
        {
            return true;
        }

        X9ECParameters curve = CustomNamedCurves.GetByName(names[0]);
        int length = 1 + (2 * ((curve.Curve.FieldSize + 7) / 8));
        try
        {
            return publicKey.Length >= length && curve.Curve.DecodePoint([.. publicKey.Skip(publicKey.Length - length)]).IsValid();
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsEc(PrivateKeyInfo info) => info.PrivateKeyAlgorithm.Algorithm.Equals(X9ObjectIdentifiers.IdECPublicKey);

    private static PrivateKeyInfo Wrap(ECPrivateKeyStructure key) => new(new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, key.Parameters), key);

    private static (string What, string Action)? RefuseCurve(PrivateKeyInfo info)
    {
        Asn1Encodable? parameters = info.PrivateKeyAlgorithm.Parameters;
        if (parameters is null)
        {
            return null;
        }

        if (parameters.ToAsn1Object() is not DerObjectIdentifier name)
        {
            return ("describes its curve by numbers instead of its name.", "Write a copy that names it: openssl ec -param_enc named_curve -in KEY -out COPY");
        }

        string curve = ECNamedCurveTable.GetName(name) ?? name.Id;
        if (!Curves.Keys.Any(c => name.Equals(ECNamedCurveTable.GetOid(c))))
        {
            return ($"contains a key on the curve {curve}: SSH supports P-256, P-384, and P-521.", Another);
        }

        return null;
    }
}
