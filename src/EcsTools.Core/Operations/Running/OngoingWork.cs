using System.Collections.Concurrent;

namespace EcsTools.Core.Operations;

/// <summary>
/// What a command has sent and has not reported on. Whoever ends before it is empty must name what is left in it: it may continue at the
/// provider. Thread-safe.
/// </summary>
public sealed class OngoingWork
{
    private readonly ConcurrentDictionary<string, OngoingItem> _items = new();

    /// <summary>What is left, by server name.</summary>
    public IReadOnlyList<OngoingItem> Items => [.. _items.Values.OrderBy(i => i.InstanceName).ThenBy(i => i.InstanceId)];

    /// <summary>Notes an operation that the journal knows.</summary>
    public void Add(EcsOperation operation) => _items[operation.OperationId] = new OngoingItem(
        OperationNames.Of(operation.Kind), operation.InstanceId, operation.InstanceName, operation.OperationId);

    /// <summary>Notes a start, a stop or a wait, of which the journal knows nothing.</summary>
    /// <param name="what">What is sent or waited for.</param>
    public void Add(string what, EcsInstance instance) => _items[Key(instance)] = new OngoingItem(what, instance.Id, instance.Name, null);

    /// <summary>Notes that an operation is reported on.</summary>
    public void Remove(EcsOperation operation) => _items.TryRemove(operation.OperationId, out _);

    /// <summary>Notes that a start, a stop or a wait is reported on.</summary>
    public void Remove(EcsInstance instance) => _items.TryRemove(Key(instance), out _);

    private static string Key(EcsInstance instance) => $"{instance.AccountKey}/{instance.Id}";
}
