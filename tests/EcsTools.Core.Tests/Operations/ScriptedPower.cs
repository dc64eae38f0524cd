using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Operations;

/// <summary>Starts, stops and restarts the one server of a scripted cloud at once.</summary>
internal sealed class ScriptedPower(ScriptedCloud cloud, StepKind kind) : ICloudStep
{
    public StepKind Kind => kind;

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(t => StepPreview.OfPower(kind, t))]);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(
            async _ =>
            {
                await cloud.BeforePower(kind);
                return Send();
            },
            cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        [.. sent.Select(_ => Task.FromResult(new StepObservation(cloud.PowerState, cloud.Server)))];

    private StepHandle Send()
    {
        cloud.Sent.Add(kind.ToString());
        if (kind == StepKind.Start && cloud.StartRefusal is not null)
        {
            throw cloud.StartRefusal;
        }

        cloud.Server = ScriptedCloud.Make(kind == StepKind.Stop ? EcsInstanceStatus.Stopped : EcsInstanceStatus.Running, cloud.Server.Name);
        return new StepHandle();
    }
}
