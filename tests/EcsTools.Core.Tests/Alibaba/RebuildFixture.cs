using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

/// <summary>A cloud with one server whose system disk is to be made anew.</summary>
internal sealed class RebuildFixture : IDisposable
{
    private readonly Dictionary<string, SentStep> _sent = [];
    private readonly AlibabaCloud _cloud;

    public RebuildFixture()
    {
        _cloud = Ecs.Open();
        Step = _cloud.FindStep(StepKind.RebuildSystemDisk)!;
    }

    public StubEcsHandler Ecs { get; } = new();

    public ICloudStep Step { get; }

    public EcsInstance Server { get; set; } = Make("i-1");

    public static IReadOnlyDictionary<string, string> Planned { get; } = new Dictionary<string, string>
    {
        ["systemDiskId"] = "d-1",
        ["imageId"] = "img-1",
        ["status"] = "Stopped",
        ["systemDiskSize"] = "40",
        ["login"] = "key pair ops-key",
    };

    public static EcsInstance Make(string id) => new()
    {
        Id = id,
        Name = "web-01",
        Status = EcsInstanceStatus.Stopped,
        ProviderStatus = "Stopped",
        Size = "ecs.g7.large",
        Region = "cn-hangzhou",
        ImageId = "img-1",
        OsType = EcsOsType.Linux,
        KeyPairName = "ops-key",
        ChargeType = EcsChargeType.PayAsYouGo,
        StoppedMode = "KeepCharging",
    };

    public static OperationOptions Options(OperationKind kind, LoginOptions? login = null, bool start = false, string? imageId = null) =>
        new() { Kind = kind, Login = login ?? new LoginOptions(), Start = start, ImageId = imageId };

    public static LoginOptions Password(string text)
    {
        SecureString secret = new();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        return new LoginOptions { Password = secret };
    }

    /// <summary>Everything is as it should be, but for what the test has said already.</summary>
    public RebuildFixture AllWell()
    {
        Ecs.Otherwise("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use")))
            .Otherwise("DescribeImages", Json.Images(Json.Image("img-1"), Json.Image("img-2", size: 60)))
            .Otherwise("DescribeKeyPairs", Json.KeyPairs("ops-key", "new-key"))
            .Otherwise("DescribeSnapshots", Json.Snapshots())
            .Otherwise("DescribeDiskEncryptionByDefaultStatus", Answer.Ok("""{"Encrypted":false}"""));
        return this;
    }

    public async Task<StepPreview> PreviewAsync(OperationOptions options) =>
        Assert.Single(await Step.PreviewAsync([new StepTarget(Server, Decided(options))], TestContext.Current.CancellationToken));

    public Task<StepHandle> SendAsync(OperationOptions options, IReadOnlyDictionary<string, string>? before = null) => Step.SendAsync(
        new StepTarget(Server, Decided(options)) { Before = before ?? Planned, Token = "token-1" }, TestContext.Current.CancellationToken);

    // What the planner decides before a step sees its target.
    private OperationOptions Decided(OperationOptions options) => options with { EndState = OperationDefinition.FindEndState(Server, options) };

    /// <summary>Looks once: the service then has this server and this disk.</summary>
    public Task<StepObservation> LookAsync(OperationOptions options, StepHandle? handle, int age, JObject? server, JObject? disk, string token = "token-1")
    {
        Ecs.Replace("DescribeInstances", server is null ? Json.Servers() : Json.Servers(server));
        Ecs.Replace("DescribeDisks", disk is null ? Json.Disks() : Json.Disks(disk));
        if (!_sent.TryGetValue(token, out SentStep? sent))
        {
            _sent[token] = sent = new SentStep(new StepTarget(Server, Decided(options)) { Before = Planned, Token = token }, handle);
        }

        sent.Age = TimeSpan.FromSeconds(age);
        return Step.ObserveAsync([sent], TestContext.Current.CancellationToken)[0];
    }

    public void Dispose() => _cloud.Dispose();
}
