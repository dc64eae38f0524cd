using System.Security;
using System.Security.Cryptography;

using EcsTools.Core.Providers;

namespace EcsTools.Core.Guests;

/// <summary>Makes random passwords that every cloud and system takes.</summary>
public static class PasswordGenerator
{
    private const int Length = 20;

    // The special characters that are in every list of every cloud (docs/contracts/huawei-ecs.md 3.5, docs/contracts/alibaba-ecs.md 3.10);
    // no letter or digit that looks like another, since passwords are typed into consoles.
    private static readonly string[] Classes = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "!@%-_=+[]:./?"];

    /// <summary>Makes a password.</summary>
    /// <param name="os">The family of the guest's system.</param>
    /// <returns>The password, read-only. Dispose it.</returns>
    public static SecureString Generate(EcsCloud cloud, EcsOsType os)
    {
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        while (true)
        {
            SecureString password = Draw(random);
            if (CloudProviders.Get(cloud).CheckPassword(password, os).Outcome == EcsRequirementOutcome.Passed)
            {
                return password;
            }

            // It held a user's name by chance, or lacks a kind of character.
            password.Dispose();
        }
    }

    private static SecureString Draw(RandomNumberGenerator random)
    {
        string all = string.Concat(Classes);
        SecureString password = new();

        // A letter first: no tool takes it for an option, a comment or a path.
        password.AppendChar(Choose(random, Classes[0] + Classes[1]));
        foreach (int _ in Enumerable.Range(1, Length - 1))
        {
            password.AppendChar(Choose(random, all));
        }

        password.MakeReadOnly();
        return password;
    }

    // Bytes above the last whole multiple are drawn again, so that every character is as likely as the next.
    private static char Choose(RandomNumberGenerator random, string letters)
    {
        byte[] drawn = new byte[1];
        int limit = 256 - (256 % letters.Length);
        do
        {
            random.GetBytes(drawn);
        }
        while (drawn[0] >= limit);

        return letters[drawn[0] % letters.Length];
    }
}
