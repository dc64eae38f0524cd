using EcsTools.Core.Clouds;

namespace EcsTools.Core.Waiting;

/// <summary>How the wait for a step ended.</summary>
/// <param name="Seen">The last look; null if the step could not be looked at.</param>
/// <param name="Unread">Why it could not, or null.</param>
/// <param name="TimedOut">True if the step has not ended in time.</param>
internal sealed record StepWaitEnd(StepObservation? Seen, EcsException? Unread, bool TimedOut);
