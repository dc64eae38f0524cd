using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Model;

/// <summary>
/// Makes lists whose items PowerShell finds by number: the types that the compiler makes of collection expressions have no indexer that it
/// sees, so that <c>$plan.Steps[1]</c> would be nothing and <c>$plan.Steps[0]</c> the whole list.
/// </summary>
internal static class Indexable
{
    /// <summary>The same items, in an array where it is not known to be one already.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items) => items is null or T[] or List<T> ? items! : items.ToArray();
}
