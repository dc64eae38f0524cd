using System.Globalization;

using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>A refusal as the service gave it (docs/contracts/alibaba-ecs.md 1.6), of a whole call or of one server in a batch, to be told
/// to the user.</summary>
internal sealed record AlibabaServiceError(string Operation, RequestIdempotency Safety, string Code)
{
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ChangeInterval = TimeSpan.FromMinutes(5);

    // Each takes one change of a server in five minutes (docs/contracts/alibaba-ecs.md 3.11, docs/contracts/alibaba-ecs-lifecycle.md 1.3, 3.1, 3.4).
    private static readonly string[] IntervalOperations = ["ModifyInstanceSpec", "ModifyInstanceNetworkSpec", "ModifyPrepayInstanceSpec", "ModifyInstanceChargeType"];

    /// <summary>The service's sentence; for faults of the signature it holds what was signed and is not shown.</summary>
    public string? Message { get; init; }

    /// <summary>The HTTP status, or null for one server in a batch.</summary>
    public int? Status { get; init; }

    /// <summary>The id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The server, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>How long the service asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The detail of a refusal for want of a right.</summary>
    public JObject? AccessDenied { get; init; }

    /// <summary>Tells whether an error is the rule that size and bandwidth of a server can be changed only once in five minutes
    /// (docs/contracts/alibaba-ecs.md 3.11, docs/contracts/alibaba-ecs-lifecycle.md 13).</summary>
    public static bool TellsChangeInterval(EcsException error) =>
        error is { ErrorId: EcsErrorId.ThrottledByService, CloudCode: "Throttling" } && error.RetryAfter == ChangeInterval;

    /// <summary>Reads the refusal of a whole call.</summary>
    /// <returns>The refusal, or null if the body is not the service's.</returns>
    public static AlibabaServiceError? TryRead(CloudRequest call, CloudResponse answer)
    {
        JObject? body = answer.TryReadObject();
        return (body.Text("Code") ?? body.Text("code")) is not { } code ? null : new AlibabaServiceError(call.Operation, call.Safety, code)
        {
            Message = (body.Text("Message") ?? body.Text("message")) is { } message ? AlibabaRedactor.Hide(call, message) : null,
            InstanceId = call.InstanceId,
            Status = answer.Status,
            RequestId = body.Text("RequestId") ?? body.Text("requestId") ?? answer.Header("x-acs-request-id"),
            RetryAfter = ReadRetryAfter(answer),
            AccessDenied = body.Object("AccessDeniedDetail"),
        };
    }

    /// <summary>The error for the user.</summary>
    public EcsException ToException()
    {
        CodeMeaning? meaning = AlibabaErrorMapper.Explain(Code);
        string id = meaning?.ErrorId ?? IdOfStatus();
        string advice = meaning?.Advice ?? AlibabaErrorMapper.Advise(id);
        if (Code == AlibabaErrorMapper.NonceUsed)
        {
            // The service has seen this very request before: the answer to the first delivery is the one that was lost.
            return Make(
                Safety == RequestIdempotency.NonIdempotent ? EcsErrorId.OutcomeUnknown : EcsErrorId.CannotConnect,
                $"{Operation} reached the provider more than once. The outcome of the first request is unknown.",
                AlibabaErrorMapper.Advise(EcsErrorId.OutcomeUnknown),
                refused: false);
        }

        return id switch
        {
            EcsErrorId.ServerError when Safety == RequestIdempotency.NonIdempotent => Make(
                EcsErrorId.OutcomeUnknown,
                $"The provider failed during {Operation} ({Code}). The outcome is unknown.",
                AlibabaErrorMapper.Advise(EcsErrorId.OutcomeUnknown),
                refused: false),
            EcsErrorId.ServerError => Make(id, $"The provider failed while processing {Operation} ({Code}).", advice, refused: false),
            EcsErrorId.InvalidCredential => Make(id, DescribeCredentialFault(), advice),
            EcsErrorId.ClockSkew => Make(id, "Signature rejected: the local clock is off by more than 15 minutes.", advice),
            EcsErrorId.AccessDenied when Code == AlibabaErrorMapper.RiskControl => Make(id, $"The provider's risk control blocks {Operation} for this account ({Code}).", advice),
            EcsErrorId.AccessDenied => Deny(id),
            EcsErrorId.ThrottledByService when IsChangeInterval => Make(
                id, "Size, bandwidth, and charge type of a server can be changed only once in five minutes.", "Wait five minutes, then run the command again.", refused: false),
            EcsErrorId.OperationFailed => Make(id, Quote(meaning), advice, refused: false),
            EcsErrorId.OperationInProgress => Make(id, Quote(meaning), advice, refused: !Code.EndsWith("Processing", StringComparison.Ordinal)),
            _ => Make(id, Quote(meaning), advice),
        };
    }

    // An interval per server, not a rate: short waits are useless, so it must not look like a throttle that is waited out.
    private bool IsChangeInterval => Code == "Throttling" && Array.IndexOf(IntervalOperations, Operation) >= 0 && Message?.Contains("5 minutes") == true;

    private string IdOfStatus() => Status switch
    {
        429 => EcsErrorId.ThrottledByService,
        >= 500 => EcsErrorId.ServerError,
        _ => EcsErrorId.CloudError,
    };

    private EcsException Deny(string id)
    {
        string right = AccessDenied.Text("AuthAction") ?? $"{AlibabaApi.ServiceOf(Operation)}:{Operation}";
        string kind = AccessDenied.Text("NoPermissionType") is { } type ? $", {type}" : "";
        return Make(
            id, $"Access denied: permission {right} is missing ({Code}{kind}).", $"Grant {right} to this RAM user or role for the server and its resources.");
    }

    // The service's own text would show what was signed.
    private string DescribeCredentialFault() => Code switch
    {
        "SignatureDoesNotMatch" or "IncompleteSignature" => $"The provider rejected the signature of {Operation}: the AccessKey secret is wrong ({Code}).",
        "InvalidSecurityToken.Expired" => $"The temporary credential has expired ({Code}).",
        "InvalidAccessKeyId.NotFound" => $"The AccessKey ID does not exist ({Code}).",
        _ => $"The provider does not accept the credential ({Code}).",
    };

    private string Quote(CodeMeaning? meaning) => (Message ?? meaning?.Cause) is { } words
        ? $"{Operation} was refused: {words.TrimEnd('.')} ({Code})."
        : $"{Operation} was refused ({Code}).";

    private EcsException Make(string id, string text, string? advice, bool refused = true) => new(id, text)
    {
        CloudCode = Code,
        HttpStatus = Status,
        RequestId = RequestId,
        InstanceId = InstanceId,
        RecommendedAction = advice,
        RetryAfter = IsChangeInterval ? ChangeInterval : RetryAfter,
        WasNotCarriedOut = refused,
    };

    private static TimeSpan? ReadRetryAfter(CloudResponse answer)
    {
        if (!double.TryParse(answer.Header("x-acs-retry-after"), NumberStyles.None, CultureInfo.InvariantCulture, out double milliseconds))
        {
            return null;
        }

        return milliseconds < LongestRetryAfter.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : LongestRetryAfter;
    }
}
