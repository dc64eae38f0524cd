using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Operations;

/// <summary>Plans new servers. Each is an operation of its own, with a token of its own, so that a lost answer is that of one server. Sends no write.</summary>
public static class CreationPlanner
{
    // What a plan calls a server until the provider has given it an id.
    private const string Placeholder = "new-";
    private const int PlaceholderDigits = 12;

    /// <summary>Tells whether an ID is only what a plan calls a server that does not exist yet.</summary>
    public static bool IsPlaceholder(string id) => id.Length == Placeholder.Length + PlaceholderDigits && id.StartsWith(Placeholder, System.StringComparison.Ordinal);

    /// <summary>Plans servers of one account that are alike but for their names.</summary>
    /// <param name="options">What the user chose.</param>
    /// <param name="names">The names, each once.</param>
    /// <returns>A plan for each server, in the order given.</returns>
    /// <exception cref="EcsException">As for other plans.</exception>
    public static Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, OperationOptions options, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        string[] planIds = [.. names.Select(_ => OperationPlanner.NewPlanId())];
        return OperationPlanner.PlanAsync(
            account, [.. names.Select((n, i) => new StepTarget(Describe(account, options, n, planIds[i]), options))], planIds, cancellation);
    }

    // The tags are those that a policy's rules are about.
    private static EcsInstance Describe(ConnectedAccount account, OperationOptions options, string name, string planId) => new()
    {
        Id = Placeholder + planId.Substring(0, PlaceholderDigits),
        Name = name,
        Account = account.Info.Name,
        AccountKey = account.Info.AccountKey,
        AccountIdentity = account.IdentityKey,
        Cloud = account.Info.Cloud,
        Region = account.Info.Region,
        Zone = options.Zone ?? "",
        Size = options.Size ?? "",
        ImageId = options.ImageId ?? "",
        ChargeType = options.ChargeType ?? EcsChargeType.PayAsYouGo,
        Tags = NewServerTags.Read(options).GroupBy(t => t.Key).ToDictionary(t => t.Key, t => t.Last().Value),
    };
}
