namespace EcsTools.Core.Reports;

/// <summary>A phase from when to when, counted from the timeline's begin.</summary>
internal sealed record TimelineSpan(Phase Phase, TimeSpan From, TimeSpan To)
{
    public TimeSpan Length => To - From;
}
