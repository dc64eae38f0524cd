using EcsTools.Core.Contracts;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.Guests;

internal static class SshLabLogin
{
    /// <summary>How to log in to the lab's guest.</summary>
    public static SshLogin Login(this SshLab lab, string userName = "root", string? keyFile = "id_ed25519") => new()
    {
        HostName = "127.0.0.1",
        Port = lab.Port,
        UserName = userName,
        KeyFile = keyFile is null ? null : lab.PathOf(keyFile),
        KnownHostsPath = lab.KnownHosts,
        ConnectTimeout = TimeSpan.FromSeconds(60),
    };
}
