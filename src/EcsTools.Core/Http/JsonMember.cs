namespace EcsTools.Core.Http;

/// <summary>A field of a <see cref="JsonRow"/> and its value, for who does not know the names.</summary>
internal readonly record struct JsonMember(JsonRow Row, int At)
{
    public string Name => Row.TextAt(At)!;

    /// <summary>A text, number or truth value as text; null for anything else.</summary>
    public string? Text => Row.TextAt(At + 1);

    /// <summary>The objects in a list; none if the value is no list.</summary>
    public IEnumerable<JsonRow> Objects => Row.ObjectsAt(At + 1);
}
