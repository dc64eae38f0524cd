using System.Globalization;

using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Alibaba Cloud's way of signing and refusing (docs/contracts/alibaba-ecs.md 1.2, 1.4, 1.6).</summary>
internal sealed class AlibabaDialect : ICloudDialect
{
    private const int QuotedLength = 120;
    private readonly IAccessKeyProvider? _keys;
    private readonly TimeProvider _wall;

    public AlibabaDialect(IAccessKeyProvider? keys, TimeProvider wall)
    {
        _keys = keys;
        _wall = wall;
    }

    public async Task SignAsync(HttpRequestMessage request, CloudRequest call, CancellationToken cancellation)
    {
        if (_keys is null)
        {
            return;
        }

        AccessKey key = await _keys.GetAsync(cancellation).ConfigureAwait(false);
        Dictionary<string, string> added = new(StringComparer.Ordinal)
        {
            ["x-acs-date"] = _wall.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["x-acs-signature-nonce"] = Guid.NewGuid().ToString("N"),
            ["x-acs-content-sha256"] = HexDigest.Sha256(call.Body ?? ""),
        };
        if (key.SecurityToken is not null)
        {
            added["x-acs-security-token"] = key.SecurityToken;
            added["x-acs-accesskey-id"] = key.Id;
        }

        Dictionary<string, string> signed = new(added, StringComparer.Ordinal) { ["host"] = call.Uri.Authority };
        foreach (KeyValuePair<string, string> header in call.Headers)
        {
            signed[header.Key.ToLowerInvariant()] = header.Value;
        }

        if (call.Body is not null)
        {
            signed["content-type"] = call.ContentType;
        }

        added["Authorization"] = AlibabaSignature.Authorize(key, call.Method.Method, call.Uri.Query.TrimStart('?'), signed);
        request.Headers.Host = call.Uri.Authority;
        foreach (KeyValuePair<string, string> header in added)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    public EcsException? Judge(CloudRequest call, CloudResponse answer) =>
        answer.Status is >= 200 and < 300 ? null : AlibabaServiceError.TryRead(call, answer)?.ToException() ?? JudgeForeign(call, answer);

    public string? FindRequestId(CloudResponse answer) => answer.Header("x-acs-request-id") ?? answer.TryReadObject()?.Text("RequestId");

    public bool IsForOneServer(EcsException throttle) => !throttle.WasNotCarriedOut;

    public Task<bool> TryRenewAsync(EcsException error, CancellationToken cancellation) => Task.FromResult(
        _keys is not null && error is { ErrorId: EcsErrorId.InvalidCredential, CloudCode: { } code }
        && (code.StartsWith("InvalidSecurityToken", StringComparison.Ordinal) || code.StartsWith("InvalidAccessKeyId", StringComparison.Ordinal))
        && _keys.TryInvalidate());

    // Something between us and the service has answered; whether the service got the request cannot be told.
    private static EcsException JudgeForeign(CloudRequest call, CloudResponse answer)
    {
        string text = string.Join(" ", AlibabaRedactor.Hide(call, answer.Text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string quoted = text.Length <= QuotedLength ? text : text.Substring(0, QuotedLength) + "...";
        EcsException unreadable = answer.Malformed(call, $"HTTP {answer.Status} with '{new string([.. quoted.Where(c => !char.IsControl(c))])}'");
        return answer.Status < 500 || call.Safety == RequestIdempotency.NonIdempotent ? unreadable : new EcsException(EcsErrorId.ServerError, unreadable.Message)
        {
            HttpStatus = answer.Status,
            InstanceId = call.InstanceId,
            RecommendedAction = AlibabaErrorMapper.Advise(EcsErrorId.ServerError),
        };
    }
}
