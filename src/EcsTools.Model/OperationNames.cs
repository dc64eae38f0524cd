using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Reflection;

namespace EcsTools.Model;

/// <summary>What sentences call the kinds of operations; the names of <see cref="OperationKind"/> are data.</summary>
internal static class OperationNames
{
    private static readonly IReadOnlyDictionary<OperationKind, string> Nouns = Enum.GetValues(typeof(OperationKind)).Cast<OperationKind>().ToDictionary(
        k => k, k => typeof(OperationKind).GetField(k.ToString())!.GetCustomAttribute<DescriptionAttribute>()!.Description);

    /// <summary>The noun within a sentence.</summary>
    public static string Of(OperationKind kind) => Nouns.TryGetValue(kind, out string? noun) ? noun : Nouns[OperationKind.Unknown];

    /// <summary>The noun that begins a sentence.</summary>
    public static string Title(OperationKind kind) => char.ToUpperInvariant(Of(kind)[0]) + Of(kind).Substring(1);
}
