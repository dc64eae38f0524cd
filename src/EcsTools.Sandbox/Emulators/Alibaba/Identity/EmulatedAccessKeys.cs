using System.Collections.Concurrent;

namespace EcsTools.Sandbox.Emulators.Alibaba.Identity;

internal sealed class EmulatedAccessKeys(SandboxCredentials credentials)
{
    private readonly ConcurrentDictionary<string, EmulatedAccessKey> _temporary = new(StringComparer.Ordinal);

    public EmulatedAccessKey? Find(string id) => id == credentials.AccessKeyId
        ? new EmulatedAccessKey(id, credentials.AccessKeySecret)
        : _temporary.TryGetValue(id, out EmulatedAccessKey? key) ? key : null;

    /// <summary><paramref name="role"/> has the form <c>role/session</c>; <paramref name="expires"/> is wall time.</summary>
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
