namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>What the codes of the service mean (docs/contracts/alibaba-ecs.md 1.6, 1.7). The code decides; the HTTP status is not
/// consistent.</summary>
internal static class AlibabaErrorMapper
{
    /// <summary>The code for a nonce that was used before: something between the module and the service sent the request twice.</summary>
    public const string NonceUsed = "SignatureNonceUsed";

    /// <summary>The provider itself has blocked the account; no right and no other call helps (docs/contracts/alibaba-ecs-lifecycle.md 11.1).</summary>
    public const string RiskControl = "Forbidden.RiskControl";

    private static readonly HashSet<string> Races = new(StringComparer.Ordinal)
    {
        "IncorrectInstanceStatus", "IncorrectInstanceStatus.Initializing", "IncorrectDiskStatus", "IncorrectDiskStatus.Initializing",
        "InvalidOperation.InvalidEcsState", "InstanceNotReady", "OperationConflict", "Operation.Conflict", "InvalidOperation.Conflict",
        "InvalidInstanceStatus.NotStopped", "InvalidStatus.NotStopped", "DependencyViolation.RouteEntry", "DependencyViolation.SLBConfiguring",
        "IncorrectEipStatus",
    };

    /// <summary>What a code means.</summary>
    /// <returns>Null if no rule knows the code.</returns>
    public static CodeMeaning? Explain(string code) =>
        AlibabaErrorRules.All.FirstOrDefault(r => Array.Exists(r.Patterns, pattern => Fits(pattern, code))).Meaning;

    /// <summary>Tells whether a clear refusal may come from a state that lags behind or passes (docs/contracts/alibaba-ecs.md 1.7), so that
    /// it is worth reading the state and trying again within bounds.</summary>
    public static bool IsRace(EcsException error) => error.WasNotCarriedOut && error.CloudCode is not null && Races.Contains(error.CloudCode);

    /// <summary>What the user can do about an error of which there is no code. Where the rules have a sentence for each cause, it is the one that
    /// is true of all of them.</summary>
    /// <returns>A sentence or two.</returns>
    public static string Advise(string id) => id switch
    {
        EcsErrorId.OutcomeUnknown => "Check the server before you run the command again.",
        EcsErrorId.IncorrectState => AlibabaErrorRules.CheckServer,
        EcsErrorId.NotSupported => AlibabaErrorRules.NotOffered,
        EcsErrorId.CloudError or EcsErrorId.OperationFailed => AlibabaErrorRules.ReadMessage,
        _ => AlibabaErrorRules.All.FirstOrDefault(r => r.Meaning.ErrorId == id).Meaning?.Advice ?? AlibabaErrorRules.ReadMessage,
    };

    /// <summary>Tells whether a pattern of the rules stands for a code.</summary>
    public static bool Fits(string pattern, string code)
    {
        string core = pattern.Trim('*');
        return (pattern[0] == '*', pattern[pattern.Length - 1] == '*') switch
        {
            (true, true) => code.IndexOf(core, StringComparison.Ordinal) >= 0,
            (true, false) => code.EndsWith(core, StringComparison.Ordinal),
            (false, true) => code.StartsWith(core, StringComparison.Ordinal),
            _ => code == core,
        };
    }
}
