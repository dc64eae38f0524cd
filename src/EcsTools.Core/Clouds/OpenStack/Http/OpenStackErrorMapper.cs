using System.Linq;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Makes errors of the answers of Keystone, Nova, Glance and Cinder, which differ in form more than in meaning.</summary>
internal static class OpenStackErrorMapper
{
    private const string Support = "Give the request's id to the cloud's operator if it happens again.";

    /// <summary>Judges an answer.</summary>
    public static EcsException? Judge(CloudRequest call, CloudResponse answer)
    {
        // 300 is how the services answer the question which versions they speak.
        if (answer.Status is >= 200 and <= 300)
        {
            return null;
        }

        if (answer.Status < 400)
        {
            return answer.Malformed(call, $"HTTP {answer.Status}");
        }

        (string? code, string? message) = ReadFault(answer);
        string words = $"{(message is null ? "" : ": " + ProviderText.Quote(call, message))}{(code is null ? "" : $" ({code})")}.";
        (string errorId, string? action, bool wasNotCarriedOut) = Classify(call, answer.Status, code, message);
        string what = errorId switch
        {
            EcsErrorId.OutcomeUnknown => $"ended with HTTP {answer.Status}, so it is not known whether it took effect",
            EcsErrorId.ServerError => $"failed inside the cloud (HTTP {answer.Status})",
            EcsErrorId.ThrottledByService => "was put off by the cloud",
            EcsErrorId.InvalidCredential => "was refused, since the credential is not, or no longer, good",
            _ => "was refused",
        };
        return new EcsException(errorId, $"{call.Operation} {what}{words}")
        {
            CloudCode = code,
            HttpStatus = answer.Status,
            RequestId = FindRequestId(answer),
            InstanceId = call.InstanceId,
            RetryAfter = errorId == EcsErrorId.ThrottledByService ? answer.RetryAfter : null,
            WasNotCarriedOut = wasNotCarriedOut,
            RecommendedAction = action,
        };
    }

    /// <summary>Finds the id of the request, by which Nova lists what was done to a server.</summary>
    public static string? FindRequestId(CloudResponse answer) => answer.Header("X-Openstack-Request-Id") ?? answer.Header("X-Compute-Request-Id");

    private static (string ErrorId, string? Action, bool WasNotCarriedOut) Classify(CloudRequest call, int status, string? code, string? message) => status switch
    {
        401 => (EcsErrorId.InvalidCredential, "Check user, password, domain and project, or the application credential.", true),
        403 or 413 when IsQuota(code, message) => (EcsErrorId.QuotaExceeded, "Free some of it or ask the cloud's operator for a higher quota.", true),
        403 => (EcsErrorId.AccessDenied, "Ask the cloud's operator for a role that permits it.", true),
        404 when call.InstanceId is not null => (EcsErrorId.InstanceNotFound, "Look for the server with Get-EcsInstance.", true),
        404 => (EcsErrorId.NotFound, null, true),
        406 => (EcsErrorId.NotSupported, "The cloud's version of the service is too old or too new for it.", true),
        409 => (EcsErrorId.IncorrectState, "Look at the server's state and lock with Get-EcsInstance.", true),
        429 => (EcsErrorId.ThrottledByService, "Try again later, or with fewer servers at a time.", true),
        501 => (EcsErrorId.NotSupported, "The cloud's hypervisor or guest does not offer it.", true),
        >= 500 when call.Safety == RequestIdempotency.NonIdempotent => (EcsErrorId.OutcomeUnknown, "Look at the server before you send the command again.", false),
        >= 500 => (EcsErrorId.ServerError, Support, false),
        _ => (EcsErrorId.CloudError, null, true),
    };

    private static bool IsQuota(string? code, string? message) =>
        code == "overLimit" || message?.IndexOf("quota", System.StringComparison.OrdinalIgnoreCase) >= 0;

    // Keystone: {"error": {"code": 401, "title": "Unauthorized", "message": ""}}; Nova and Cinder: {"conflictingRequest": {"code": 409, "message": ""}};
    // versions that are not spoken: {"errors": [{"title": "", "detail": ""}]}; Glance: a page, or a line of text.
    private static (string? Code, string? Message) ReadFault(CloudResponse answer)
    {
        if (answer.TryReadObject() is not { } body)
        {
            return (null, ProviderText.OfPage(answer.Text));
        }

        if (body.Objects("errors").FirstOrDefault() is { } listed)
        {
            return (listed.Text("title") ?? listed.Text("code"), listed.Text("detail"));
        }

        JProperty? fault = body.Properties().FirstOrDefault(p => p.Value is JObject);
        return fault is null
            ? (null, body.Text("message"))
            : (fault.Name == "error" ? fault.Value.Text("title") : fault.Name, fault.Value.Text("message"));
    }
}
