using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>What an answer says of an error.</summary>
/// <param name="Code">The cloud's code, or the name of the error (<c>itemNotFound</c>); null if there is none.</param>
/// <param name="Message">The cloud's words, or null.</param>
/// <param name="RequestId">The id of the request, or null.</param>
internal sealed record ApiFault(string? Code, string? Message, string? RequestId)
{
    /// <summary>What to do where the cloud puts calls off.</summary>
    public const string Later = "Try again later, or with fewer servers at a time.";

    /// <summary>Creates the error, in the cloud's words.</summary>
    /// <param name="retryAfter">The pause before another attempt, or null.</param>
    public EcsException ToError(
        CloudRequest call, CloudResponse answer, string errorId, string? action, bool wasNotCarriedOut = false, TimeSpan? retryAfter = null)
    {
        string what = errorId switch
        {
            EcsErrorId.OutcomeUnknown => $"ended with HTTP {answer.Status}; the outcome is unknown",
            EcsErrorId.ServerError => $"failed at the provider (HTTP {answer.Status})",
            EcsErrorId.ThrottledByService => "was throttled",
            EcsErrorId.InvalidCredential => "was rejected: the credential is not valid, or no longer valid",
            _ => "was refused",
        };
        string words = Message is null ? "" : ": " + ProviderText.Quote(call, Message);
        return new EcsException(errorId, $"{call.Operation} {what}{words}{Parenthesize(Code)}.")
        {
            CloudCode = Code,
            HttpStatus = answer.Status,
            RequestId = RequestId,
            InstanceId = call.InstanceId,
            RetryAfter = retryAfter,
            WasNotCarriedOut = wasNotCarriedOut,
            RecommendedAction = action,
        };
    }

    /// <summary>The error for an answer of the server that leaves open whether it did anything.</summary>
    /// <param name="action">What to do about a read that has failed.</param>
    public EcsException ToServerError(CloudRequest call, CloudResponse answer, string action) => call.Safety == RequestIdempotency.NonIdempotent
        ? ToError(call, answer, EcsErrorId.OutcomeUnknown, "Check the server before you run the command again.")
        : ToError(call, answer, EcsErrorId.ServerError, action);

    public EcsException ToThrottle(CloudRequest call, CloudResponse answer, TimeSpan? retryAfter) => ToError(
        call, answer, EcsErrorId.ThrottledByService, Later, wasNotCarriedOut: true, retryAfter);

    public static string Parenthesize(string? code) => code is null ? "" : $" ({code})";
}
