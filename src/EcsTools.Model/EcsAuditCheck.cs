using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>What came of checking the audit log.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed class EcsAuditCheck
{
    /// <summary>True if every record follows from the one before, none is missing between them, and the head that was given is there.</summary>
    public bool IsIntact => Problems.Count == 0;

    /// <summary>How many records there are.</summary>
    public long RecordCount { get; init; }

    /// <summary>The hash of the last record. Kept elsewhere, it shows later that nothing up to here was changed.</summary>
    public string Head { get; init; } = "";

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>The folder of the log.</summary>
    public string Path { get; init; } = "";
}
