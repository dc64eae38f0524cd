using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Says whether a change of size holds (<c>confirmResize</c>), or is undone (<c>revertResize</c>).</summary>
internal sealed class NovaResizeConfirmationStep(OpenStackClientSet families, bool holds) : ICloudStep
{
    public StepKind Kind => holds ? StepKind.ConfirmResize : StepKind.RevertResize;

    private string Action => holds ? "confirmResize" : "revertResize";

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(_ => new StepPreview { Summary = holds ? "Confirm the change of size" : "Undo the change of size" })]);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => families.Servers.ActOnceAsync(holds ? "ConfirmResize" : "RevertResize", t.Instance.Id, Action, null, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => families.Witness.ObserveAsync(
        sent,
        (s, now) => families.Witness.JudgeAsync(
            s,
            now,
            Action,
            holds ? "The confirmation of the new size" : "The return to the former size",
            holds ? "Confirming the new size" : "Going back to the former size",
            read => ServerStatus.Is(read, ServerStatus.Active) || ServerStatus.Is(read, ServerStatus.Shutoff),
            cancellation),
        cancellation);
}
