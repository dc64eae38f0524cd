using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

namespace EcsTools.Core.Http;

/// <summary>Checks a cloud's certificates against authorities of its own in place of those this machine trusts. Host name, dates and usage are checked as ever.</summary>
internal sealed class CustomCertificateAuthorities
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private readonly X509Certificate2Collection _authorities;

    private CustomCertificateAuthorities(X509Certificate2Collection authorities) => _authorities = authorities;

    /// <summary>Makes what stands for the network.</summary>
    /// <param name="caFile">The authorities' certificates (PEM), or null for those this machine trusts.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CredentialFileInvalid"/> if there are no certificates in the file.</exception>
    public static Func<HttpMessageHandler> ChooseNetwork(string? caFile) =>
        caFile is null ? () => CloudHttp.CreateNetworkHandler() : Read(caFile).CreateHandler;

    /// <summary>Reads the authorities' certificates.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CredentialFileInvalid"/> if there are no certificates in the file.</exception>
    public static CustomCertificateAuthorities Read(string path)
    {
        try
        {
            // By a pattern: ImportFromPem is not in .NET Standard, and Windows takes the first certificate only of a file given to X509Certificate2.
            X509Certificate2Collection authorities = new();
            foreach (Match match in Regex.Matches(RegularFile.ReadText(path, MaxBytes), "-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----", RegexOptions.None, TextPattern.Limit))
            {
                authorities.Add(new X509Certificate2(Convert.FromBase64String(match.Groups[1].Value)));
            }

            return authorities.Count > 0 ? new CustomCertificateAuthorities(authorities) : throw Unusable(path, "contains no certificate");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or CryptographicException or NotSupportedException or ArgumentException or RegexMatchTimeoutException)
        {
            throw Unusable(path, error is IOException or UnauthorizedAccessException ? "cannot be read" : "contains something that is not a certificate");
        }
    }

    /// <summary>A handler that trusts these authorities and no others.</summary>
    public HttpMessageHandler CreateHandler()
    {
        HttpClientHandler handler = CloudHttp.CreateNetworkHandler();
        handler.ServerCertificateCustomValidationCallback = (_, certificate, chain, errors) => Trusts(certificate, chain, errors);
        return handler;
    }

    /// <summary>Judges a server's certificate.</summary>
    /// <param name="errors">What the runtime, which does not know the authorities, finds wrong with it.</param>
    internal bool Trusts(X509Certificate2? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.ExtraStore.AddRange(_authorities);
        foreach (X509ChainElement element in (IEnumerable<X509ChainElement>?)sent?.ChainElements.Cast<X509ChainElement>() ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        // An unknown root is allowed above so that the chain gets built: which root it ends with is what decides.
        return chain.Build(certificate)
            && chain.ChainElements.Cast<X509ChainElement>().LastOrDefault()?.Certificate is { } root
            && _authorities.Cast<X509Certificate2>().Any(a => a.RawData.SequenceEqual(root.RawData));
    }

    private static EcsException Unusable(string path, string what) => new(EcsErrorId.CredentialFileInvalid, $"{path}, the file of certificate authorities, {what}.")
    {
        RecommendedAction = "Specify the certificates of the authorities as PEM, with 'cacert' in clouds.yaml or OS_CACERT; for a state database, with ?sslrootcert=FILE.",
    };
}
