using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

using Xunit;

namespace EcsTools.Core.Tests.Http;

/// <summary>Certificates of authorities of one's own, on a real TLS connection over loopback.</summary>
public sealed class PrivateAuthoritiesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-tls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("localhost", true, 1, true)]
    [InlineData("elsewhere.example", true, 1, false)]
    [InlineData("localhost", false, 1, false)]
    [InlineData("localhost", true, -1, false)]
    public async Task Only_their_own_certificates_with_the_right_name_and_time_are_trusted(string name, bool isOwn, int validForDays, bool isTrusted)
    {
        using X509Certificate2 authority = MakeAuthority();
        using X509Certificate2 other = MakeAuthority();
        using X509Certificate2 server = MakeServer(isOwn ? authority : other, name, validForDays);
        string file = Path.Combine(_folder, "ca.pem");
        File.WriteAllText(file, "# ours\n" + authority.ExportCertificatePem() + "\n");
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task answering = AnswerAsync(listener, server);
        using HttpClient client = new(PrivateAuthorities.ChooseNetwork(file)());

        Task<string> asking = client.GetStringAsync(new Uri($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/"), TestContext.Current.CancellationToken);

        if (isTrusted)
        {
            Assert.Equal("ok", await asking);
            await answering;
        }
        else
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => asking);
            await Assert.ThrowsAnyAsync<Exception>(() => answering);
        }
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

        Assert.Equal(EcsErrorId.CredentialFileInvalid, Assert.Throws<EcsException>(() => PrivateAuthorities.Read(file)).ErrorId);
    }

    private static async Task AnswerAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsServerAsync(certificate);
        byte[] buffer = new byte[4096];
        Assert.NotEqual(0, await stream.ReadAsync(buffer, TestContext.Current.CancellationToken));
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"u8.ToArray(), TestContext.Current.CancellationToken);
    }

    private static X509Certificate2 MakeAuthority()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Lab authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-3), DateTimeOffset.UtcNow.AddDays(2));
    }

    private static X509Certificate2 MakeServer(X509Certificate2 authority, string name, int validForDays)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 signed = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(validForDays), RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 whole = signed.CopyWithPrivateKey(key);

        // Some platforms serve only keys that they have read themselves.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
