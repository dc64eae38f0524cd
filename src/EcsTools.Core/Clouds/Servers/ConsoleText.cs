namespace EcsTools.Core.Clouds;

/// <summary>What a server has written to its console.</summary>
/// <param name="RecordedAt">When the cloud recorded it; null if it does not say.</param>
internal readonly record struct ConsoleText(string Text, DateTimeOffset? RecordedAt)
{
    /// <summary>Nothing of the text, which may contain secrets.</summary>
    public override string ToString() => nameof(ConsoleText);
}
