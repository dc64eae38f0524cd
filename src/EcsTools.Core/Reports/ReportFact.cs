namespace EcsTools.Core.Reports;

/// <summary>One thing that is said, in one or several lines; without any it is left out.</summary>
internal sealed record ReportFact(string Label, IReadOnlyList<string> Lines)
{
    public ReportFact(string label, string line)
        : this(label, line.Length == 0 ? [] : [line])
    {
    }
}
