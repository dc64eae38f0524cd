using System.Globalization;
using System.Reflection;

namespace EcsTools.Model;

/// <summary>What sentences call the kinds of operations; the names of <see cref="OperationKind"/> are data.</summary>
internal static class OperationNames
{
    private static readonly IReadOnlyDictionary<OperationKind, OperationTextAttribute> Texts = Enum.GetValues(typeof(OperationKind)).Cast<OperationKind>().ToDictionary(
        k => k, k => typeof(OperationKind).GetField(k.ToString())!.GetCustomAttribute<OperationTextAttribute>()!);

    /// <summary>The noun within a sentence.</summary>
    public static string Of(OperationKind kind) => Find(kind).Noun;

    /// <summary>The noun that begins a sentence.</summary>
    public static string Title(OperationKind kind)
    {
        string noun = Of(kind);
        return char.ToUpperInvariant(noun[0]) + noun.Substring(1);
    }

    /// <summary>What is done to a server, for the question before it; without a question mark.</summary>
    public static string Question(OperationKind kind, string server) => string.Format(CultureInfo.InvariantCulture, Find(kind).Question, server);

    private static OperationTextAttribute Find(OperationKind kind) => Texts.TryGetValue(kind, out OperationTextAttribute? text) ? text : Texts[OperationKind.Unknown];
}
