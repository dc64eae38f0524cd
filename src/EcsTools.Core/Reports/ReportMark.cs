namespace EcsTools.Core.Reports;

/// <summary>How the state of something is marked, by colour.</summary>
internal enum ReportMark
{
    Good,
    Doubtful,
    Bad,
}
