using System.Security.Cryptography;

using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Passwords;

/// <summary>The password that a Windows guest generates and posts, encrypted to its key pair (docs/contracts/huawei-ecs.md 3.5).</summary>
internal static class WindowsPassword
{
    private const int RandomBytes = 12;

    /// <summary>The guest posts its password after <paramref name="delay"/>, unless the password is changed before: then it never
    /// does.</summary>
    public static void PostLater(RegionBackend backend, Server server, HuaweiServerState state, string publicKey, TimeSpan delay)
    {
        int number = server.PhaseNumber;
        backend.Events.After(delay, () =>
        {
            if (server.PhaseNumber == number)
            {
                server.Password = Make();
                state.StoredPassword = new OpenSshPublicKey(publicKey).Encrypt(server.Password);
            }
        });
    }

    /// <summary>Base64, encrypted when it is first requested; empty if there is none (yet).</summary>
    public static string Stored(RegionBackend backend, Server server, HuaweiServerState state)
    {
        if (state.StoredPassword is null)
        {
            bool hasPosted = server.IsWindows && server.Password is not null && server.KeyPairName is not null;
            state.StoredPassword = hasPosted && backend.KeyPairs.TryGetValue(server.KeyPairName!, out string? key)
                ? new OpenSshPublicKey(key).Encrypt(server.Password!)
                : "";
        }

        return state.StoredPassword;
    }

    private static string Make()
    {
        byte[] bytes = new byte[RandomBytes];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return "Aa1." + Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_');
    }
}
