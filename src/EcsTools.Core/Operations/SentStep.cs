using EcsTools.Core.Clouds;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>A step that was sent.</summary>
/// <param name="Step">The cloud's way of doing it.</param>
/// <param name="Target">The server, with what was seen before and the step's token.</param>
/// <param name="Note">What the journal keeps of it.</param>
/// <param name="Receipt">The cloud's answer; null if it was lost.</param>
/// <param name="At">When it was sent, as a timestamp of the account's clock.</param>
internal sealed record SentStep(ICloudStep Step, StepTarget Target, JournalStep Note, StepReceipt? Receipt, long At);
