namespace EcsTools.Core.Clouds;

/// <summary>Which events of the provider are wanted.</summary>
public sealed record EventQuery
{
    /// <summary>The states of events that have not ended.</summary>
    public static readonly IReadOnlyList<EcsEventState> Pending = [EcsEventState.Inquiring, EcsEventState.Scheduled, EcsEventState.Executing];

    /// <summary>Ids of events; empty for all.</summary>
    public IReadOnlyList<string> Ids { get; init; } = Array.Empty<string>();

    /// <summary>Ids of servers; empty for all.</summary>
    public IReadOnlyList<string> InstanceIds { get; init; } = Array.Empty<string>();

    /// <summary>States; empty for all, past ones too as far as the cloud keeps them.</summary>
    public IReadOnlyList<EcsEventState> States { get; init; } = Array.Empty<EcsEventState>();

    /// <summary>Tells whether an event is wanted.</summary>
    public bool Matches(EcsEvent item) => Has(Ids, item.Id) && Has(InstanceIds, item.InstanceId) && (States.Count == 0 || States.Contains(item.State));

    private static bool Has(IReadOnlyList<string> wanted, string id) => wanted.Count == 0 || wanted.Contains(id, StringComparer.OrdinalIgnoreCase);
}
