using System.Net;
using System.Net.Security;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;
using EcsTools.Core.Tests.Http;
using EcsTools.Sandbox;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.Security;

/// <summary>What a credential may be sent to.</summary>
public sealed class NetworkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_whose_certificate_nobody_vouches_for_gets_no_request()
    {
        using X509Certificate2 certificate = SelfSigned();
        int sent = 0;
        await using (LoopbackServer server = new(async (client, end) =>
        {
            using SslStream tls = new(client.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
            sent += await tls.ReadAsync(new byte[1], end);
        }))
        {
            using CloudHttp http = Sender();
            CloudRequest call = new("Write", HttpMethod.Post, new Uri($"https://localhost:{server.Url.Port}/"), RequestIdempotency.NonIdempotent);

            EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(call, Cancellation));

            Assert.Equal((EcsErrorId.CannotConnect, true), (error.ErrorId, error.WasNotCarriedOut));
        }

        Assert.Equal(0, sent);
    }

    // Not by a parameter, a variable or a file either: the code does not know how. Where a cloud has authorities of its own they
    // take the place of the machine's, which PrivateAuthoritiesTests shows to be no less strict.
    [Theory]
    [InlineData("EcsTools.Core.dll", "CustomCertificateAuthorities.CreateHandler: set_ServerCertificateCustomValidationCallback")]
    [InlineData("EcsTools.Sandbox.dll")]
    public void Nothing_of_ours_can_switch_the_verification_off(string file, params string[] allowed)
    {
        string[] forbidden =
        [
            "ServerCertificateCustomValidationCallback", "DangerousAcceptAnyServerCertificateValidator", "ServerCertificateValidationCallback",
            "RemoteCertificateValidationCallback", "set_CheckCertificateRevocationList", "set_SslProtocols", "set_SecurityProtocol",
        ];
        using PEReader reader = new(File.OpenRead(Path.Combine(AppContext.BaseDirectory, file)));
        MetadataReader metadata = reader.GetMetadataReader();

        Assert.DoesNotContain(metadata.TypeReferences.Select(t => metadata.GetString(metadata.GetTypeReference(t).Name)), IsForbidden);
        Dictionary<int, string> members = metadata.MemberReferences
            .Select(m => (Token: MetadataTokens.GetToken(m), Name: metadata.GetString(metadata.GetMemberReference(m).Name)))
            .Where(m => IsForbidden(m.Name))
            .ToDictionary(m => m.Token, m => m.Name);
        Assert.Equal(allowed.Length, members.Count);
        Assert.Equal(allowed, metadata.MethodDefinitions.SelectMany(Uses));

        bool IsForbidden(string name) => forbidden.Any(f => name.Contains(f, StringComparison.Ordinal));

        IEnumerable<string> Uses(MethodDefinitionHandle handle)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            byte[] code = method.RelativeVirtualAddress == 0 ? [] : reader.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;
            return from at in Enumerable.Range(0, Math.Max(0, code.Length - 3))
                   let token = BitConverter.ToInt32(code, at)
                   where members.ContainsKey(token)
                   select $"{metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name)}.{metadata.GetString(method.Name)}: {members[token]}";
        }
    }

    [Theory]
    [InlineData(301, "GET")]
    [InlineData(302, "POST")]
    [InlineData(307, "POST")]
    [InlineData(308, "GET")]
    public async Task No_redirect_is_followed(int status, string method)
    {
        RequestIdempotency safety = method == "GET" ? RequestIdempotency.ReadOnly : RequestIdempotency.NonIdempotent;
        await using RawServer elsewhere = new();
        await using RawServer server = new(RawServer.Reaction.Reply(status, $"Location: {elsewhere.Address("/stolen")}\r\n"));
        using CloudHttp http = Sender();

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(new CloudRequest("Call", new HttpMethod(method), server.Address("/call"), safety), Cancellation));

        Assert.Equal(safety == RequestIdempotency.ReadOnly ? EcsErrorId.MalformedAnswer : EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.Empty(elsewhere.Received);
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task No_redirect_of_a_service_that_hands_out_credentials_is_followed()
    {
        await using RawServer elsewhere = new();
        await using RawServer server = new(RawServer.Reaction.Reply(302, $"Location: {elsewhere.Address("/stolen")}\r\n"));
        using MetadataHttpClient http = new(MachineEnvironment.Current(null).NearbyNetwork(), "service", TimeSpan.FromSeconds(60));

        CloudResponse answer = await http.SendAsync(HttpMethod.Get, server.Address("/token"), ("x-token", "canary"), Cancellation);

        Assert.Equal(302, answer.Status);
        Assert.Empty(elsewhere.Received);
    }

    [Fact]
    public void A_sandbox_that_listens_is_reached_from_this_machine_alone()
    {
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions());
        int port = sandbox.Listen(0).Port;

        IPEndPoint[] bound =
            [.. System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(e => e.Port == port)];

        Assert.NotEmpty(bound);
        Assert.All(bound, e => Assert.True(IPAddress.IsLoopback(e.Address), $"{e}"));
    }

    [Fact]
    public void Every_sandbox_has_keys_of_its_own()
    {
        SandboxCredentials[] keys = [.. Enumerable.Range(0, 20).Select(_ => Credentials())];

        Assert.Equal(keys.Length, keys.Select(k => k.AccessKeyId).Distinct().Count());
        Assert.Equal(keys.Length, keys.Select(k => k.AccessKeySecret).Distinct().Count());
        Assert.Equal(keys.Length, keys.Select(k => k.Password).Distinct().Count());
        Assert.All(keys, k => Assert.True(k.AccessKeySecret.Length >= 30 && k.Password.Length >= 12));

        static SandboxCredentials Credentials()
        {
            using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions());
            return sandbox.Credentials;
        }
    }

    private static CloudHttp Sender() => new(
        CloudHttp.CreateNetworkHandler(), new AlibabaDialect(new StaticAccessKeyProvider(new AccessKey("id", "secret")), TimeProvider.System), TimeProvider.System);

    private static X509Certificate2 SelfSigned()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
