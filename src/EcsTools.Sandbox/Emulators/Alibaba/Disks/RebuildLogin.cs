using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Disks;

/// <summary>The login of a rebuilt system disk: checked first, set when the disk is ready.</summary>
internal sealed record RebuildLogin(string? Password, string? KeyPairName)
{
    private const string Special = "()`~!@#$%^&*-_+=|{}[]:;<>,.?/'\"\\";

    public static RebuildLogin Read(AlibabaRequestContext call, bool isWindows)
    {
        RebuildLogin choice = new(call.Text("Password"), call.Text("KeyPairName"));
        if (choice.Password is { } password)
        {
            CheckPassword(password, isWindows);
        }

        if (choice.KeyPairName is { } name)
        {
            if (!call.Backend.KeyPairs.ContainsKey(name))
            {
                throw AlibabaErrors.KeyPairNotFound();
            }

            if (isWindows)
            {
                throw AlibabaErrors.WindowsKeyPair();
            }
        }

        return choice;
    }

    /// <summary>Checks a password against the policy (docs/contracts/alibaba-ecs.md 3.10). Characters that the references dispute (quotes,
    /// backslash) pass.</summary>
    public static void CheckPassword(string password, bool isWindows)
    {
        bool[] kinds =
        [
            password.Any(c => c is >= 'A' and <= 'Z'),
            password.Any(c => c is >= 'a' and <= 'z'),
            password.Any(c => c is >= '0' and <= '9'),
            password.Any(c => Special.IndexOf(c) >= 0),
        ];
        bool isKnown = password.All(c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') || Special.IndexOf(c) >= 0);
        if (password.Length is < 8 or > 30 || !isKnown || kinds.Count(k => k) < 3 || (isWindows && password[0] == '/'))
        {
            throw new AlibabaApiError(400, "InvalidPassword.Malformed", "The specified parameter \"Password\" is not valid.");
        }
    }

    /// <summary>If neither is specified, the login stays: no source says more.</summary>
    public void ApplyTo(Server server)
    {
        if (KeyPairName is not null)
        {
            (server.KeyPairName, server.Password, server.PendingPassword) = (KeyPairName, null, null);
        }
        else if (Password is not null)
        {
            (server.Password, server.PendingPassword) = (Password, null);
        }
    }

    /// <summary>Omits the password.</summary>
    public override string ToString() => $"key pair {KeyPairName ?? "none"}";
}
