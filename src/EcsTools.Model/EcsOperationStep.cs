namespace EcsTools.Model;

/// <summary>One step of an operation, as the journal has it.</summary>
public sealed class EcsOperationStep
{
    /// <summary>What the step does: Stop, CreateSnapshot, RebuildSystemDisk, Start, and so on.</summary>
    public string Name { get; init; } = "";

    /// <summary>When it was sent.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When its end was seen; null while it is not known, and in a journal of version 0.1.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The name and the times, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => EndedAt is { } end
        ? FormattableString.Invariant($"{Name} {StartedAt.UtcDateTime:u} to {end.UtcDateTime:u}")
        : FormattableString.Invariant($"{Name} {StartedAt.UtcDateTime:u}");
}
