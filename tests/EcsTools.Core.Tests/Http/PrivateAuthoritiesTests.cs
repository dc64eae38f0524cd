using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using EcsTools.Core.Http;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.Http;

/// <summary>Certificates of authorities of one's own, on a real TLS connection over loopback.</summary>
public sealed class PrivateAuthoritiesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-tls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What is wrong with a certificate, or nothing.</summary>
    public enum Kind
    {
        Good,
        ForServersByUsage,
        OfAnIntermediate,
        ListedItself,
        WrongName,
        OfAnotherAuthority,
        ForClientsOnly,
        ForMailOnly,
        OfAnIntermediateForClients,
        Expired,
        NotYetValid,
        SelfSigned,
        OfAServer,
    }

    [Theory]
    [InlineData(Kind.Good, true)]
    [InlineData(Kind.ForServersByUsage, true)]
    [InlineData(Kind.OfAnIntermediate, true)]
    [InlineData(Kind.ListedItself, true)]
    [InlineData(Kind.WrongName, false)]
    [InlineData(Kind.OfAnotherAuthority, false)]
    [InlineData(Kind.ForClientsOnly, false)]
    [InlineData(Kind.ForMailOnly, false)]
    [InlineData(Kind.OfAnIntermediateForClients, false)]
    [InlineData(Kind.Expired, false)]
    [InlineData(Kind.NotYetValid, false)]
    [InlineData(Kind.SelfSigned, false)]
    [InlineData(Kind.OfAServer, false)]
    public async Task Certificate_OfAnyKind_IsJudgedAsTheSystemDoes(Kind kind, bool isTrusted)
    {
        using X509Certificate2 authority = MakeAuthority();
        using X509Certificate2 other = MakeAuthority();
        using X509Certificate2 middle = kind == Kind.OfAServer
            ? Make("CN=web", authority, isAuthority: false)
            : Make("CN=Lab intermediate", authority, isAuthority: true, usage: kind == Kind.OfAnIntermediateForClients ? ClientAuthentication : null);
        using X509Certificate2 server = Make(
            kind == Kind.WrongName ? "CN=elsewhere.example" : "CN=localhost",
            kind switch
            {
                Kind.SelfSigned or Kind.ListedItself => null,
                Kind.OfAnotherAuthority => other,
                Kind.OfAnIntermediate or Kind.OfAnIntermediateForClients or Kind.OfAServer => middle,
                _ => authority,
            },
            isAuthority: false,
            usage: kind switch
            {
                Kind.ForClientsOnly => ClientAuthentication,
                Kind.ForMailOnly => "1.3.6.1.5.5.7.3.4",
                Kind.ForServersByUsage => "1.3.6.1.5.5.7.3.1",
                _ => null,
            },
            from: kind == Kind.NotYetValid ? 1 : -20,
            to: kind == Kind.Expired ? -1 : 20);
        string file = Path.Combine(_folder, "ca.pem");
        File.WriteAllText(file, "# ours\n" + (kind == Kind.ListedItself ? server : authority).ExportCertificatePem() + "\n");
        int requests = 0;
        await using (LoopbackServer loopback = new(async (connection, end) =>
        {
            using SslStream stream = new(connection.GetStream());
            SslStreamCertificateContext sent = SslStreamCertificateContext.Create(server, [middle], offline: true);
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = sent }, end);
            requests += await stream.ReadAsync(new byte[4096], end) > 0 ? 1 : 0;
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"u8.ToArray(), end);
        }))
        {
            using HttpClient client = new(CustomCertificateAuthorities.ChooseNetwork(file)());

            Task<string> asking = client.GetStringAsync(new Uri($"https://localhost:{loopback.Url.Port}/"), TestContext.Current.CancellationToken);

            if (isTrusted)
            {
                Assert.Equal("ok", await asking);
            }
            else
            {
                await Assert.ThrowsAsync<HttpRequestException>(() => asking);
            }
        }

        Assert.Equal(isTrusted ? 1 : 0, requests);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nothing")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----")]
    public void A_file_without_certificates_is_told(string? text)
    {
        string file = Path.Combine(_folder, "bad.pem");
        if (text is not null)
        {
            File.WriteAllText(file, text);
        }

        Assert.Equal(EcsErrorId.CredentialFileInvalid, Assert.Throws<EcsException>(() => CustomCertificateAuthorities.Read(file)).ErrorId);
    }

    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static X509Certificate2 MakeAuthority() => Make("CN=Lab authority", null, isAuthority: true);

    private static X509Certificate2 Make(string name, X509Certificate2? issuer, bool isAuthority, string? usage = null, int from = -20, int to = 20)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        if (!isAuthority)
        {
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(name[3..]);
            request.CertificateExtensions.Add(names.Build());
        }

        if (usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        }

        // Within the validity of all issuers, which begins and ends a little outside.
        TimeSpan more = TimeSpan.FromHours(issuer is null ? 2 : name.Contains("intermediate", StringComparison.Ordinal) ? 1 : 0);
        (DateTimeOffset begin, DateTimeOffset end) = (DateTimeOffset.UtcNow.AddDays(from) - more, DateTimeOffset.UtcNow.AddDays(to) + more);
        using X509Certificate2 signed = issuer is null
            ? request.CreateSelfSigned(begin, end)
            : request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!), begin, end, RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 whole = signed.HasPrivateKey ? X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable) : signed.CopyWithPrivateKey(key);

        // Some platforms serve only keys that they have read themselves.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
