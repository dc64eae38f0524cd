namespace EcsTools.Core.Guests;

/// <summary>A script for a cloud's agent.</summary>
/// <param name="Language">What runs it.</param>
/// <param name="Text">The script.</param>
internal sealed record GuestScript(GuestLanguage Language, string Text)
{
    /// <summary>What runs it.</summary>
    /// <returns>The language only: the text may hold what nobody else should read.</returns>
    public override string ToString() => Language.ToString();
}
