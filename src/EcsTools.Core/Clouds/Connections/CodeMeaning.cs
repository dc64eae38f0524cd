namespace EcsTools.Core.Clouds;

/// <summary>What a provider's error code means.</summary>
/// <param name="ErrorId">The error's id.</param>
/// <param name="Cause">What is wrong, as a sentence, for an answer that comes without one.</param>
/// <param name="Advice">What the user can do.</param>
internal sealed record CodeMeaning(string ErrorId, string Cause, string Advice);
