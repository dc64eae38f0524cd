using System.Net;
using System.Text;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>New servers at Nova (docs/contracts/openstack-lifecycle.md 2).</summary>
public sealed class NovaCreateInstanceTests
{
    private static readonly EcsInstance Wanted = new() { Id = "new-0123456789ab", Name = "web-09", Cloud = EcsCloud.OpenStack };

    [Fact]
    public async Task Send_Server_BootsFromAVolumeThatGoesWithIt()
    {
        StubOpenStack stub = Cloud();
        stub.Fault = Accept;
        using NovaCloud cloud = stub.Open();
        string? body = null;
        stub.Fault = request =>
        {
            body = IsCreation(request) ? request.Content!.ReadAsStringAsync().Result : body;
            return Accept(request);
        };
        OperationOptions options = Usual() with { SecurityGroupIds = ["g-1"], SystemDiskCategory = "ssd", DataDisks = ["10"], Tags = ["role=web"], Zone = "nova" };

        StepHandle handle = await cloud.FindStep(StepKind.CreateInstance)!.SendAsync(await PlanAsync(cloud, options));

        Assert.Equal("s-9", handle.Facts[StepFactKeys.InstanceId]);
        Assert.Equal(
            JToken.Parse("""
            {"server":{"name":"web-09","flavorRef":"f-1","networks":[{"uuid":"n-1"}],
             "block_device_mapping_v2":[
               {"boot_index":0,"source_type":"image","uuid":"i-1","destination_type":"volume","volume_size":10,"delete_on_termination":true,"volume_type":"ssd"},
               {"boot_index":-1,"source_type":"blank","destination_type":"volume","volume_size":10,"delete_on_termination":false,"volume_type":"ssd"}],
             "availability_zone":"nova","key_name":"ops","security_groups":[{"name":"web"}],"metadata":{"role":"web"}}}
            """).ToString(),
            JToken.Parse(body!).ToString());
    }

    [Theory]
    [InlineData("Password")]
    [InlineData("PublicAddress")]
    [InlineData("Encryption")]
    [InlineData("ChargeType")]
    public async Task Preview_WhatThereIsNot_SaysWhatThereIs(string what)
    {
        using NovaCloud cloud = Cloud().Open();
        OperationOptions options = what switch
        {
            "Password" => Usual() with { Login = new LoginOptions { Password = new NetworkCredential("", "x").SecurePassword } },
            "PublicAddress" => Usual() with { Bandwidth = 5 },
            "Encryption" => Usual() with { Encrypted = true },
            _ => Usual() with { ChargeType = EcsChargeType.Spot },
        };

        StepPreview preview = (await cloud.FindStep(StepKind.CreateInstance)!.PreviewAsync([new StepTarget(Wanted, options)], TestContext.Current.CancellationToken)).Single();

        EcsRequirement failed = Assert.Single(preview.Requirements, r => r.Outcome == EcsRequirementOutcome.Failed);
        Assert.Equal(what == "Password" ? EcsRequirementId.Login : what, failed.Id);
        Assert.NotEmpty(failed.Remedy!);
    }

    [Theory]
    [InlineData("ACTIVE", true, 30, ObservedState.TookEffect)]
    [InlineData("BUILD", true, 30, ObservedState.Pending)]
    [InlineData("ERROR", true, 30, ObservedState.Failed)]
    [InlineData("ACTIVE", false, 30, ObservedState.TookEffect)] // found by its name
    public async Task Observe_Server_Tells(string status, bool isAnswered, int age, object state)
    {
        StubOpenStack stub = Cloud();
        string row = $$$"""{"id": "s-9", "name": "web-09", "status": "{{{status}}}", "image": "", "flavor": {"original_name": "small"}, "fault": {"message": "No valid host was found."}}""";
        stub.Answers["/servers/s-9"] = $$$"""{"server": {{{row}}}}""";
        stub.Answers["/servers/detail"] = $$$"""{"servers": [{{{row}}}]}""";
        using NovaCloud cloud = stub.Open();
        StepTarget target = new(Wanted, Usual()) { Before = new Dictionary<string, string> { [StepFactKeys.SameName] = "s-1", [StepFactKeys.DiskSize] = "10" } };
        SentStep sent = new(target, isAnswered ? new StepHandle { Facts = new Dictionary<string, string> { [StepFactKeys.InstanceId] = "s-9" } } : null) { Age = TimeSpan.FromSeconds(age) };

        StepObservation seen = await cloud.FindStep(StepKind.CreateInstance)!.ObserveAsync([sent], TestContext.Current.CancellationToken)[0];

        Assert.Equal((ObservedState)state, seen.State);
    }

    private static bool IsCreation(HttpRequestMessage request) => request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/servers", StringComparison.Ordinal);

    private static HttpResponseMessage? Accept(HttpRequestMessage request) => !IsCreation(request) ? null : new HttpResponseMessage(HttpStatusCode.Accepted)
    {
        Content = new StringContent("""{"server": {"id": "s-9", "adminPass": "x"}}""", Encoding.UTF8, "application/json"),
    };

    private static async Task<StepTarget> PlanAsync(NovaCloud cloud, OperationOptions options)
    {
        StepTarget target = new(Wanted, options);
        return target with { Before = (await cloud.FindStep(StepKind.CreateInstance)!.PreviewAsync([target], TestContext.Current.CancellationToken)).Single().Facts };
    }

    private static OperationOptions Usual() => new()
    {
        Kind = OperationKind.InstanceCreate,
        ImageId = "i-1",
        Size = "small",
        NetworkId = "n-1",
        Login = new LoginOptions { KeyPairName = "ops" },
    };

    private static StubOpenStack Cloud() => new()
    {
        Answers =
        {
            ["/v2.0/networks"] = """{"networks": [{"id": "n-1", "name": "private", "status": "ACTIVE"}]}""",
            ["/v2.0/subnets"] = """{"subnets": []}""",
            ["/v2.0/security-groups"] = """{"security_groups": [{"id": "g-1", "name": "web"}]}""",
            ["/os-availability-zone"] = """{"availabilityZoneInfo": [{"zoneName": "nova", "zoneState": {"available": true}}]}""",
            ["/flavors/detail"] = """{"flavors": [{"id": "f-1", "name": "small", "vcpus": 1, "ram": 1024, "disk": 10}]}""",
            ["/images/i-1"] = """{"id": "i-1", "name": "ubuntu", "status": "active", "min_disk": 10, "os_type": "linux"}""",
            ["/os-keypairs/ops"] = """{"keypair": {"name": "ops", "public_key": "ssh-ed25519 AAAA"}}""",
            ["/servers/detail"] = """{"servers": []}""",
        },
    };
}
