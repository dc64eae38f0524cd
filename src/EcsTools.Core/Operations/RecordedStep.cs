using EcsTools.Core.Clouds;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>A step that was sent, and what the journal keeps of it.</summary>
/// <param name="Step">The cloud's way of doing it.</param>
/// <param name="Sent">The step as sent.</param>
/// <param name="Note">What the journal keeps of it.</param>
/// <param name="At">When it was sent, as a timestamp of the account's clock.</param>
internal sealed record RecordedStep(ICloudStep Step, SentStep Sent, JournalStep Note, long At)
{
    /// <summary>True if the cloud has answered that it takes the step.</summary>
    public bool IsAccepted => Sent.Receipt is not null;
}
