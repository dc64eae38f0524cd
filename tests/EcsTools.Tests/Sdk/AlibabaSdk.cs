using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools.Tests.Sdk;

/// <summary>Alibaba's SDK against a sandbox, for the tests of a class: each uses servers of its own. What the SDK reads, it must read whole.</summary>
public sealed class AlibabaSdk : IAsyncDisposable
{
    public const string Region = "cn-hangzhou";

    private const string Folder = "sdk-alibaba";

    private readonly Lazy<SdkFixture> _bench = new(() => new SdkFixture(Folder));

    /// <summary>What it is tested with.</summary>
    internal SdkFixture Fixture => _bench.Value;

    /// <summary>The access key; a test may take another one.</summary>
    internal object? Key { get; set; }

    /// <summary>Begins a test, or skips it where the SDK is not installed.</summary>
    public void Begin()
    {
        NodeSdk.SkipUnlessInstalled(Folder);
        Key = new { Fixture.Sandbox.AccessKeyId, Fixture.Sandbox.AccessKeySecret };
    }

    public ValueTask DisposeAsync() => _bench.IsValueCreated ? Fixture.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>Makes a call that must succeed.</summary>
    /// <param name="operation">The operation's name.</param>
    /// <param name="parameters">Its parameters by their names on the wire.</param>
    /// <returns>What the SDK has read.</returns>
    public async Task<JsonNode> CallAsync(string operation, object? parameters = null)
    {
        (SdkAnswer answer, Exchange exchange) = await SendAsync(operation, parameters);
        Assert.True(answer.IsDone, $"{operation}: {answer.Message}");

        // The SDK's models drop what they do not know and take only what has the right type: nothing may be lost on the way.
        Assert.True(JsonNode.DeepEquals(exchange.Answer, answer.Body), $"{operation}: {exchange.Answer} is read as {answer.Body}");
        return answer.Body!;
    }

    /// <summary>Makes a call that must fail.</summary>
    /// <param name="operation">The operation's name.</param>
    /// <param name="parameters">Its parameters by their names on the wire.</param>
    /// <returns>The status and the code of the SDK's error.</returns>
    public async Task<(int? Status, string? Code)> FailAsync(string operation, object? parameters = null)
    {
        (SdkAnswer answer, Exchange exchange) = await SendAsync(operation, parameters);
        Assert.False(answer.IsDone, $"{operation} is done.");
        Assert.Equal(exchange.Status, answer.Status);
        Assert.Equal((string?)exchange.Answer!["RequestId"], answer.RequestId);
        return (answer.Status, answer.Code);
    }

    /// <summary>Makes a call.</summary>
    /// <param name="operation">The operation's name.</param>
    /// <param name="parameters">Its parameters by their names on the wire.</param>
    /// <returns>What came of it, and what went over the wire.</returns>
    internal Task<(SdkAnswer Answer, Exchange Exchange)> SendAsync(string operation, object? parameters = null) => Fixture.CallAsync(new
    {
        Service = operation is "GetCallerIdentity" or "AssumeRole" ? "sts" : operation.Contains("Eip", StringComparison.Ordinal) ? "vpc" : "ecs",
        Operation = operation,
        Key,
        Parameters = JsonSerializer.SerializeToNode(parameters ?? new { }),
    });

    /// <summary>A server of the cast, as DescribeInstances shows it.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The server.</returns>
    public async Task<JsonNode> FindAsync(string name) =>
        (await CallAsync("DescribeInstances", new { RegionId = Region, InstanceName = name }))["Instances"]!["Instance"]!.AsArray().Single()!;

    /// <summary>The id of a server of the cast.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The id.</returns>
    public async Task<string> FindIdAsync(string name) => (string)(await FindAsync(name))["InstanceId"]!;

    /// <summary>Waits until a server is in a state.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="status">The state.</param>
    /// <returns>A task.</returns>
    public Task StateAsync(string id, string status) => SdkFixture.UntilAsync(
        async () => (await CallAsync("DescribeInstanceStatus", new { RegionId = Region, InstanceId = new[] { id } }))
            ["InstanceStatuses"]!["InstanceStatus"]!.AsArray().Single()!["Status"]!,
        s => (string?)s == status);

    /// <summary>Stops a server, such that its disks can be worked on.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its id.</returns>
    public async Task<string> StopAsync(string name)
    {
        string id = await FindIdAsync(name);
        await CallAsync("StopInstance", new { InstanceId = id, ForceStop = false, StoppedMode = "KeepCharging" });
        await StateAsync(id, "Stopped");
        return id;
    }

    /// <summary>A server's system disk.</summary>
    /// <param name="id">The server's id.</param>
    /// <returns>The disk.</returns>
    public async Task<JsonNode> SystemDiskAsync(string id) =>
        (await CallAsync("DescribeDisks", new { RegionId = Region, InstanceId = id, DiskType = "system" }))["Disks"]!["Disk"]!.AsArray().Single()!;
}
