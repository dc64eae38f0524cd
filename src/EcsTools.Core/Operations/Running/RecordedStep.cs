using EcsTools.Core.Clouds;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>A step that was sent, and what the journal keeps of it.</summary>
internal sealed record RecordedStep(ICloudStep Step, SentStep Sent, JournalStep Note, long At)
{
    /// <summary>True if the cloud has answered that it takes the step.</summary>
    public bool IsAccepted => Sent.Handle is not null;
}
