namespace EcsTools.Model;

/// <summary>What a command in a server's guest came to.</summary>
public sealed record EcsCommandResult
{
    /// <summary>The server.</summary>
    public required EcsInstance Instance { get; init; }

    /// <summary>How it got there: <c>Agent</c> or <c>Ssh</c>.</summary>
    public string Method { get; init; } = "";

    /// <summary>How it ended, in the cloud's word, for example Success, Failed or Timeout.</summary>
    public string Status { get; init; } = "";

    /// <summary>The exit code, or null if the command did not end by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>True if it ended by itself with exit code 0.</summary>
    public bool Succeeded => ExitCode == 0 && Error is null;

    /// <summary>What it printed, as far as it was kept; an agent mixes both streams.</summary>
    public string Output { get; init; } = "";

    /// <summary>What it wrote to its error stream, over SSH.</summary>
    public string ErrorOutput { get; init; } = "";

    /// <summary>How many bytes of the output were cut off, as far as that is told.</summary>
    public int DroppedBytes { get; init; }

    /// <summary>True if the output is not whole.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Why it did not end by itself, or null.</summary>
    public EcsException? Error { get; init; }

    /// <summary>Who it ran as; empty if it is not told.</summary>
    public string UserName { get; init; } = "";

    /// <summary>When it began, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The cloud's id of the run, for its console; empty if there is none.</summary>
    public string InvocationId { get; init; } = "";
}
