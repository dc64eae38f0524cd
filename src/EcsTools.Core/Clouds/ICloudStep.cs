using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Contracts;
using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>A cloud's way of doing one kind of step. Waiting and resuming both use <see cref="ObserveAsync"/>.</summary>
internal interface ICloudStep
{
    /// <summary>The kind.</summary>
    StepKind Kind { get; }

    /// <summary>Checks the conditions and tells what would be lost, for many servers with few calls. Sends no write.</summary>
    /// <param name="targets">The servers.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>A preview for each target, in the order given.</returns>
    Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation);

    /// <summary>Sends the step, once.</summary>
    /// <param name="target">The server.</param>
    /// <param name="cancellation">Stops waiting for the answer.</param>
    /// <returns>What the cloud gave to recognise it by.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.OutcomeUnknown"/> if the answer was lost; else it was refused.</exception>
    Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation);

    /// <summary>Looks how the step stands.</summary>
    /// <param name="target">The server, with the facts that were recorded before sending.</param>
    /// <param name="receipt">What <see cref="SendAsync"/> returned; null if its answer was lost.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The observation.</returns>
    Task<StepObservation> ObserveAsync(StepTarget target, StepReceipt? receipt, CancellationToken cancellation);
}
