namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>Idempotency by ClientToken (docs/contracts/alibaba-ecs.md 1.8): the first response is returned again for the same parameters.
/// Used under the gate of the request's backend.</summary>
internal sealed class ClientTokens
{
    /// <summary>In sandbox time; no source states how long.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Parameters that differ between two attempts of one request.</summary>
    private static readonly HashSet<string> PerAttempt = new(StringComparer.Ordinal)
    {
        "Signature", "SignatureNonce", "SignatureMethod", "SignatureVersion", "Timestamp", "AccessKeyId", "SecurityToken", "Format",
    };

    private readonly Dictionary<string, (string Parameters, string Body, TimeSpan When)> _answers = new(StringComparer.Ordinal);

    /// <summary>The parameters that identify a request, as one text.</summary>
    public static string Essence(AlibabaRequestContext call, Func<string, bool>? but = null) =>
        call.Action + "?" + PercentText.Canonical(call.Parameters.Where(p => !PerAttempt.Contains(p.Key) && but?.Invoke(p.Key) != true));

    /// <summary>Returns null for a first request or one without token.</summary>
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
