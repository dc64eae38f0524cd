namespace EcsTools.Core.Reports;

/// <summary>A plan or an operation: a line that is always seen, and what it unfolds to.</summary>
/// <param name="Heading">The server and what is done to it.</param>
/// <param name="Note">Where that is.</param>
/// <param name="State">How it stands, in a word or two.</param>
/// <param name="Mark">What that means.</param>
/// <param name="Facts">Everything else.</param>
/// <param name="Verbatim">A text that is shown line by line; empty for none.</param>
internal sealed record ReportItem(string Heading, string Note, string State, ReportMark Mark, IReadOnlyList<ReportFact> Facts, string Verbatim = "");
