using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>Key pairs as docs/contracts/alibaba-ecs-lifecycle.md 5 has them.</summary>
public sealed class AlibabaDoorKeyPairTests : IDisposable
{
    private const string Ed25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5xNw2yL0cFnOd6s3sC6VQhK3D1o1m6uKq9dY3vX2wU ops";
    private static readonly string[] Region = ["RegionId", "cn-hangzhou"];
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorKeyPairTests()
    {
        _server = SandboxServer.Start(new SandboxOptions { Clock = _clock, UndocumentedBehavior = new() { AlibabaKeyPairNameLag = TimeSpan.FromMinutes(10), AlibabaTakesEd25519 = false } });
        _caller = new AlibabaCaller(_server);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task CreateKeyPair_NewName_TellsThePrivateKeyOnce()
    {
        JObject made = await _caller.Ok("CreateKeyPair", [.. Region, "KeyPairName", "ops"]);

        Assert.StartsWith("-----BEGIN RSA PRIVATE KEY-----\n", (string)made["PrivateKeyBody"]!, StringComparison.Ordinal);
        Assert.Matches("^([0-9a-f]{2}:){15}[0-9a-f]{2}$", (string)made["KeyPairFingerPrint"]!);
        JObject row = (await _caller.Rows("DescribeKeyPairs", "KeyPairName", "ops", "IncludePublicKey", "true")).Single();
        Assert.StartsWith("ssh-rsa ", (string)row["PublicKey"]!, StringComparison.Ordinal);
        Assert.Null(row["PrivateKeyBody"]);
    }

    [Theory]
    [InlineData("CreateKeyPair", "x", null, "InvalidKeyPairName.Malformed")]
    [InlineData("CreateKeyPair", "1ops", null, "InvalidKeyPairName.Malformed")]
    [InlineData("CreateKeyPair", "ahttp://b", null, "InvalidKeyPairName.Malformed")]
    [InlineData("CreateKeyPair", "sandbox-key", null, "KeyPair.AlreadyExist")]
    [InlineData("ImportKeyPair", "ops", "ssh-rsa nonsense", "InvalidPublicKeyBody.Malformed")]
    [InlineData("ImportKeyPair", "ops", Ed25519, "InvalidPublicKeyBody.Malformed")]
    public async Task Creation_Refused(string action, string name, string? key, string code) => Assert.Equal(
        code, await _caller.Refused(400, action, [.. Region, "KeyPairName", name, .. key is null ? Array.Empty<string>() : ["PublicKeyBody", key]]));

    [Theory]
    [InlineData("sandbox-key-2", "InvalidKeyPairNames.ValueNotSupported")]
    [InlineData("""["sandbox-key"]""", "InvalidParameter.KeypairAlreadyAttachedInstance")]
    [InlineData("""["nope"]""", "InvalidKeyPairName.NotFound")]
    public async Task DeleteKeyPairs_Refused(string names, string code) =>
        Assert.Equal(code, await _caller.Refused(400, "DeleteKeyPairs", [.. Region, "KeyPairNames", names]));

    [Fact]
    public async Task DeleteKeyPairs_NameIsHeldForAWhile()
    {
        await _caller.Ok("DeleteKeyPairs", [.. Region, "KeyPairNames", """["sandbox-key-2"]"""]);

        Assert.Empty(await _caller.Rows("DescribeKeyPairs", "KeyPairName", "sandbox-key-2"));
        Assert.Equal("KeyPair.AlreadyExist", await _caller.Refused(400, "CreateKeyPair", [.. Region, "KeyPairName", "sandbox-key-2"]));
        await _clock.Delay(TimeSpan.FromMinutes(11), TestContext.Current.CancellationToken);
        await _caller.Ok("CreateKeyPair", [.. Region, "KeyPairName", "sandbox-key-2"]);
    }
}
