using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>
/// Orders that operations of ours have left unpaid, as far as the journal knows: another change of the same server would be refused, after it
/// was perhaps stopped, or be a second order for the same thing. A user who has canceled one where no call tells it ignores the requirement.
/// </summary>
internal sealed class OpenOrders
{
    private readonly ILookup<string, (string OrderId, string OperationId)> _orders;
    private readonly EcsException? _error;

    private OpenOrders(ILookup<string, (string OrderId, string OperationId)> orders, EcsException? error)
    {
        _orders = orders;
        _error = error;
    }

    /// <summary>Reads the journal, if an unpaid order stands in the way of the operation.</summary>
    /// <param name="targets">The servers; one kind of operation.</param>
    public static OpenOrders Read(ConnectedAccount account, IReadOnlyList<StepTarget> targets)
    {
        string[] ids = [.. targets.Where(t => IsHinderedByOrders(account, t.Options.Kind)).Select(t => t.Instance.Id)];
        try
        {
            IReadOnlyList<JournalEntry> entries = ids.Length == 0 || account.Journal?.Invoke().Of(account.SandboxJournals) is not { } journal
                ? []
                : journal.ReadOf(account.Info.AccountKey, ids);
            return new OpenOrders(
                entries.Where(e => e.State == EcsOperationState.Unknown)
                    .SelectMany(e => e.Steps.Where(s => s.IsOpen && s.Facts.ContainsKey(StepFactKeys.OrderId)), (e, s) => (e.InstanceId, Order: (s.Facts[StepFactKeys.OrderId], e.OperationId)))
                    .ToLookup(o => o.InstanceId, o => o.Order, StringComparer.OrdinalIgnoreCase),
                null);
        }
        catch (EcsException error)
        {
            return new OpenOrders(Array.Empty<string>().ToLookup(_ => "", _ => ("", "")), error);
        }
    }

    /// <summary>The requirement that no order is left unpaid.</summary>
    /// <returns>None for an operation that is done all the same, and for a server that has none.</returns>
    public IEnumerable<EcsRequirement> Check(EcsInstance instance) =>
        _error is not null ? [Requirement.Unknown(EcsRequirementId.Order, "Cannot read whether an order of this server is unpaid", _error)]
        : _orders[instance.Id].Take(1).Select(o => Requirement.Failed(
            EcsRequirementId.Order,
            $"Order {o.OrderId} of the operation {o.OperationId} is not paid, or not carried out.",
            $"Pay or cancel the order in the console, and run Resume-EcsOperation -OperationId {o.OperationId}. If it was canceled, specify -IgnoreRequirement {EcsRequirementId.Order}."));

    // How the server is charged now does not matter: the order may be the one that makes it a subscription.
    private static bool IsHinderedByOrders(ConnectedAccount account, OperationKind kind) =>
        account.Cloud.Capabilities.Orders is { Count: > 0 } orders && (orders.Contains(kind) || OperationDefinition.Of(kind).Rebuilds);
}
