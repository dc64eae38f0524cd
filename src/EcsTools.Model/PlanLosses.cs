namespace EcsTools.Model;

/// <summary>What a plan says of what is lost. A sentence may say instead what stays, where one would expect it to be lost too.</summary>
internal static class PlanLosses
{
    private const string KeptText = "Kept: ";

    /// <summary>Tells apart what is lost and what stays.</summary>
    /// <returns>Sentences, each as it follows a heading that says which of the two it is.</returns>
    public static (IReadOnlyList<string> Lost, IReadOnlyList<string> Kept) Split(EcsPlan plan)
    {
        ILookup<bool, string> sentences = plan.Losses.ToLookup(l => l.StartsWith(KeptText, StringComparison.Ordinal));
        return ([.. sentences[false]], [.. sentences[true].Select(s => Capital(s.Substring(KeptText.Length)))]);
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text.Substring(1);
}
