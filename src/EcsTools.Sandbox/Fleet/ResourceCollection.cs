using System.Collections.ObjectModel;

namespace EcsTools.Sandbox.Fleet;

/// <summary>A list in insertion order with lookup by id.</summary>
internal sealed class ResourceCollection<T>(Func<T, string> idOf) : KeyedCollection<string, T>(StringComparer.Ordinal)
    where T : class
{
    public T? Find(string id) => Dictionary is { } byId && byId.TryGetValue(id, out T? item) ? item : null;

    protected override string GetKeyForItem(T item) => idOf(item);
}
