namespace EcsTools.Model;

/// <summary>How the check of a requirement came out.</summary>
public enum EcsRequirementOutcome : long
{
    /// <summary>The condition holds.</summary>
    Passed,

    /// <summary>The condition does not hold; nothing will be sent.</summary>
    Failed,

    /// <summary>The condition holds, but the user should know something.</summary>
    Warning,

    /// <summary>The cloud did not let it be checked.</summary>
    Unknown,
}
