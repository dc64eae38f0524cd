using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools.Tests.Sdk;

/// <summary>Huawei's SDKs against a sandbox, for the tests of a class: each uses servers of its own. Answers must hold nothing that the SDK does not know.</summary>
public sealed class HuaweiSdk : IAsyncDisposable
{
    private const string Folder = "sdk-huawei";

    /// <summary>Fields that the cloud has begun to send (docs/contracts/huawei-ecs.md 3.2) and this version of its SDK does not declare
    /// yet.</summary>
    private static readonly string[] NewFields = ["capacity_reservation_id", "enclave_options"];

    private readonly Lazy<SdkFixture> _bench = new(() => new SdkFixture(Folder));

    /// <summary>What it is tested with.</summary>
    internal SdkFixture Fixture => _bench.Value;

    /// <summary>The access key and what it is for; a test may take another one.</summary>
    internal object? Key { get; set; }

    /// <summary>Begins a test, or skips it where the SDK is not installed.</summary>
    public void Begin()
    {
        NodeSdk.SkipUnlessInstalled(Folder);
        Use(Fixture.Sandbox.ProjectId);
    }

    /// <summary>Works in a project.</summary>
    /// <param name="projectId">The project's id.</param>
    public void Use(string projectId) => Key = new { Fixture.Sandbox.AccessKeyId, Fixture.Sandbox.AccessKeySecret, ProjectId = projectId, DomainId = "any" };

    public ValueTask DisposeAsync() => _bench.IsValueCreated ? Fixture.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>Makes a call that must succeed.</summary>
    /// <param name="operation">The SDK's method.</param>
    /// <param name="request">Its parameters, and its body, by their names on the wire.</param>
    /// <returns>What the SDK has read.</returns>
    public async Task<JsonNode> CallAsync(string operation, object? request = null)
    {
        (SdkAnswer answer, _) = await SendAsync(operation, request);
        Assert.True(answer.IsDone, $"{operation}: {answer.Code} {answer.Message}");
        Assert.DoesNotContain(answer.Strangers, s => !NewFields.Contains(s.Split('.')[^1]));
        return answer.Body!;
    }

    /// <summary>Makes a call that must fail.</summary>
    /// <param name="operation">The SDK's method.</param>
    /// <param name="request">Its parameters, and its body, by their names on the wire.</param>
    /// <returns>The status and the code of the SDK's error.</returns>
    public async Task<(int? Status, string? Code)> FailAsync(string operation, object? request = null)
    {
        (SdkAnswer answer, Exchange exchange) = await SendAsync(operation, request);
        Assert.False(answer.IsDone, $"{operation} is done.");
        Assert.Equal(exchange.Status, answer.Status);
        return (answer.Status, answer.Code);
    }

    /// <summary>Makes a call.</summary>
    /// <param name="operation">The SDK's method.</param>
    /// <param name="request">Its parameters, and its body, by their names on the wire.</param>
    /// <returns>What came of it, and what went over the wire.</returns>
    internal Task<(SdkAnswer Answer, Exchange Exchange)> SendAsync(string operation, object? request = null) => Fixture.CallAsync(new
    {
        Service = operation.StartsWith("keystone", StringComparison.Ordinal) || operation.StartsWith("createTemporary", StringComparison.Ordinal) ? "iam" : "ecs",
        Operation = operation,
        Key,
        Request = request as JsonNode ?? JsonSerializer.SerializeToNode(request ?? new { }),
    });

    /// <summary>A server of the cast.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The server.</returns>
    public async Task<JsonNode> FindAsync(string name) =>
        (await CallAsync("listServersDetails", new { name, limit = 100 }))["servers"]!.AsArray().Single(s => (string?)s!["name"] == name)!;

    /// <summary>The id of a server of the cast.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The id.</returns>
    public async Task<string> FindIdAsync(string name) => (string)(await FindAsync(name))["id"]!;

    /// <summary>Sets a job going and waits for its end.</summary>
    /// <param name="operation">The SDK's method.</param>
    /// <param name="request">Its parameters, and its body, by their names on the wire.</param>
    /// <returns>The job.</returns>
    public async Task<JsonNode> RunAsync(string operation, object request)
    {
        string id = (string)(await CallAsync(operation, request))["job_id"]!;
        return await SdkFixture.UntilAsync(() => CallAsync("showJob", new { job_id = id }), j => (string?)j["status"] is "SUCCESS" or "FAIL");
    }

    /// <summary>Sets a job going that must succeed.</summary>
    /// <param name="operation">The SDK's method.</param>
    /// <param name="request">Its parameters, and its body, by their names on the wire.</param>
    /// <returns>A task.</returns>
    public async Task SucceedAsync(string operation, object request)
    {
        JsonNode job = await RunAsync(operation, request);
        Assert.True((string?)job["status"] == "SUCCESS", $"{operation}: {job}");
    }

    /// <summary>Stops a server.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its id.</returns>
    public async Task<string> StopAsync(string name)
    {
        string id = await FindIdAsync(name);
        await SucceedAsync("batchStopServers", Body(Batch("os-stop", [id], "SOFT")));
        return id;
    }

    /// <summary>The id of the user, which goes with the name of a key pair.</summary>
    /// <returns>The id.</returns>
    public async Task<string> UserIdAsync() =>
        (string)(await CallAsync("novaShowKeypair", new { keypair_name = Fixture.Sandbox.KeyPairName }))["keypair"]!["user_id"]!;

    /// <summary>A body of the batch calls (docs/contracts/huawei-ecs.md 3.3).</summary>
    /// <param name="verb">What is to be done.</param>
    /// <param name="ids">The servers.</param>
    /// <param name="type">How, or null.</param>
    /// <returns>The body.</returns>
    public static JsonObject Batch(string verb, IEnumerable<string> ids, string? type = null)
    {
        JsonObject options = new() { ["servers"] = new JsonArray([.. ids.Select(id => new JsonObject { ["id"] = id })]) };
        if (type is not null)
        {
            options["type"] = type;
        }

        return new JsonObject { [verb] = options };
    }

    /// <summary>A request that is nothing but its body.</summary>
    /// <param name="body">The body.</param>
    /// <returns>The request.</returns>
    public static JsonObject Body(JsonObject body) => new() { ["body"] = body };

    /// <summary>A request about one server.</summary>
    /// <param name="id">The server.</param>
    /// <param name="name">The only member of the body.</param>
    /// <param name="options">Its value.</param>
    /// <returns>The request.</returns>
    public static JsonObject About(string id, string name, object options) =>
        new() { ["server_id"] = id, ["body"] = new JsonObject { [name] = JsonSerializer.SerializeToNode(options) } };
}
