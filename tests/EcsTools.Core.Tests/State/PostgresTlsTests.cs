using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using EcsTools.Core.State;
using EcsTools.Postgres;

namespace EcsTools.Core.Tests.State;

/// <summary>A database that is not named as one of this machine is spoken to only with a certificate that is trusted, and of its name.</summary>
public sealed class PostgresTlsTests : IDisposable
{
    private readonly PostgresServer _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-tls-").FullName;

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("own", true, null)]
    [InlineData("own", false, EcsErrorId.StateLoginFailed)]
    [InlineData("another", true, EcsErrorId.StateLoginFailed)]
    [InlineData(null, true, EcsErrorId.StateLoginFailed)]
    [InlineData("missing", true, EcsErrorId.CredentialFileInvalid)]
    [InlineData("unencrypted", true, EcsErrorId.JournalUnavailable)]
    public void ReadVersion_Certificate_MustBeTrustedAndOfTheHost(string? authority, bool isOfHost, string? expected)
    {
        Assert.SkipWhen(_server.Problem is not null, _server.Problem ?? "");
        string host = Environment.MachineName;
        Assert.SkipUnless(Resolve(host).Any(IPAddress.Loopback.Equals), $"{host} is not a name of the loopback address here.");
        using X509Certificate2 own = MakeAuthority("own");
        using X509Certificate2 another = MakeAuthority("another");
        Certify(own, isOfHost ? host : "elsewhere.example");
        if (authority != "unencrypted")
        {
            _server.Stop();
            _server.StartAgain("ssl=on", "ssl_cert_file=tls.crt", "ssl_key_file=tls.key");
        }

        string option = authority is null ? "" : $"?sslrootcert={Path.Combine(_folder, (authority == "unencrypted" ? "own" : authority) + ".pem")}";
        StateAddress address = StateAddress.Parse($"postgres://admin@{host}:{_server.Port}/postgres{option}");

        EcsException? error = Record.Exception(() => PostgresStateStore.ReadVersion(address, PostgresServer.Password)) as EcsException;

        Assert.Equal(expected, error?.ErrorId);
    }

    private static IPAddress[] Resolve(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host);
        }
        catch (System.Net.Sockets.SocketException)
        {
            return [];
        }
    }

    private X509Certificate2 MakeAuthority(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(_folder, name + ".pem"), made.ExportCertificatePem());
        return made;
    }

    private void Certify(X509Certificate2 authority, string host)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using X509Certificate2 made = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(20), [1, 2, 3]);
        _server.AddFile("tls.crt", made.ExportCertificatePem());
        _server.AddFile("tls.key", key.ExportPkcs8PrivateKeyPem());
    }
}
