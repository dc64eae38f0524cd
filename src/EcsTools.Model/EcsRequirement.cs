namespace EcsTools.Model;

/// <summary>One checkable condition of a plan.</summary>
public sealed class EcsRequirement
{
    /// <summary>Makes an empty one, not checked, to be filled by its properties.</summary>
    public EcsRequirement()
    {
    }

    /// <summary>Makes a requirement.</summary>
    /// <param name="id">Stable id, one of <see cref="EcsRequirementId"/>.</param>
    /// <param name="outcome">How the check came out.</param>
    /// <param name="detail">What was found, in one sentence.</param>
    /// <param name="remedy">What the user can do, or null.</param>
    public EcsRequirement(string id, EcsRequirementOutcome outcome, string detail, string? remedy = null)
    {
        Id = id;
        Outcome = outcome;
        Detail = detail;
        Remedy = remedy;
    }

    /// <summary>Stable id.</summary>
    public string Id { get; init; } = "";

    /// <summary>How the check came out.</summary>
    public EcsRequirementOutcome Outcome { get; init; } = EcsRequirementOutcome.Unknown;

    /// <summary>What was found, in one sentence.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What the user can do, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>Id, outcome and detail.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{Id}: {Outcome}. {Detail}";
}
