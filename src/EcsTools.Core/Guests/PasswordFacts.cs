using System;
using System.Collections.Generic;

using EcsTools.Model;

namespace EcsTools.Core.Guests;

/// <summary>What the journal and results tell of a password reset; never the password.</summary>
public static class PasswordFacts
{
    private const string MethodName = "passwordMethod";
    private const string EffectName = "loginEffect";

    /// <summary>The way that was taken.</summary>
    /// <param name="facts">The facts of a step.</param>
    /// <returns>The way; the API for what a cloud's own step has left.</returns>
    public static PasswordMethod MethodOf(IReadOnlyDictionary<string, string> facts) =>
        facts.TryGetValue(MethodName, out string? text) && Enum.TryParse(text, out PasswordMethod method) ? method : PasswordMethod.Api;

    /// <summary>Whether one can log in with the new password.</summary>
    /// <param name="facts">The facts of a step.</param>
    /// <returns>The effect; after a restart for what a cloud's own step has left, since the clouds' APIs promise no more.</returns>
    public static EcsLoginEffect EffectOf(IReadOnlyDictionary<string, string> facts) =>
        facts.TryGetValue(EffectName, out string? text) && Enum.TryParse(text, out EcsLoginEffect effect) ? effect : EcsLoginEffect.AfterRestart;

    /// <summary>Notes the way.</summary>
    /// <param name="method">The way.</param>
    /// <returns>The fact.</returns>
    internal static KeyValuePair<string, string> Of(PasswordMethod method) => new(MethodName, method.ToString());

    /// <summary>Notes the effect.</summary>
    /// <param name="effect">The effect.</param>
    /// <returns>The facts.</returns>
    internal static IReadOnlyDictionary<string, string> Of(EcsLoginEffect effect) => new Dictionary<string, string> { [EffectName] = effect.ToString() };
}
