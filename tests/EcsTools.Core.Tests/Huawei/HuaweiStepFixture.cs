using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Tests.Http;

namespace EcsTools.Core.Tests.Huawei;

/// <summary>What tests of single steps share: a target made of a sample server, and the step's calls in short.</summary>
internal static class HuaweiStepFixture
{
    public const string OperationId = "b7c1f0de-52a9-4c3e-8d46-0f1e2a3b4c5d";

    private static readonly ResourceOrigin Origin = new(EcsCloud.OpenTelekom, "test", SampleNetwork.Project, "eu-de");

    /// <param name="server">The end of a sample's name, 'ecs.server.show.(server)'.</param>
    /// <param name="options">What the user chose.</param>
    public static StepTarget Target(string server, OperationOptions options) =>
        new(HuaweiServerReader.Read(((JObject)Sample.Load("ecs.server.show." + server).Body!["server"]!).AsRow(), Origin)!, options) { OperationId = OperationId };

    public static IReadOnlyDictionary<string, string> Facts(params (string Name, string Value)[] facts) => facts.ToDictionary(f => f.Name, f => f.Value);

    /// <summary>The target with its preview recorded.</summary>
    public static async Task<StepTarget> AfterAsync(this ICloudStep step, StepTarget target)
    {
        StepPreview preview = (await step.PreviewAsync([target], TestContext.Current.CancellationToken))[0];
        return target with { Before = preview.Facts };
    }

    public static async Task<EcsRequirement> CheckAsync(this ICloudStep step, StepTarget target, string id) =>
        (await step.PreviewAsync([target], TestContext.Current.CancellationToken))[0].Requirements.Single(r => r.Id == id);

}
