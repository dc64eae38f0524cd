using System;
using System.Collections.Concurrent;

namespace EcsTools.Sandbox.Emulators.Alibaba.Identity;

/// <summary>The access keys that are known: the sandbox's own and the temporary ones that STS handed out.</summary>
/// <param name="credentials">The sandbox's own.</param>
internal sealed class EmulatedAccessKeys(SandboxCredentials credentials)
{
    private readonly ConcurrentDictionary<string, EmulatedAccessKey> _temporary = new(StringComparer.Ordinal);

    /// <summary>Looks a key up.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The key, or null.</returns>
    public EmulatedAccessKey? Find(string id) => id == credentials.AccessKeyId
        ? new EmulatedAccessKey(id, credentials.AccessKeySecret)
        : _temporary.TryGetValue(id, out EmulatedAccessKey? key) ? key : null;

    /// <summary>Hands out a temporary key.</summary>
    /// <param name="role">The role's name and the session's, with a slash between.</param>
    /// <param name="expires">When it ends, in wall time.</param>
    /// <returns>The key.</returns>
    public EmulatedAccessKey Issue(string role, DateTimeOffset expires)
    {
        EmulatedAccessKey key = new("STS." + Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"))
        {
            SecurityToken = Convert.ToBase64String(Guid.NewGuid().ToByteArray()),
            Role = role,
            Expires = expires,
        };
        _temporary[key.Id] = key;
        return key;
    }
}
