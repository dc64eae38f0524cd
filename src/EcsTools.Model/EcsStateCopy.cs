using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>What was copied from one store of the state to another.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed class EcsStateCopy
{
    /// <summary>Where it was copied from: a folder, or the address of a database.</summary>
    public string Source { get; init; } = "";

    /// <summary>Where it was copied to.</summary>
    public string Destination { get; init; } = "";

    /// <summary>How many operations were copied.</summary>
    public int OperationCount { get; init; }

    /// <summary>How many records of plans that were run were copied.</summary>
    public int SpentPlanCount { get; init; }

    /// <summary>How many records the audit log has now, in both places.</summary>
    public long AuditRecordCount { get; init; }

    /// <summary>The hash of the last of these records, the same in both places.</summary>
    public string Head { get; init; } = "";

    /// <summary>Returns both places.</summary>
    public override string ToString() => $"{Source} -> {Destination}";
}
