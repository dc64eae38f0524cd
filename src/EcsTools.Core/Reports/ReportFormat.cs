namespace EcsTools.Core.Reports;

/// <summary>What a report is written as.</summary>
public enum ReportFormat
{
    /// <summary>One page that needs nothing beside it.</summary>
    Html,

    /// <summary>Text for a pull request or a ticket.</summary>
    Markdown,
}
