using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Operations;

/// <summary>
/// Makes ready to run what was planned and approved earlier, perhaps by another process: the plan is made again from the server as it
/// is now, and only if both are the same in all that their fingerprints cover may it be run.
/// </summary>
public static class PlanValidator
{
    /// <summary>Renews plans for servers of one account, with few calls however many there are. Sends no write.</summary>
    /// <param name="account">The account all servers came from.</param>
    /// <param name="plans">The plans, of one server each.</param>
    /// <param name="settings">What is chosen anew.</param>
    /// <returns>What became of each, in the order given.</returns>
    /// <exception cref="EcsException">The cloud could not be read.</exception>
    public static async Task<IReadOnlyList<PlanRevalidationResult>> RenewAsync(
        ConnectedAccount account, IReadOnlyList<EcsPlan> plans, PlanExecutionOptions settings, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, EcsInstance> servers = await FreshInstances.ReadAsync(account, plans.Select(p => (p.Kind, p.Instance)), cancellation).ConfigureAwait(false);
        Dictionary<EcsPlan, PlanRevalidationResult> renewals = [];
        foreach (IGrouping<string, EcsPlan> alike in plans.GroupBy(Choices, StringComparer.Ordinal))
        {
            foreach (PlanRevalidationResult renewal in await RenewAlikeAsync(account, [.. alike], settings, servers, cancellation).ConfigureAwait(false))
            {
                renewals[renewal.Approved] = renewal;
            }
        }

        return [.. plans.Select(p => renewals[p])];
    }

    // Plans of the same operation with the same options are made by the same calls.
    private static string Choices(EcsPlan plan) =>
        string.Join("\n", new[] { plan.Kind.ToString() }.Concat(plan.Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={o.Value}")));

    private static async Task<IReadOnlyList<PlanRevalidationResult>> RenewAlikeAsync(
        ConnectedAccount account,
        IReadOnlyList<EcsPlan> plans,
        PlanExecutionOptions settings,
        IReadOnlyDictionary<string, EcsInstance> servers,
        CancellationToken cancellation)
    {
        try
        {
            OperationOptions options = PlanOptions.Read(plans[0], settings);
            RefuseSsh(plans[0], options);
            EcsPlan[] present = [.. plans.Where(p => servers.ContainsKey(p.Instance.Id))];
            IReadOnlyList<PlannedOperation> made = present.Length == 0
                ? []
                : await OperationPlanner.PlanAsync(
                    account,
                    [.. present.Select(p => new StepTarget(servers[p.Instance.Id], options))],
                    [.. present.Select(p => p.PlanId)],
                    cancellation).ConfigureAwait(false);
            return
            [
                .. present.Zip(made, Compare),
                .. plans.Where(p => !servers.ContainsKey(p.Instance.Id)).Select(p => new PlanRevalidationResult(p, null, Gone(account, p))),
            ];
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.InvalidInput or EcsErrorId.NotSupported or EcsErrorId.PlanChanged)
        {
            return [.. plans.Select(p => new PlanRevalidationResult(p, null, error))];
        }
    }

    private static void RefuseSsh(EcsPlan plan, OperationOptions options)
    {
        if (options.Method == PasswordMethod.Ssh)
        {
            throw InputErrors.Create(
                $"{plan} logs in over SSH, and a plan does not contain the login.",
                "Run Reset-EcsPassword -Method Ssh again without -PlanOnly.",
                plan.Instance.Id);
        }
    }

    private static PlanRevalidationResult Compare(EcsPlan approved, PlannedOperation now)
    {
        IReadOnlyList<string> differences = PlanComparison.FindDifferences(approved, now.Plan);
        return differences.Count == 0 ? new PlanRevalidationResult(approved, now, null) : new PlanRevalidationResult(approved, null, new EcsException(
            EcsErrorId.PlanChanged, $"The plan for {approved.Instance} is stale: {string.Join(", ", differences)} changed since it was created{Renamed(approved, now.Plan)}.")
        {
            InstanceId = approved.Instance.Id,
            WasNotCarriedOut = true,
            RecommendedAction = "Check the server, create a new plan with -PlanOnly, and have it approved.",
        });
    }

    private static string Renamed(EcsPlan approved, EcsPlan now) =>
        approved.Instance.Name == now.Instance.Name ? "" : $" (the server is called {Display.Line(now.Instance.Name)} now)";

    private static EcsException Gone(ConnectedAccount account, EcsPlan plan) => new(
        EcsErrorId.InstanceNotFound, $"{plan.Instance} of this plan no longer exists in the account '{account.Info.Name}' ({account.Info.Region}).")
    {
        InstanceId = plan.Instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = "Run Get-EcsInstance to list the servers.",
    };
}
