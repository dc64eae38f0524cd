namespace EcsTools.Model;

/// <summary>What a command left in one guest.</summary>
public sealed class EcsCommandResult
{
    /// <summary>The server's id.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The server's name.</summary>
    public string InstanceName { get; init; } = "";

    /// <summary>The name of the account.</summary>
    public string Account { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>How it got there: <c>Agent</c> or <c>Ssh</c>.</summary>
    public string Method { get; init; } = "";

    /// <summary>The exit code; null if a signal ended the command.</summary>
    public int? ExitCode { get; init; }

    /// <summary>True if the exit code is zero.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>What it wrote; an agent mixes both streams.</summary>
    public string Output { get; init; } = "";

    /// <summary>What it wrote to its error stream.</summary>
    public string ErrorOutput { get; init; } = "";

    /// <summary>True if it wrote more than is kept.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Server and exit code, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{InstanceName} ({InstanceId}): exit code {ExitCode}";
}
