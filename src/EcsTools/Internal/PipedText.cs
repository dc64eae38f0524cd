namespace EcsTools.Internal;

/// <summary>A text that all servers of a command share, and that may come through the pipeline beside them.</summary>
/// <param name="comparison">Whether letter case makes another one of it.</param>
internal sealed class PipedText(StringComparison comparison)
{
    /// <summary>The text; empty as long as there is none.</summary>
    public string Value { get; private set; } = "";

    /// <summary>True once two different ones have come.</summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>Takes what is bound. Between two objects of the pipeline the engine sets the value back, to nothing.</summary>
    public void Set(string value)
    {
        IsAmbiguous |= Value.Length > 0 && value.Length > 0 && !string.Equals(Value, value, comparison);
        Value = value.Length > 0 ? value : Value;
    }
}
