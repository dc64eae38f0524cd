using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;

namespace EcsTools.Core.Operations;

/// <summary>Plans new passwords, by the way the user named or the best one there is. Sends no write.</summary>
public static class PasswordPlanner
{
    /// <summary>Plans new passwords for servers of one account.</summary>
    /// <param name="options">What the user chose; without a password each server gets one of its own.</param>
    /// <param name="instances">The servers, each once.</param>
    /// <returns>A plan for each server, in the order given.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud has no such way,
    /// <see cref="EcsErrorId.InvalidInput"/> for what cannot be the name of a user.</exception>
    public static async Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        if (options.UserName is not null)
        {
            GuestUser.Require(options.UserName);
        }

        (PasswordMethod Method, string? Reason)[] ways = [.. FindWays(account, options, instances)];
        if (ways.Length == 0)
        {
            throw NoWay(account, options);
        }

        StepTarget[] left = [.. instances.Select(i => new StepTarget(i, options with { NewPassword = options.NewPassword ?? PasswordGenerator.Generate(i.Cloud, i.OsType) }))];
        Dictionary<string, PlannedOperation> plans = new(StringComparer.Ordinal);
        foreach ((PasswordMethod method, string? reason) in ways)
        {
            StepTarget[] targets = [.. left.Select(t => t with { Options = t.Options with { Method = method, MethodReason = reason } })];
            foreach (PlannedOperation planned in await OperationPlanner.PlanAsync(account, targets, [.. targets.Select(_ => OperationPlanner.NewPlanId())], cancellation).ConfigureAwait(false))
            {
                // The first refusal is told if no way is open.
                string id = planned.Plan.Instance.Id;
                plans[id] = planned.Plan.CanProceed || !plans.TryGetValue(id, out PlannedOperation? refused) ? planned : refused;
            }

            left = [.. left.Where(t => !plans[t.Instance.Id].Plan.CanProceed)];
            if (left.Length == 0)
            {
                break;
            }
        }

        return [.. instances.Select(i => plans[i.Id])];
    }

    private static IEnumerable<(PasswordMethod Method, string? Reason)> FindWays(
        ConnectedAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances)
    {
        bool hasApi = account.Cloud.FindStep(StepKind.ResetPassword) is not null
            && instances.All(i => options.UserName is null || options.UserName == GuestUser.AdministratorOf(i.OsType));
        bool isAuto = options.Method == PasswordMethod.Auto;
        bool hasAgent = account.Cloud is IAgentCommands;
        if (options.Method == PasswordMethod.Ssh || (isAuto && options.Ssh.HasSecret))
        {
            yield return (PasswordMethod.Ssh, isAuto ? "the first that takes effect at once" : null);
        }

        if (hasAgent && options.Method is PasswordMethod.Agent or PasswordMethod.Auto)
        {
            yield return (PasswordMethod.Agent, isAuto ? "the first that takes effect at once" : null);
        }

        if (hasApi && options.Method is PasswordMethod.Api or PasswordMethod.Auto)
        {
            yield return (
                PasswordMethod.Api,
                !isAuto ? null : options.Ssh.HasSecret || hasAgent ? "since the server does not meet the requirements of the guest methods" : "since no login to the guest was specified");
        }
    }

    private static EcsException NoWay(ConnectedAccount account, OperationOptions options) => new(
        EcsErrorId.NotSupported,
        options.Method == PasswordMethod.Agent
            ? $"{account.Provider} has no agent that runs commands in guests."
            : account.Cloud.FindStep(StepKind.ResetPassword) is null
            ? $"{account.Provider} sets no passwords through its API."
            : $"The API of {account.Provider} sets the administrator's password only, not that of {options.UserName}.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Specify -Method Ssh with -KeyFile or -LoginCredential. For Windows, use Get-EcsPassword.",
    };
}
