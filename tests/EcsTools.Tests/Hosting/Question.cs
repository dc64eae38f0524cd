namespace EcsTools.Tests.Hosting;

/// <summary>A question that the engine asked the host.</summary>
/// <param name="Caption">What it is about.</param>
/// <param name="Message">The question itself.</param>
/// <param name="Answers">The labels offered, without ampersands.</param>
/// <param name="Default">The label that Enter would give, or null.</param>
public sealed record Question(string Caption, string Message, IReadOnlyList<string> Answers, string? Default)
{
    /// <summary>What <c>?</c> shows for each answer.</summary>
    public IReadOnlyList<string> Help { get; init; } = [];

    /// <summary>The question on one line, wherever it was broken to fit the screen.</summary>
    public string OneLine => string.Join(' ', Message.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
