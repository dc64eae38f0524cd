namespace EcsTools.Core.Reports;

/// <summary>How the state of something is marked, by color.</summary>
internal enum ReportMark
{
    Good,
    Doubtful,
    Bad,
}
