using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

/// <summary>Key pairs as docs/contracts/huawei-ecs-lifecycle.md 5 has them.</summary>
public sealed class KeyPairTests
{
    private const string Ed25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5xNw2yL0cFnOd6s3sC6VQhK3D1o1m6uKq9dY3vX2wU ops";
    private const string Own = "/v2.1/{p}/os-keypairs";
    private const string OfAccount = "/v3/{p}/keypairs";

    [Theory]
    [InlineData(SandboxCloud.Huawei)]
    [InlineData(SandboxCloud.OpenTelekom)]
    public void Own_key_pairs_are_created_imported_and_deleted(SandboxCloud cloud)
    {
        using HuaweiEmulatorFixture scene = new(cloud);

        Reply made = scene.Post(Own, Wanted("ops"), "ecs");
        Reply imported = scene.Post(Own, Wanted("mine", Ed25519), "ecs");

        Assert.Equal(200, made.Status);
        Assert.StartsWith("-----BEGIN RSA PRIVATE KEY-----", made.Text("keypair.private_key"), StringComparison.Ordinal);
        Assert.Null(imported.Body!["keypair"]!["private_key"]);
        Assert.Null(scene.Get(Own + "/ops", "ecs").Body!["keypair"]!["private_key"]);
        Assert.Equal(409, scene.Post(Own, Wanted("ops"), "ecs").Status);
        Assert.Equal(400, scene.Post(Own, Wanted("a b/c"), "ecs").Status);
        Assert.Equal(400, scene.Post(Own, Wanted("other", "no key"), "ecs").Status);
        Assert.Equal(202, scene.Send("DELETE", Own + "/ops", null, "ecs").Status);
        Assert.Equal(404, scene.Send("DELETE", Own + "/ops", null, "ecs").Status);
    }

    [Fact]
    public void Key_pairs_of_the_account_have_a_service_of_their_own()
    {
        using HuaweiEmulatorFixture scene = new();

        Reply made = scene.Post(OfAccount, Wanted("team", scope: "domain"), "kms");

        Assert.StartsWith("-----BEGIN RSA PRIVATE KEY-----", made.Text("keypair.private_key"), StringComparison.Ordinal);
        Assert.Equal(404, scene.Get(Own + "/team", "ecs").Status);
        Assert.Equal("domain", scene.Get(OfAccount + "/team", "kms").Text("keypair.scope"));
        Assert.Equal("team", scene.Get(OfAccount + "?limit=1&marker=sandbox-key-2", "kms").Text("keypairs[0].keypair.name"));
        Assert.Equal("KPS.6004", scene.Post(OfAccount, Wanted("team", scope: "domain"), "kms").Code);
        Assert.Equal(204, scene.Send("DELETE", OfAccount + "/team", null, "kms").Status);
        Assert.Equal("KPS.4016", scene.Send("DELETE", OfAccount + "/team", null, "kms").Code);
    }

    [Fact]
    public void OpenTelekom_has_none_of_the_account()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);

        Assert.Equal("APIGW.0101", scene.Post(OfAccount, Wanted("team", scope: "domain"), "kms").Code);
    }

    private static JObject Wanted(string name, string? key = null, string? scope = null)
    {
        JObject pair = new() { ["name"] = name };
        if (key is not null)
        {
            pair["public_key"] = key;
        }

        if (scope is not null)
        {
            pair["type"] = "ssh";
            pair["scope"] = scope;
        }

        return new JObject { ["keypair"] = pair };
    }
}
