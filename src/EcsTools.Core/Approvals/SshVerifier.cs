using System.Security.Cryptography;

using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Crypto.Utilities;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace EcsTools.Core.Approvals;

/// <summary>Checks what SSH keys have signed. Certificates and DSA are not taken, nor RSA of less than 2048 bits or with SHA-1.</summary>
internal static class SshVerifier
{
    private const string SecurityKey = "sk-ssh-ed25519@openssh.com";
    private const int LeastRsaBits = 2048;
    private const byte UserPresent = 0x01;

    /// <summary>Tells whether a key has signed bytes.</summary>
    public static bool Verify(byte[] publicKey, byte[] signed, byte[] signature)
    {
        try
        {
            SshBuffer buffer = new(signature);
            string algorithm = buffer.TakeText();
            byte[] blob = buffer.TakeString();
            return algorithm == SecurityKey
                ? VerifySecurityKey(publicKey, signed, blob, buffer)
                : buffer.IsAtEnd && Verify(publicKey, algorithm, signed, blob);
        }

        // Whatever parsers throw about bytes that somebody else made: they are no signature.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static bool Verify(byte[] publicKey, string algorithm, byte[] signed, byte[] blob)
    {
        string type = new SshBuffer(publicKey).TakeText();
        AsymmetricKeyParameter key = OpenSshPublicKeyUtilities.ParsePublicKey(publicKey);
        return key switch
        {
            Ed25519PublicKeyParameters ed => algorithm == type && VerifyEd25519(ed, signed, blob),
            RsaKeyParameters rsa => rsa.Modulus.BitLength >= LeastRsaBits && algorithm switch
            {
                "rsa-sha2-512" => VerifyRsa("SHA-512withRSA", rsa, signed, blob),
                "rsa-sha2-256" => VerifyRsa("SHA-256withRSA", rsa, signed, blob),
                _ => false,
            },
            ECPublicKeyParameters ec => algorithm == type && VerifyEcdsa(ec, signed, blob),
            _ => false,
        };
    }

    private static bool VerifyEd25519(Ed25519PublicKeyParameters key, byte[] signed, byte[] blob)
    {
        Ed25519Signer signer = new();
        signer.Init(forSigning: false, key);
        signer.BlockUpdate(signed, 0, signed.Length);
        return signer.VerifySignature(blob);
    }

    private static bool VerifyRsa(string name, RsaKeyParameters key, byte[] signed, byte[] blob)
    {
        ISigner signer = SignerUtilities.GetSigner(name);
        signer.Init(forSigning: false, key);
        signer.BlockUpdate(signed, 0, signed.Length);
        return signer.VerifySignature(blob);
    }

    private static bool VerifyEcdsa(ECPublicKeyParameters key, byte[] signed, byte[] blob)
    {
        SshBuffer numbers = new(blob);
        BigInteger r = new(numbers.TakeString());
        BigInteger s = new(numbers.TakeString());
        using HashAlgorithm hash = key.Parameters.Curve.FieldSize switch
        {
            256 => SHA256.Create(),
            384 => SHA384.Create(),
            _ => (HashAlgorithm)SHA512.Create(),
        };
        ECDsaSigner signer = new();
        signer.Init(forSigning: false, key);
        return numbers.IsAtEnd && signer.VerifySignature(hash.ComputeHash(signed), r, s);
    }

    // A token signs a digest together with what it has seen: without a touch it is not a person who has signed.
    private static bool VerifySecurityKey(byte[] publicKey, byte[] signed, byte[] blob, SshBuffer rest)
    {
        SshBuffer buffer = new(publicKey);
        if (buffer.TakeText() != SecurityKey)
        {
            return false;
        }

        Ed25519PublicKeyParameters key = new(buffer.TakeString());
        byte[] application = buffer.TakeString();
        byte[] flags = rest.Take(1);
        byte[] counter = rest.Take(4);
        using SHA256 hash = SHA256.Create();
        return buffer.IsAtEnd && rest.IsAtEnd && (flags[0] & UserPresent) != 0
            && VerifyEd25519(key, [.. hash.ComputeHash(application), .. flags, .. counter, .. hash.ComputeHash(signed)], blob);
    }
}
