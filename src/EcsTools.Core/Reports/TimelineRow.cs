namespace EcsTools.Core.Reports;

/// <summary>What was done to a server, in order.</summary>
internal sealed record TimelineRow(string Server, string State, ReportMark Mark, IReadOnlyList<TimelineSpan> Spans);
