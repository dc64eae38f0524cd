using System.Text;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

namespace EcsTools.Core.Reports;

/// <summary>What somebody is to read before he approves plans, or after operations have run.</summary>
/// <param name="Title">The heading.</param>
/// <param name="CreatedAt">When the report was written.</param>
/// <param name="Plans">The plans; may be none.</param>
/// <param name="Operations">The operations; may be none.</param>
public sealed record Report(string Title, DateTimeOffset CreatedAt, IReadOnlyList<EcsPlan> Plans, IReadOnlyList<EcsOperation> Operations)
{
    /// <summary>Writes the report into a file, whole or not at all.</summary>
    /// <param name="path">The full path; an existing file is replaced.</param>
    /// <param name="format">What it is written as.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if it cannot be written.</exception>
    public void Save(string path, ReportFormat format)
    {
        byte[] content = Encoding.UTF8.GetBytes(Write(format));
        try
        {
            SecureFiles.Write(path, content);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputErrors.Create($"The report cannot be written: {error.Message}", "Specify a file in a folder in which you may write.", inner: error);
        }
    }

    /// <summary>Writes the report. What comes from outside is shown as it is spelled, and is no markup.</summary>
    /// <returns>The text of the file.</returns>
    public string Write(ReportFormat format)
    {
        List<ReportSection> sections = [];
        if (Plans.Count > 0)
        {
            sections.Add(PlanSection.Create(Plans, CreatedAt));
        }

        if (Operations.Count > 0)
        {
            sections.Add(OperationSection.Create(Operations));
        }

        return format == ReportFormat.Html ? HtmlReport.Write(this, sections) : MarkdownReport.Write(this, sections);
    }
}
