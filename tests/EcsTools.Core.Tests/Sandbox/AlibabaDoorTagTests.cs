using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>Tags as docs/contracts/alibaba-ecs-lifecycle.md 6 has them.</summary>
public sealed class AlibabaDoorTagTests : IDisposable
{
    private static readonly string[] Instances = ["RegionId", "cn-hangzhou", "ResourceType", "instance"];
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorTagTests()
    {
        _server = SandboxServer.Start(new SandboxOptions { Clock = VirtualClock.SelfAdvancing() });
        _caller = new AlibabaCaller(_server);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task TagResources_SeveralResources_OverwritesAndAdds()
    {
        (string one, string two) = (await IdOf("web-01"), await IdOf("web-02"));

        await _caller.Ok("TagResources", [.. Instances, "ResourceId.1", one, "ResourceId.2", two, "Tag.1.Key", "role", "Tag.1.Value", "", "Tag.2.Key", "app", "Tag.2.Value", "shop"]);

        JObject[] rows = await _caller.Rows("ListTagResources", "ResourceType", "instance", "ResourceId.1", one);
        Assert.Equal(["app=shop", "env=sandbox", "role="], rows.Select(r => $"{r["TagKey"]}={r["TagValue"]}").Order());
    }

    [Fact]
    public async Task UntagResources_WithoutKeys_ChangesNothingUnlessAllAreMeant()
    {
        string id = await IdOf("web-01");

        await _caller.Ok("UntagResources", [.. Instances, "ResourceId.1", id]);
        await _caller.Ok("UntagResources", [.. Instances, "ResourceId.1", id, "TagKey.1", "role", "All", "true"]);
        Assert.Single(await _caller.Rows("ListTagResources", "ResourceType", "instance", "ResourceId.1", id));
        await _caller.Ok("UntagResources", [.. Instances, "ResourceId.1", id, "All", "true"]);
        Assert.Empty(await _caller.Rows("ListTagResources", "ResourceType", "instance", "ResourceId.1", id));
    }

    [Theory]
    [InlineData(400, "InvalidTagKey.Malformed", "acs:x", "1")]
    [InlineData(400, "InvalidTagKey.Malformed", "aliyunx", "1")]
    [InlineData(400, "InvalidTagKey.Malformed", "ahttp://b", "1")]
    [InlineData(400, "InvalidTagValue.Malformed", "a", "https://b")]
    [InlineData(400, "Duplicate.TagKey", "ROLE", "1")]
    public async Task TagResources_Refused(int status, string code, string key, string value) => Assert.Equal(
        code, await _caller.Refused(status, "TagResources", [.. Instances, "ResourceId.1", await IdOf("web-01"), "Tag.1.Key", key, "Tag.1.Value", value]));

    [Fact]
    public async Task TagResources_TooMuchOrMissing_Refused()
    {
        string id = await IdOf("web-01");
        string[] many = [.. Enumerable.Range(1, 19).SelectMany(i => new[] { $"Tag.{i}.Key", $"k{i}" })];

        Assert.Equal("QuotaExceed.Tags", await _caller.Refused(403, "TagResources", [.. Instances, "ResourceId.1", id, .. many]));
        Assert.Equal("NumberExceed.Tags", await _caller.Refused(400, "TagResources", [.. Instances, "ResourceId.1", id, .. many, "Tag.20.Key", "a", "Tag.21.Key", "b"]));
        Assert.Equal("NumberExceed.ResourceIds", await _caller.Refused(400, "TagResources", [.. Instances, .. Enumerable.Range(1, 51).SelectMany(i => new[] { $"ResourceId.{i}", id }), "Tag.1.Key", "a"]));
        Assert.Equal("InvalidResourceId.NotFound", await _caller.Refused(404, "TagResources", [.. Instances, "ResourceId.1", "i-nope", "Tag.1.Key", "a"]));
        Assert.Equal("MissingParameter.Tags", await _caller.Refused(404, "TagResources", [.. Instances, "ResourceId.1", id]));
        Assert.Equal(2, (await _caller.Rows("ListTagResources", "ResourceType", "instance", "ResourceId.1", id)).Length);
    }

    private async Task<string> IdOf(string name) => (string)(await _caller.Rows("DescribeInstances", "InstanceName", name)).Single()["InstanceId"]!;
}
