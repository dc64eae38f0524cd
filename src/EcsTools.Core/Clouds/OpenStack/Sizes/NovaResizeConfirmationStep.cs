using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Says whether a change of size holds (<c>confirmResize</c>), or is undone (<c>revertResize</c>).</summary>
internal sealed class NovaResizeConfirmationStep : ICloudStep
{
    private readonly OpenStackClientSet _families;
    private readonly bool _holds;

    public NovaResizeConfirmationStep(OpenStackClientSet families, bool holds)
    {
        _families = families;
        _holds = holds;
    }

    public StepKind Kind => _holds ? StepKind.ConfirmResize : StepKind.RevertResize;

    private string Action => _holds ? "confirmResize" : "revertResize";

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(_ => new StepPreview { Summary = _holds ? "Confirm the change of size" : "Undo the change of size" })]);

    public IReadOnlyList<Task<StepReceipt>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        ApiReply reply = await _families.Servers.ActAsync(
            _holds ? "ConfirmResize" : "RevertResize", target.Instance.Id, Action, null, RequestIdempotency.NonIdempotent, cancellation).ConfigureAwait(false);
        return reply.ToReceipt();
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => _families.Witness.ObserveAsync(
        sent,
        (s, now) => _families.Witness.JudgeAsync(
            s,
            now,
            Action,
            _holds ? "The confirmation of the new size" : "The return to the former size",
            _holds ? "Confirming the new size" : "Going back to the former size",
            read => ServerStatus.Is(read, ServerStatus.Active) || ServerStatus.Is(read, ServerStatus.Shutoff),
            cancellation),
        cancellation);
}
