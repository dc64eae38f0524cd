namespace EcsTools.Core.Auditing;

/// <summary>One line of an audit log as it is kept.</summary>
/// <param name="Text">The line without its end.</param>
/// <param name="Place">Where it is, as messages name it.</param>
/// <param name="IsEnded">False for a line that a process was killed in.</param>
public sealed record StoredAuditLine(string Text, string Place, bool IsEnded);
