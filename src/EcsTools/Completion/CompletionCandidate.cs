namespace EcsTools.Completion;

/// <summary>Something that can be given to a parameter.</summary>
/// <param name="Label">What the list shows, and by which it is found too; the value itself where this is empty.</param>
/// <param name="ToolTip">What one wants to know before choosing it.</param>
internal sealed record CompletionCandidate(string Value, string Label, string ToolTip)
{
    /// <summary>True for what would only make the list longer: it is offered to those alone who have begun to type it.</summary>
    public bool IsSecondChoice { get; init; }

    /// <summary>True for an expression, which is written as it is.</summary>
    public bool IsExpression { get; init; }

    /// <summary>Tells whether this is what a user has begun to type.</summary>
    public bool BeginsWith(string beginning) => (beginning.Length > 0 || !IsSecondChoice)
        && (Begins(Value, beginning) || Begins(Label, beginning));

    private static bool Begins(string text, string beginning) => text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
}
