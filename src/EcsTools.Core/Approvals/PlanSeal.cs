using EcsTools.Core.Http;

namespace EcsTools.Core.Approvals;

/// <summary>What makes a plan one that is kept and run later: until when it may be run, and a digest by which it is seen to be whole.</summary>
public static class PlanSeal
{
    /// <summary>How long a plan may be run where nobody says otherwise.</summary>
    public static readonly TimeSpan UsualLife = TimeSpan.FromHours(24);

    /// <summary>The longest time that a plan may be run.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(366);

    /// <summary>Makes a plan that is kept.</summary>
    /// <param name="plan">The plan as made.</param>
    /// <param name="life">How long it may be run.</param>
    /// <returns>The plan, with its end and digest. Times are whole seconds, which every file keeps.</returns>
    public static EcsPlan Make(EcsPlan plan, TimeSpan life)
    {
        DateTimeOffset made = WholeSecond(plan.CreatedAt);
        EcsPlan sealedPlan = Copy(plan, made, WholeSecond(made + life), "", plan.Approvals);
        return Copy(sealedPlan, made, sealedPlan.ExpiresAt, HexDigest.Sha256(sealedPlan.GetStatement()), plan.Approvals);
    }

    /// <summary>Tells whether a plan came back whole, and was not edited.</summary>
    public static bool IsWhole(EcsPlan plan) => plan.Digest == HexDigest.Sha256(plan.GetStatement());

    /// <summary>Refuses a plan that did not come back whole, or was edited.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.PlanChanged"/>.</exception>
    public static void CheckWhole(EcsPlan plan)
    {
        if (!IsWhole(plan))
        {
            throw Refused(plan, EcsErrorId.PlanChanged, "the plan was edited after it was created, or its file did not keep all of it");
        }
    }

    /// <summary>Refuses a plan that may not be run any longer.</summary>
    /// <param name="now">The present time.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.PlanExpired"/>, or <see cref="EcsErrorId.PlanChanged"/> for one that has no end.</exception>
    public static void CheckLife(EcsPlan plan, DateTimeOffset now)
    {
        if (plan.ExpiresAt is not { } end || plan.EndState is null || plan.Digest.Length == 0)
        {
            throw Refused(plan, EcsErrorId.PlanChanged, "the plan was created by an older version, or is not complete");
        }

        if (now > end)
        {
            throw Refused(plan, EcsErrorId.PlanExpired, $"the plan expired at {end.UtcDateTime:u}");
        }
    }

    /// <summary>The same plan with other signatures.</summary>
    /// <param name="approvals">The signatures.</param>
    internal static EcsPlan Copy(EcsPlan plan, IReadOnlyList<string> approvals) => Copy(plan, plan.CreatedAt, plan.ExpiresAt, plan.Digest, approvals);

    private static EcsPlan Copy(EcsPlan plan, DateTimeOffset createdAt, DateTimeOffset? expiresAt, string digest, IReadOnlyList<string> approvals) => new()
    {
        PlanId = plan.PlanId,
        Kind = plan.Kind,
        Instance = plan.Instance,
        Steps = plan.Steps,
        Requirements = plan.Requirements,
        Losses = plan.Losses,
        Costs = plan.Costs,
        Backup = plan.Backup,
        ExpectedDowntime = plan.ExpectedDowntime,
        EndState = plan.EndState,
        Fingerprint = plan.Fingerprint,
        Options = plan.Options,
        CreatedAt = createdAt,
        ExpiresAt = expiresAt,
        Digest = digest,
        Approvals = approvals,
    };

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private static EcsException Refused(EcsPlan plan, string errorId, string why) => new(errorId, $"Skipped {plan}: {why}.")
    {
        InstanceId = plan.Instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = "Create a new plan with -PlanOnly and have it approved.",
    };
}
