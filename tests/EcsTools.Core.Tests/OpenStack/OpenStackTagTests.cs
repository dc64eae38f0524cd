using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>Tags where they are metadata, and words of images.</summary>
public sealed class OpenStackTagTests : IDisposable
{
    private readonly StubOpenStack _stub = new();
    private readonly List<string> _calls = [];

    public OpenStackTagTests() => _stub.Fault = request =>
    {
        if (request.Method != HttpMethod.Get && !request.RequestUri!.AbsolutePath.EndsWith("/auth/tokens", StringComparison.Ordinal))
        {
            _calls.Add($"{request.Method} {request.RequestUri.AbsolutePath} {(request.Content is null ? "" : request.Content.ReadAsStringAsync().Result)}".Trim());
        }

        return null;
    };

    public void Dispose() => _stub.Dispose();

    [Theory]
    [InlineData(TaggedKind.Instance, "POST /v2.1/servers/x-1/metadata {\"metadata\":{\"env\":\"prod\"}}")]
    [InlineData(TaggedKind.Disk, "POST /v3/p-1/volumes/x-1/metadata {\"metadata\":{\"env\":\"prod\"}}")]
    [InlineData(TaggedKind.Snapshot, "POST /v3/p-1/snapshots/x-1/metadata {\"metadata\":{\"env\":\"prod\"}}")]
    public async Task ChangeAsync_Set_IsMetadata(TaggedKind kind, string call)
    {
        await ChangeAsync(kind, TagChange.Add(new Dictionary<string, string> { ["env"] = "prod" }));

        Assert.Equal([call], _calls);
    }

    [Theory]
    [InlineData(TaggedKind.Instance, "DELETE /v2.1/servers/x-1/metadata/a%20b", "DELETE /v2.1/servers/x-1/tags/a%20b")]
    [InlineData(TaggedKind.Disk, "DELETE /v3/p-1/volumes/x-1/metadata/a%20b")]
    [InlineData(TaggedKind.Image, "DELETE /v2/images/x-1/tags/a%20b")]
    public async Task ChangeAsync_Remove_IsByKey(TaggedKind kind, params string[] calls)
    {
        await ChangeAsync(kind, TagChange.Remove(["a b"]));

        Assert.Equal(calls, _calls);
    }

    [Fact]
    public async Task ChangeAsync_Image_HasWords()
    {
        await ChangeAsync(TaggedKind.Image, TagChange.Add(new Dictionary<string, string> { ["tested"] = "" }));

        Assert.Equal(["PUT /v2/images/x-1/tags/tested"], _calls);
    }

    [Theory]
    [InlineData(TaggedKind.Image, "tested", "yes")]
    [InlineData(TaggedKind.Image, "a=b", "")]
    [InlineData(TaggedKind.Instance, "a/b", "")]
    [InlineData(TaggedKind.Instance, "gr\u00f6\u00dfe", "")]
    [InlineData(TaggedKind.Disk, "a+b", "")]
    [InlineData(TaggedKind.Instance, "ecstools-operation", "")]
    public void Refuse_WhatTheCloudDoesNotTake(TaggedKind kind, string key, string value)
    {
        using NovaCloud cloud = _stub.Open();

        Assert.Equal(
            EcsErrorId.InvalidInput,
            cloud.Tags.RulesOf(kind).Refuse(TagChange.Add(new Dictionary<string, string> { [key] = value }), new Dictionary<string, string>())?.ErrorId);
    }

    private async Task ChangeAsync(TaggedKind kind, TagChange change)
    {
        using NovaCloud cloud = _stub.Open();
        await cloud.Tags.ChangeAsync(kind, ["x-1"], change, TestContext.Current.CancellationToken);
    }
}
