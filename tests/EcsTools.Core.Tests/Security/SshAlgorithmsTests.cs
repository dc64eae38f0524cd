using EcsTools.Core.Guests;

using Renci.SshNet;

namespace EcsTools.Core.Tests.Security;

public sealed class SshAlgorithmsTests
{
    [Fact]
    public void Nothing_is_offered_that_OpenSSH_does_not_offer_any_more()
    {
        ConnectionInfo connection = new("192.0.2.1", "root", new NoneAuthenticationMethod("root"));

        SshAlgorithms.Restrict(connection);

        Assert.All(connection.KeyExchangeAlgorithms.Keys, n => Assert.False(n.EndsWith("-sha1", StringComparison.Ordinal), n));
        Assert.All(connection.HostKeyAlgorithms.Keys, n => Assert.False(n.StartsWith("ssh-rsa", StringComparison.Ordinal) || n.StartsWith("ssh-dss", StringComparison.Ordinal), n));
        Assert.All(connection.Encryptions.Keys, n => Assert.False(n.Contains("cbc", StringComparison.Ordinal) || n.Contains("arcfour", StringComparison.Ordinal), n));
        Assert.All(connection.HmacAlgorithms.Keys, n => Assert.False(n.Contains("md5", StringComparison.Ordinal) || n.Contains("96", StringComparison.Ordinal), n));
    }

    [Fact]
    public void What_every_server_of_today_takes_is_offered()
    {
        ConnectionInfo connection = new("192.0.2.1", "root", new NoneAuthenticationMethod("root"));

        SshAlgorithms.Restrict(connection);

        Assert.Contains("curve25519-sha256", connection.KeyExchangeAlgorithms.Keys);
        Assert.Superset(new[] { "ssh-ed25519", "rsa-sha2-512", "ecdsa-sha2-nistp256" }.ToHashSet(), connection.HostKeyAlgorithms.Keys.ToHashSet());
        Assert.Contains("aes256-ctr", connection.Encryptions.Keys);
        Assert.Contains("hmac-sha2-256", connection.HmacAlgorithms.Keys);
    }
}
