using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>
/// A cloud's way of doing one kind of step, for many servers in as few calls as it takes. Running, waiting and resuming all use
/// <see cref="ObserveAsync"/>, which reports what is seen; what follows from it is the runner's to decide.
/// </summary>
internal interface ICloudStep
{
    /// <summary>The kind.</summary>
    StepKind Kind { get; }

    /// <summary>Checks the conditions and tells what would be lost. Sends no write.</summary>
    /// <returns>A preview for each target, in the order given.</returns>
    Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation);

    /// <summary>Sends the step, once for each server.</summary>
    /// <param name="targets">The servers, each once.</param>
    /// <returns>For each target what the cloud gave to recognize the step by, as soon as it has answered. A task fails with
    /// <see cref="EcsErrorId.OutcomeUnknown"/> if the answer was lost, and with another <see cref="EcsException"/> if the cloud refused.</returns>
    IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation);

    /// <summary>Looks how steps stand.</summary>
    /// <param name="sent">The steps; their notes may be updated.</param>
    /// <returns>An observation for each, in the order given; a task fails if that step could not be looked at.</returns>
    IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation);
}
