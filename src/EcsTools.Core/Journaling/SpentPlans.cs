using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.State;

namespace EcsTools.Core.Journaling;

/// <summary>Which plans were run: noted beside the journal before anything is sent, so that of two processes only one runs a plan.</summary>
internal sealed class SpentPlans(IStateStore store)
{
    /// <summary>Where it is.</summary>
    public string Location => store.Location;

    /// <summary>Notes that a plan is run.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.PlanChanged"/> if it was before, <see cref="EcsErrorId.JournalUnavailable"/>.</exception>
    public void Spend(EcsPlan plan)
    {
        try
        {
            if (store.TrySpend(KeyOf(plan)))
            {
                return;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EcsException(EcsErrorId.JournalUnavailable, $"Cannot record in {store.Location} that {plan} is run: {error.Message}", error)
            {
                WasNotCarriedOut = true,
                RecommendedAction = store.Advice,
            };
        }

        throw new EcsException(EcsErrorId.PlanChanged, $"Skipped {plan}: the plan was run before.")
        {
            InstanceId = plan.Instance.Id,
            WasNotCarriedOut = true,
            RecommendedAction = "Create a new plan with -PlanOnly and have it approved.",
        };
    }

    /// <summary>Notes that a plan was not run after all: nothing was sent.</summary>
    public void Return(EcsPlan plan)
    {
        try
        {
            store.Unspend(KeyOf(plan));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or EcsException)
        {
            // It stays spent, which only costs another approval.
            AmbientLog.Current.Verbose($"{plan} stays marked as run: {error.Message}");
        }
    }

    private static string KeyOf(EcsPlan plan) => HexDigest.Sha256($"{plan.Instance.AccountKey}/{plan.PlanId}");
}
