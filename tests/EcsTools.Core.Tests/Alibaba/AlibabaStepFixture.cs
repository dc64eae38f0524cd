using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

/// <summary>A cloud with one server that one step is done to.</summary>
internal sealed class AlibabaStepFixture : IDisposable
{
    public const string Token = "token-1";
    public const string OperationId = "operation-1";

    private readonly AlibabaCloud _cloud;
    private readonly ICloudStep _step;

    public AlibabaStepFixture(StepKind kind)
    {
        _cloud = Ecs.Open();
        _step = _cloud.FindStep(kind)!;
    }

    public StubEcsHandler Ecs { get; } = new();

    public EcsInstance Server { get; set; } = RebuildFixture.Make("i-1");

    public async Task<StepPreview> PreviewAsync(OperationOptions options) =>
        Assert.Single(await _step.PreviewAsync([Target(options)], TestContext.Current.CancellationToken));

    public async Task<EcsRequirement> CheckAsync(OperationOptions options, string id) =>
        (await PreviewAsync(options)).Requirements.Single(r => r.Id == id);

    public Task<StepHandle> SendAsync(OperationOptions options, params (string Name, string Value)[] before) =>
        _step.SendAsync(Target(options, before), TestContext.Current.CancellationToken);

    /// <summary>Looks once, so many seconds after sending.</summary>
    public Task<StepObservation> LookAsync(OperationOptions options, StepHandle? handle, int age, params (string Name, string Value)[] before) =>
        LookAsync(new SentStep(Target(options, before), handle), age);

    /// <summary>Looks once more at a step, so many seconds after sending.</summary>
    public Task<StepObservation> LookAsync(SentStep sent, int age)
    {
        sent.Age = TimeSpan.FromSeconds(age);
        return _step.ObserveAsync([sent], TestContext.Current.CancellationToken)[0];
    }

    public SentStep Sent(OperationOptions options, StepHandle? handle, params (string Name, string Value)[] before) => new(Target(options, before), handle);

    public void Dispose() => _cloud.Dispose();

    public static JObject Snapshot(string status, string diskId = "d-1", string? operation = null) => new()
    {
        ["SnapshotId"] = "s-1",
        ["SourceDiskId"] = diskId,
        ["Status"] = status,
        ["Progress"] = "38%",
        ["CreationTime"] = "2026-09-01T02:03:04Z",
        ["Tags"] = new JObject { ["Tag"] = new JArray(new JObject { ["TagKey"] = "ecstools-operation", ["TagValue"] = operation }) },
    };

    private StepTarget Target(OperationOptions options, params (string Name, string Value)[] before) => new(Server, options)
    {
        Before = before.ToDictionary(f => f.Name, f => f.Value),
        OperationId = OperationId,
        Token = Token,
    };
}
