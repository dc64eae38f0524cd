namespace EcsTools.Core.Reports;

/// <summary>All plans, or all operations.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Summary">What all of them come to.</param>
/// <param name="Items">Each of them; what is wrong comes first.</param>
/// <param name="Timeline">When what was done; null where nothing was.</param>
internal sealed record ReportSection(string Title, IReadOnlyList<ReportFact> Summary, IReadOnlyList<ReportItem> Items, Timeline? Timeline = null);
