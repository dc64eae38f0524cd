using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>
/// Idempotency by ClientToken (docs/contracts/alibaba-ecs.md 1.8): the first answer is given again for the same parameters. Every use is
/// under the gate of the call's world.
/// </summary>
internal sealed class ClientTokens
{
    /// <summary>How long a token is remembered, in sandbox time; nowhere stated.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>What differs between two attempts of one request.</summary>
    private static readonly HashSet<string> PerAttempt = new(StringComparer.Ordinal)
    {
        "Signature", "SignatureNonce", "SignatureMethod", "SignatureVersion", "Timestamp", "AccessKeyId", "SecurityToken", "Format",
    };

    private readonly Dictionary<string, (string Parameters, string Body, TimeSpan When)> _answers = new(StringComparer.Ordinal);

    /// <summary>The parameters that make a request what it is, as one text.</summary>
    /// <param name="call">The call.</param>
    /// <param name="but">A further parameter to leave out.</param>
    /// <returns>The text.</returns>
    public static string Essence(AlibabaRequestContext call, Func<string, bool>? but = null) =>
        call.Action + "?" + PercentText.Canonical(call.Parameters.Where(p => !PerAttempt.Contains(p.Key) && but?.Invoke(p.Key) != true));

    /// <summary>Looks for an earlier answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="mismatch">How the operation refuses other parameters.</param>
    /// <returns>The earlier answer, or null for a first request or one without token.</returns>
    /// <exception cref="AlibabaApiError">The token came with other parameters, or is none.</exception>
    public string? Find(AlibabaRequestContext call, Func<AlibabaApiError> mismatch)
    {
        if (call.Text("ClientToken") is not { } token)
        {
            return null;
        }

        if (token.Length > 64 || token.Any(c => c > 127))
        {
            throw new AlibabaApiError(400, "InvalidClientToken.Malformed", "The specified ClientToken is not valid.");
        }

        lock (_answers)
        {
            return !_answers.TryGetValue(Key(call, token), out (string Parameters, string Body, TimeSpan When) found)
                || call.Backend.Events.Now - found.When > Kept
                ? null
                : found.Parameters == Essence(call) ? found.Body : throw mismatch();
        }
    }

    /// <summary>Remembers an answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="body">The answer.</param>
    public void Remember(AlibabaRequestContext call, string body)
    {
        if (call.Text("ClientToken") is { } token)
        {
            lock (_answers)
            {
                _answers[Key(call, token)] = (Essence(call), body, call.Backend.Events.Now);
            }
        }
    }

    private static string Key(AlibabaRequestContext call, string token) => call.Action + "\n" + token;
}
