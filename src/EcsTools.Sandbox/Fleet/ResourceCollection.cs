using System;
using System.Collections.ObjectModel;

namespace EcsTools.Sandbox.Fleet;

/// <summary>A list in the order of adding that also finds by id.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="idOf">Tells the id.</param>
internal sealed class ResourceCollection<T>(Func<T, string> idOf) : KeyedCollection<string, T>(StringComparer.Ordinal)
    where T : class
{
    /// <summary>The item with an id, or null.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The item.</returns>
    public T? Find(string id) => Dictionary is { } byId && byId.TryGetValue(id, out T? item) ? item : null;

    /// <inheritdoc />
    protected override string GetKeyForItem(T item) => idOf(item);
}
