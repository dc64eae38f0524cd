using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>Every member the sandbox writes is one that the vendor's own models know, of the type they give it.</summary>
public sealed class AlibabaShapeTests : IDisposable
{
    private readonly SandboxServer _server = SandboxServer.Start(new SandboxOptions { Clock = VirtualClock.SelfAdvancing() });

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("DescribeRegions")]
    [InlineData("DescribeInstances", "RegionId", "cn-hangzhou", "MaxResults", "100")]
    [InlineData("DescribeInstanceStatus", "RegionId", "cn-hangzhou")]
    [InlineData("DescribeInstanceAttribute", "InstanceId", "@web-01")]
    [InlineData("DescribeDisks", "RegionId", "cn-hangzhou", "MaxResults", "500")]
    [InlineData("DescribeImages", "RegionId", "cn-hangzhou")]
    [InlineData("DescribeKeyPairs", "RegionId", "cn-hangzhou", "IncludePublicKey", "true")]
    [InlineData("DescribeSnapshots", "RegionId", "cn-hangzhou")]
    [InlineData("DescribeInstanceTypes")]
    [InlineData("DescribeResourcesModification", "RegionId", "cn-hangzhou", "ResourceId", "@db-01", "DestinationResource", "InstanceType")]
    [InlineData("DescribeAvailableResource", "RegionId", "cn-hangzhou", "DestinationResource", "SystemDisk")]
    [InlineData("DescribeCloudAssistantStatus", "RegionId", "cn-hangzhou")]
    [InlineData("DescribeInvocationResults", "RegionId", "cn-hangzhou")]
    [InlineData("StartInstances", "RegionId", "cn-hangzhou", "InstanceId.1", "@db-01")]
    [InlineData("AttachKeyPair", "RegionId", "cn-hangzhou", "KeyPairName", "sandbox-key", "InstanceIds", "[\"i-1\"]")]
    [InlineData("RunCommand", "RegionId", "cn-hangzhou", "Type", "RunShellScript", "CommandContent", "true", "InstanceId.1", "@web-01")]
    public async Task An_answer_has_the_models_shape(string operation, params string[] parameters)
    {
        JToken shape = SampleFiles.Read("alibaba", "shapes")["operations"]![operation]!["response"]!;
        using AlibabaCaller caller = new(_server);
        string[] command = ["RegionId", "cn-hangzhou", "Type", "RunShellScript", "CommandContent", "true"];
        await caller.Ok("RunCommand", [.. command, "InstanceId.1", await caller.Id("web-02")]);
        string[] resolved = await Task.WhenAll(parameters.Select(p => p.StartsWith('@') ? caller.Id(p[1..]) : Task.FromResult(p)));

        JObject answer = await caller.Ok(operation, resolved);

        Assert.Empty(Differences(answer, shape, operation));
    }

    internal static IEnumerable<string> Differences(JToken value, JToken shape, string path) => (value, shape) switch
    {
        (JObject o, JObject s) => o.Properties().SelectMany(p =>
            s[p.Name] is { } inner ? Differences(p.Value, inner, $"{path}.{p.Name}") : [$"{path}.{p.Name} is unknown"]),
        (JArray a, JArray s) => a.SelectMany(i => Differences(i, s[0], path + "[]")),
        (JValue v, JValue s) when (string?)s == v.Type switch
        {
            JTokenType.String => "string",
            JTokenType.Boolean => "boolean",
            _ => "number",
        } => [],
        _ => [$"{path} is {value.Type}, not {shape}"],
    };
}
