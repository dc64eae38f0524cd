using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>Deletions as docs/contracts/openstack-lifecycle.md 2, no. 11 has them.</summary>
public sealed class NovaRemoverTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PreviewSnapshot_VolumesAndImagesAreMadeOfIt_NamesThem()
    {
        StubOpenStack stub = Snapshots("available");
        stub.Answers["/volumes/detail"] = """{"volumes": [{"id": "v-9", "name": "copy", "status": "available", "snapshot_id": "n-1"}]}""";
        stub.Answers["/images"] = """{"images": [{"id": "i-1", "name": "golden", "status": "active", "owner": "p-1", "block_device_mapping": "[{\"snapshot_id\": \"n-1\", \"boot_index\": 0}]"}]}""";
        using NovaCloud cloud = stub.Open();

        RemovalPreview preview = (await cloud.Remover.PreviewAsync(RemovableKind.Snapshot, ["n-1", "n-2"], Cancellation)).Single();

        EcsRequirement use = preview.Requirements.Single(r => r.Id == EcsRequirementId.InUse);
        Assert.Equal(EcsRequirementOutcome.Failed, use.Outcome);
        Assert.Contains("i-1", use.Detail, System.StringComparison.Ordinal);
        Assert.Contains("v-9", use.Detail, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("available", EcsRequirementOutcome.Passed)]
    [InlineData("error", EcsRequirementOutcome.Passed)]
    [InlineData("creating", EcsRequirementOutcome.Failed)]
    [InlineData("deleting", EcsRequirementOutcome.Failed)]
    public async Task PreviewSnapshot_Status_DecidesWhetherItIsDeleted(string status, EcsRequirementOutcome outcome)
    {
        using NovaCloud cloud = Snapshots(status).Open();

        RemovalPreview preview = (await cloud.Remover.PreviewAsync(RemovableKind.Snapshot, ["n-1"], Cancellation)).Single();

        Assert.Equal(outcome, preview.Requirements.Single(r => r.Id == EcsRequirementId.State).Outcome);
        Assert.Equal(EcsRequirementOutcome.Passed, preview.Requirements.Single(r => r.Id == EcsRequirementId.InUse).Outcome);
    }

    [Fact]
    public async Task PreviewSnapshot_ListsAreForbidden_IsUnknown()
    {
        StubOpenStack stub = Snapshots("available");
        stub.Fault = request => request.RequestUri!.AbsolutePath.EndsWith("/volumes/detail", System.StringComparison.Ordinal)
            ? new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden) { Content = new StringContent("""{"forbidden": {"code": 403, "message": "no"}}""") }
            : null;
        using NovaCloud cloud = stub.Open();

        RemovalPreview preview = (await cloud.Remover.PreviewAsync(RemovableKind.Snapshot, ["n-1"], Cancellation)).Single();

        Assert.Equal(EcsRequirementOutcome.Unknown, preview.Requirements.Single(r => r.Id == EcsRequirementId.InUse).Outcome);
    }

    [Theory]
    [InlineData("private", "p-1", false, "")]
    [InlineData("private", "p-2", false, EcsRequirementId.Account)]
    [InlineData("public", "p-1", false, EcsRequirementId.Protection)]
    [InlineData("private", "p-1", true, EcsRequirementId.Protection)]
    public async Task PreviewImage_OwnerAndProtection_AreRequirements(string visibility, string owner, bool isProtected, string failed)
    {
        StubOpenStack stub = new();
        stub.Answers["/images/i-1"] =
            $$"""{"id": "i-1", "name": "golden", "status": "active", "visibility": "{{visibility}}", "owner": "{{owner}}", "protected": {{(isProtected ? "true" : "false")}}, "block_device_mapping": "[{\"snapshot_id\": \"n-1\"}]"}""";
        stub.Answers["/servers/detail"] = """{"servers": []}""";
        using NovaCloud cloud = stub.Open();

        RemovalPreview preview = (await cloud.Remover.PreviewAsync(RemovableKind.Image, ["i-1"], Cancellation)).Single();

        Assert.Equal(failed, preview.Requirements.FirstOrDefault(r => r.Outcome == EcsRequirementOutcome.Failed)?.Id ?? "");
        Assert.Contains("n-1", Assert.Single(preview.Kept), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RemovableKind.Snapshot, "DELETE https://cinder.example.com/v3/p-1/snapshots/n-1")]
    [InlineData(RemovableKind.Image, "DELETE https://glance.example.com/v2/images/n-1")]
    public async Task Delete_IsSentAsTheContractHasIt(RemovableKind kind, string expected)
    {
        string sent = "";
        StubOpenStack stub = new();
        stub.Fault = request =>
        {
            sent = request.Method == HttpMethod.Delete ? $"{request.Method} {request.RequestUri}" : sent;
            return null;
        };
        using NovaCloud cloud = stub.Open();

        await cloud.Remover.DeleteAsync(kind, "n-1", Cancellation);

        Assert.Equal(expected, sent);
        Assert.Equal("", Assert.Single(stub.Writes));
    }

    private static StubOpenStack Snapshots(string status)
    {
        StubOpenStack stub = new();
        stub.Answers["/snapshots/n-1"] = $$$"""{"snapshot": {"id": "n-1", "name": "before", "status": "{{{status}}}", "volume_id": "v-1", "size": 40}}""";
        stub.Answers["/volumes/detail"] = """{"volumes": [{"id": "v-1", "name": "root", "status": "in-use"}]}""";
        stub.Answers["/images"] = """{"images": []}""";
        return stub;
    }
}
