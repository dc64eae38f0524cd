using EcsTools.Core.Contracts;

namespace EcsTools.Core.Guests;

/// <summary>Checks of a login that need the SSH package.</summary>
public static class SshLoginExtensions
{
    /// <summary>Makes sure that the key, if there is one, can be read, before anybody is called.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KeyFileInvalid"/>.</exception>
    public static void RequireKey(this SshLogin login)
    {
        if (login.KeyFile is not null)
        {
            PrivateKeys.Read(login.KeyFile, login.Passphrase).Dispose();
        }
    }
}
