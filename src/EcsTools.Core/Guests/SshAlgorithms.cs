using Renci.SshNet;

namespace EcsTools.Core.Guests;

/// <summary>
/// What is offered to a guest: of what the library can do only what OpenSSH 10 offers by default as a client, so that no SHA-1 key exchange
/// or signature, no CBC cipher and no DSA is agreed on with an old or a false server.
/// </summary>
internal static class SshAlgorithms
{
    private static readonly HashSet<string> KeyExchanges = Names(
        "mlkem768x25519-sha256 sntrup761x25519-sha512 sntrup761x25519-sha512@openssh.com curve25519-sha256 curve25519-sha256@libssh.org "
        + "ecdh-sha2-nistp256 ecdh-sha2-nistp384 ecdh-sha2-nistp521 diffie-hellman-group-exchange-sha256 diffie-hellman-group14-sha256 "
        + "diffie-hellman-group16-sha512 diffie-hellman-group18-sha512");

    private static readonly HashSet<string> HostKeys = Names(
        "ssh-ed25519 ssh-ed25519-cert-v01@openssh.com ecdsa-sha2-nistp256 ecdsa-sha2-nistp384 ecdsa-sha2-nistp521 "
        + "ecdsa-sha2-nistp256-cert-v01@openssh.com ecdsa-sha2-nistp384-cert-v01@openssh.com ecdsa-sha2-nistp521-cert-v01@openssh.com "
        + "rsa-sha2-512 rsa-sha2-256 rsa-sha2-512-cert-v01@openssh.com rsa-sha2-256-cert-v01@openssh.com");

    private static readonly HashSet<string> Ciphers = Names(
        "chacha20-poly1305@openssh.com aes128-gcm@openssh.com aes256-gcm@openssh.com aes128-ctr aes192-ctr aes256-ctr");

    private static readonly HashSet<string> Macs = Names(
        "hmac-sha2-256-etm@openssh.com hmac-sha2-512-etm@openssh.com hmac-sha1-etm@openssh.com hmac-sha2-256 hmac-sha2-512 hmac-sha1");

    /// <summary>Takes everything else off what a connection will offer.</summary>
    /// <param name="connection">The connection, not open yet.</param>
    public static void Restrict(ConnectionInfo connection)
    {
        Keep(connection.KeyExchangeAlgorithms, KeyExchanges);
        Keep(connection.HostKeyAlgorithms, HostKeys);
        Keep(connection.Encryptions, Ciphers);
        Keep(connection.HmacAlgorithms, Macs);
    }

    private static void Keep<T>(IDictionary<string, T> offered, HashSet<string> kept)
    {
        foreach (string name in offered.Keys.Where(n => !kept.Contains(n)).ToList())
        {
            offered.Remove(name);
        }
    }

    private static HashSet<string> Names(string names) => new(names.Split(' '), StringComparer.Ordinal);
}
