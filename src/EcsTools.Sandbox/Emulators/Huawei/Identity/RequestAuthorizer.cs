using System.Globalization;

using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>Accepts a valid signature or token, and answers everything else as the gateway does (docs/contracts/huawei-ecs.md
/// 1.6).</summary>
internal sealed class RequestAuthorizer(EmulatorContext context, TokenStore tokens)
{
    private const string Wrong = "Incorrect IAM authentication information: ";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan WrongBy = TimeSpan.FromMinutes(20);

    public AuthenticatedCaller Authorize(SandboxRequest request)
    {
        if (request.Header("x-auth-token") is { } text)
        {
            return AuthorizeToken(text);
        }

        SdkAuthorization authorization = SdkAuthorization.Parse(request.Header("authorization"))
            ?? throw Refuse("x-auth-token not found");
        AuthorizeSignature(request, authorization);
        return new AuthenticatedCaller(Token: null);
    }

    private static ApiErrorException Refuse(string cause) => ErrorResponses.Gateway("APIGW.0301", Wrong + cause, 401);

    private AuthenticatedCaller AuthorizeToken(string text)
    {
        Token? token = tokens.Find(text);
        if (token is not null && context.Faults.Schedule.TryTake(FaultKind.TokenExpired))
        {
            tokens.Drop(token);
            token = null;
        }

        if (token is not null)
        {
            return new AuthenticatedCaller(token);
        }

        throw context.UndocumentedBehavior.Huawei.TokenIsRefusedByGateway
            ? Refuse("decrypt token fail")
            : ErrorResponses.Error("Common.0013", "Invalid token.", 401);
    }

    private void AuthorizeSignature(SandboxRequest request, SdkAuthorization authorization)
    {
        string secret = Secret(request, authorization.AccessKey);
        string date = request.Header("x-sdk-date") ?? throw Refuse("x-sdk-date not found");
        if (!DateTimeOffset.TryParseExact(
            date,
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset signed))
        {
            throw Refuse($"calc aksk signature fail:parse signature time failed, signature time:{date}");
        }

        DateTimeOffset now = tokens.Now + (context.Faults.Schedule.TryTake(FaultKind.ClockOff) ? WrongBy : TimeSpan.Zero);
        if ((now - signed).Duration() > Tolerance)
        {
            string serverTime = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            throw Refuse($"calc aksk signature fail:signature expired, signature time:{date},server time:{serverTime}");
        }

        string canonical = SdkSignature.Canonical(request, authorization.SignedHeaders);
        bool isDateSigned = authorization.SignedHeaders.Contains("x-sdk-date", StringComparer.OrdinalIgnoreCase);
        if (!isDateSigned || SdkSignature.Sign(canonical, date, secret) != authorization.Signature)
        {
            throw Refuse($"verify aksk signature fail, canonicalRequest:{canonical.Replace('\n', '|')}");
        }
    }

    private string Secret(SandboxRequest request, string accessKey)
    {
        if (accessKey == context.Credentials.AccessKeyId)
        {
            return context.Credentials.AccessKeySecret;
        }

        IssuedTemporaryKey key = tokens.FindKey(accessKey) ?? throw Refuse($"ak {accessKey} not exist");
        if (request.Header("x-security-token") != key.SecurityToken)
        {
            throw Refuse("security token missing or wrong");
        }

        return key.ExpiresAt > tokens.Now && !context.Faults.Schedule.TryTake(FaultKind.TokenExpired)
            ? key.Secret
            : throw Refuse("security token expired");
    }
}
