namespace EcsTools.Internal;

/// <summary>What a block of a user, or a module of another, ended with.</summary>
internal static class ScriptErrors
{
    /// <summary>Finds the error that was meant. Under <c>-ErrorAction Stop</c> the engine throws one of its own, which begins with what a preference variable is set to.</summary>
    public static Exception Unwrap(Exception error) => error is ActionPreferenceStopException { ErrorRecord.Exception: { } cause } ? cause : error;
}
