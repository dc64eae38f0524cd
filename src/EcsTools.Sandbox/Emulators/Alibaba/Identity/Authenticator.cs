using System.Globalization;
using System.Text;

using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Alibaba.Identity;

/// <summary>Authenticates requests (docs/contracts/alibaba-ecs.md 1.4, 1.5, gateway codes of 1.6). Signatures use wall time, never sandbox
/// time.</summary>
internal sealed class Authenticator(EmulatedAccessKeys keys, FaultSchedule faults)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    private readonly NonceCache _nonces = new();

    public EmulatedAccessKey Prove(SandboxRequest request, IReadOnlyDictionary<string, string> parameters) =>
        request.Header("authorization") is { } authorization
            ? ProveV3(request, authorization)
            : ProveV1(request, parameters);

    public static AlibabaApiError NonceUsed() => new(400, "SignatureNonceUsed", "Specified signature nonce was used already.");

    private static (string KeyId, IReadOnlyList<string> SignedHeaders, string Signature) ReadAuthorization(string authorization)
    {
        string[] halves = authorization.Trim().Split([' '], 2);
        if (halves.Length != 2 || halves[0] != SignatureV3.Algorithm)
        {
            throw Incomplete("The Authorization header does not begin with " + SignatureV3.Algorithm + ".");
        }

        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (string field in halves[1].Split(','))
        {
            string[] parts = field.Trim().Split(['='], 2);
            fields[parts[0]] = parts.Length > 1 ? parts[1] : "";
        }

        return fields.TryGetValue("Credential", out string? key)
            && fields.TryGetValue("SignedHeaders", out string? headers)
            && fields.TryGetValue("Signature", out string? signature)
            ? (key, headers.Split(';'), signature)
            : throw Incomplete("The Authorization header lacks Credential, SignedHeaders or Signature.");
    }

    private static AlibabaApiError Incomplete(string message) => new(400, "IncompleteSignature", message);

    private void CheckTime(string? text)
    {
        if (text is null)
        {
            throw AlibabaErrors.Missing("Timestamp");
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, Utc, out DateTimeOffset time))
        {
            throw new AlibabaApiError(400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
        }

        if ((DateTimeOffset.UtcNow - time).Duration() > Tolerance || faults.TryTake(FaultKind.ClockOff))
        {
            throw new AlibabaApiError(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
        }
    }

    /// <summary>Takes the same time whichever character differs.</summary>
    private static bool AreEqual(string a, string b)
    {
        byte[] left = Encoding.UTF8.GetBytes(a);
        byte[] right = Encoding.UTF8.GetBytes(b);
        int difference = left.Length ^ right.Length;
        for (int i = 0; i < left.Length && i < right.Length; i++)
        {
            difference |= left[i] ^ right[i];
        }

        return difference == 0;
    }

    private EmulatedAccessKey ProveV3(SandboxRequest request, string authorization)
    {
        (string keyId, IReadOnlyList<string> signedHeaders, string signature) = ReadAuthorization(authorization);
        if (SignatureV3.MandatoryHeaders(request).Except(signedHeaders).FirstOrDefault() is { } unsigned)
        {
            throw Incomplete($"The header {unsigned} is not signed.");
        }

        EmulatedAccessKey key = Find(keyId);
        CheckTime(request.Header("x-acs-date"));
        SignatureV3 expected = SignatureV3.Of(request, signedHeaders);
        if (!AreEqual(expected.Sign(key.Secret), signature))
        {
            throw new AlibabaApiError(
                400,
                "SignatureDoesNotMatch",
                $"Specified signature does not match our calculation. server StringToSign is [{expected.StringToSign}] "
                + $"server CanonicalRequest is [{expected.CanonicalRequest}]");
        }

        string nonce = request.Header("x-acs-signature-nonce") ?? throw AlibabaErrors.Missing("SignatureNonce");
        string? token = request.Header("x-acs-security-token");
        CheckNonceAndToken(key, nonce, token);
        return key;
    }

    private EmulatedAccessKey ProveV1(SandboxRequest request, IReadOnlyDictionary<string, string> parameters)
    {
        string? Get(string name) => parameters.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

        string keyId = Get("AccessKeyId") ?? throw AlibabaErrors.Missing("AccessKeyId");
        string signature = Get("Signature") ?? throw AlibabaErrors.Missing("Signature");
        if (Get("SignatureMethod") != "HMAC-SHA1" || Get("SignatureVersion") != "1.0")
        {
            throw Incomplete("SignatureMethod must be HMAC-SHA1 and SignatureVersion 1.0.");
        }

        EmulatedAccessKey key = Find(keyId);
        CheckTime(Get("Timestamp"));
        string stringToSign = SignatureV1.StringToSign(request.Method, parameters);
        if (!AreEqual(SignatureV1.Sign(stringToSign, key.Secret), signature))
        {
            throw new AlibabaApiError(
                400,
                "SignatureDoesNotMatch",
                $"Specified signature does not match our calculation. server string to sign is:{stringToSign}");
        }

        CheckNonceAndToken(key, Get("SignatureNonce") ?? throw AlibabaErrors.Missing("SignatureNonce"), Get("SecurityToken"));
        return key;
    }

    private EmulatedAccessKey Find(string id) => keys.Find(id)
        ?? throw new AlibabaApiError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");

    private void CheckNonceAndToken(EmulatedAccessKey key, string nonce, string? token)
    {
        if (!_nonces.TryAdd(key.Id, nonce, DateTimeOffset.UtcNow))
        {
            throw NonceUsed();
        }

        if (key.SecurityToken is null)
        {
            return;
        }

        if (token is null)
        {
            throw new AlibabaApiError(400, "MissingSecurityToken", "SecurityToken is required for this AccessKey.");
        }

        if (!AreEqual(key.SecurityToken, token))
        {
            throw new AlibabaApiError(
                400, "InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken does not match the AccessKey.");
        }

        if (key.Expires < DateTimeOffset.UtcNow || faults.TryTake(FaultKind.TokenExpired))
        {
            throw new AlibabaApiError(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
        }
    }
}
