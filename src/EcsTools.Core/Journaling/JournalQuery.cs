namespace EcsTools.Core.Journaling;

/// <summary>Which operations of the journal are wanted. Conditions are combined by AND, the values within one by OR.</summary>
public sealed class JournalQuery
{
    /// <summary>Operation ids; empty for all.</summary>
    public IReadOnlyList<string> OperationIds { get; init; } = Array.Empty<string>();

    /// <summary>Servers, by id or exact name; empty for all.</summary>
    public IReadOnlyList<string> Instances { get; init; } = Array.Empty<string>();

    /// <summary>Account names; empty for all.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = Array.Empty<string>();

    /// <summary>States; empty for all. Running stands for everything that is open, what was interrupted included.</summary>
    public IReadOnlyList<EcsOperationState> States { get; init; } = Array.Empty<EcsOperationState>();

    /// <summary>Only what was begun at this time or later; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    internal bool Matches(JournalEntry entry) =>
        Holds(OperationIds, id => Same(id, entry.OperationId))
        && Holds(Instances, name => Same(name, entry.InstanceId) || Same(name, entry.InstanceName) || Same(name, entry.FindCreatedId() ?? entry.InstanceId))
        && Holds(Accounts, name => Same(name, entry.Account))
        && Holds(States, state => state == entry.State || (state == EcsOperationState.Interrupted && entry.IsInterrupted))
        && (Since is null || entry.StartedAt >= Since);

    private static bool Holds<T>(IReadOnlyList<T> wanted, Func<T, bool> test)
    {
        foreach (T value in wanted)
        {
            if (test(value))
            {
                return true;
            }
        }

        return wanted.Count == 0;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
