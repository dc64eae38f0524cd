namespace EcsTools.Model;

/// <summary>An account that was found on this machine and could be opened. Holds no secret.</summary>
public sealed record EcsAvailableAccount
{
    /// <summary>Where it was found: a file's path, <c>environment</c> or <c>metadata service</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>The cloud.</summary>
    public EcsCloud Cloud { get; init; }

    /// <summary>The profile's name for <c>-Profile</c>, or null where there are no profiles.</summary>
    public string? Profile { get; init; }

    /// <summary>How it proves itself, in the words of its source, for example <c>RamRoleArn</c>.</summary>
    public string Method { get; init; } = "";

    /// <summary>The region's id, or null if it must be given.</summary>
    public string? Region { get; init; }

    /// <summary>Why it cannot be used, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>What can be done about the problem, or null.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>The profile, or the source where there is none.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Profile ?? Source;
}
