using System.Net;
using System.Text;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Operations;
using EcsTools.Core.Security;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>Key pairs where the cloud takes public keys only (docs/contracts/openstack-lifecycle.md 2).</summary>
public sealed class NovaKeyPairTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-nova-").FullName;
    private readonly StubOpenStack _stub = new();
    private string? _sent;

    private string KeyPath => Path.Combine(_folder, "key.pem");

    public void Dispose()
    {
        _stub.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task CreateAsync_KeyIsMadeHereAndItsPublicHalfImported()
    {
        AnswerPost(HttpStatusCode.Created);

        EcsKeyPair pair = await CreateAsync();

        JObject sent = (JObject)JObject.Parse(_sent!)["keypair"]!;
        Assert.Equal(("ops", "ops", EcsKeyPairScope.User), ((string)sent["name"]!, pair.Name, pair.Scope));
        Assert.StartsWith("ssh-rsa ", (string)sent["public_key"]!, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN RSA PRIVATE KEY-----", File.ReadAllText(KeyPath), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", _sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_Refused_LeavesNoKey()
    {
        AnswerPost(HttpStatusCode.Forbidden);

        await Assert.ThrowsAsync<EcsException>(CreateAsync);

        Assert.False(File.Exists(KeyPath));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CreateAsync_AnswerLost_KeepsTheKeyAndLooks(bool tookEffect)
    {
        _stub.Fault = request =>
        {
            if (request.Method != HttpMethod.Post || request.RequestUri!.AbsolutePath.EndsWith("/auth/tokens", StringComparison.Ordinal))
            {
                return null;
            }

            _sent = request.Content!.ReadAsStringAsync().Result;
            if (tookEffect)
            {
                _stub.Answers["/os-keypairs/ops"] = _sent;
            }

            throw new IOException("cut");
        };

        Task<EcsKeyPair> work = CreateAsync();

        if (tookEffect)
        {
            Assert.Equal("ops", (await work).Name);
        }
        else
        {
            Assert.Equal(EcsErrorId.OutcomeUnknown, (await Assert.ThrowsAsync<EcsException>(() => work)).ErrorId);
        }

        Assert.True(File.Exists(KeyPath));
    }

    [Fact]
    public async Task CreateAsync_NameIsTaken_SendsNothing()
    {
        _stub.Answers["/os-keypairs/ops"] = """{"keypair": {"name": "ops", "public_key": "ssh-rsa AAAA"}}""";

        EcsException error = await Assert.ThrowsAsync<EcsException>(CreateAsync);

        Assert.Equal(EcsErrorId.InvalidInput, error.ErrorId);
        Assert.Empty(_stub.Writes);
        Assert.False(File.Exists(KeyPath));
    }

    [Fact]
    public async Task RemoveAsync_SendsOneDelete()
    {
        using NovaCloud cloud = _stub.Open();

        Assert.True(await KeyPairChanges.RemoveAsync(Account(cloud), new EcsKeyPair { Name = "ops" }, TestContext.Current.CancellationToken));
        Assert.Single(_stub.Writes);
    }

    [Fact]
    public void Check_AccountScope_IsNotOffered()
    {
        using NovaCloud cloud = _stub.Open();

        Assert.Equal(
            EcsErrorId.NotSupported, Assert.Throws<EcsException>(() => KeyPairChanges.Check(Account(cloud), new KeyPairRequest("ops", EcsKeyPairScope.Account))).ErrorId);
    }

    private async Task<EcsKeyPair> CreateAsync()
    {
        using NovaCloud cloud = _stub.Open();
        using NewPrivateFile file = NewPrivateFile.Claim(KeyPath);
        return await KeyPairChanges.CreateAsync(Account(cloud), new KeyPairRequest("ops", null), file, TestContext.Current.CancellationToken);
    }

    private static ConnectedAccount Account(NovaCloud cloud) => new(new EcsAccount { Name = "lab" }, cloud, TimeProvider.System);

    private void AnswerPost(HttpStatusCode status) => _stub.Fault = request =>
    {
        if (request.Method != HttpMethod.Post || request.RequestUri!.AbsolutePath.EndsWith("/auth/tokens", StringComparison.Ordinal))
        {
            return null;
        }

        _sent = request.Content!.ReadAsStringAsync().Result;
        string body = status == HttpStatusCode.Created ? _sent : """{"forbidden": {"code": 403, "message": "no"}}""";
        return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    };
}
