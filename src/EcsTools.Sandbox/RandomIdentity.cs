using System.Security.Cryptography;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox;

internal static class RandomIdentity
{
    private const string Digits = "0123456789";
    private const string Hex = "0123456789abcdef";
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + Digits;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz" + Capitals;

    public static (SandboxCredentials Credentials, Tenant Tenant) Make()
    {
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        SandboxCredentials credentials = new()
        {
            AccessKeyId = "SANDBOX" + Text(random, Capitals, 13),
            AccessKeySecret = Text(random, Letters, 40),
            DomainName = "OTC-EU-DE-" + Text(random, Digits, 20),
            UserName = "sandbox-user",

            // The tail makes it fit every password policy.
            Password = Text(random, Letters, 20) + "-aA1",
            KeyPairName = "sandbox-key",
            SecondKeyPairName = "sandbox-key-2",
        };
        Tenant tenant = new()
        {
            AccountId = "1" + Text(random, Digits, 15),
            UserId = Text(random, Hex, 32),
            RamUserId = "2" + Text(random, Digits, 17),
            UserName = credentials.UserName,
            DomainId = Text(random, Hex, 32),
            DomainName = credentials.DomainName,
        };
        return (credentials, tenant);
    }

    private static string Text(RandomNumberGenerator random, string alphabet, int length)
    {
        char[] text = new char[length];
        byte[] one = new byte[1];
        for (int i = 0; i < length;)
        {
            random.GetBytes(one);

            // Values past the last full multiple are dropped, so that every character is equally likely.
            if (one[0] < 256 / alphabet.Length * alphabet.Length)
            {
                text[i++] = alphabet[one[0] % alphabet.Length];
            }
        }

        return new string(text);
    }
}
