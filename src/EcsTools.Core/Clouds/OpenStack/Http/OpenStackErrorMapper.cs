using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Makes errors of the answers of Keystone, Nova, Glance and Cinder, which differ in form more than in meaning.</summary>
internal static class OpenStackErrorMapper
{
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

        ApiFault fault = ReadFault(answer) with { RequestId = FindRequestId(answer) };
        if (answer.Status == 429)
        {
            return fault.ToThrottle(call, answer, answer.RetryAfter);
        }

        if (answer.Status >= 500 && answer.Status != 501)
        {
            return fault.ToServerError(call, answer, "If it happens again, contact the operator of the cloud with the request ID.");
        }

        (string errorId, string action) = Classify(call, answer.Status, fault);
        return fault.ToError(call, answer, errorId, action, wasNotCarriedOut: true);
    }

    /// <summary>Finds the id of the request, by which Nova lists what was done to a server.</summary>
    public static string? FindRequestId(CloudResponse answer) => answer.Header("X-Openstack-Request-Id") ?? answer.Header("X-Compute-Request-Id");

    private static (string ErrorId, string Action) Classify(CloudRequest call, int status, ApiFault fault) => status switch
    {
        401 => (EcsErrorId.InvalidCredential, "Check the user, password, domain, and project, or the application credential."),
        403 or 413 when IsQuota(fault) => (EcsErrorId.QuotaExceeded, "Free some of it or ask the operator of the cloud for a higher quota."),
        403 => (EcsErrorId.AccessDenied, "Ask the operator of the cloud for a role that permits it."),

        // Without a fault of the service in it, it comes from something before the service, which knows nothing of servers.
        404 when call.InstanceId is not null && fault.Code is not null => (EcsErrorId.InstanceNotFound, "Run Get-EcsInstance to list the servers."),
        404 => (EcsErrorId.NotFound, "Check the ID, the region, and the project. The Get- cmdlets list what exists."),
        406 => (EcsErrorId.NotSupported, "The cloud's version of the service is too old or too new for it."),
        409 => (EcsErrorId.IncorrectState, "Check the state and lock of the server with Get-EcsInstance."),
        501 => (EcsErrorId.NotSupported, "The cloud's hypervisor or guest does not support it."),
        _ => (EcsErrorId.CloudError, "Read the cloud's message. If it does not help, contact the operator of the cloud with the request ID."),
    };

    private static bool IsQuota(ApiFault fault) =>
        fault.Code == "overLimit" || fault.Message?.IndexOf("quota", System.StringComparison.OrdinalIgnoreCase) >= 0;

    // Keystone: {"error": {"code": 401, "title": "Unauthorized", "message": ""}}; Nova and Cinder: {"conflictingRequest": {"code": 409, "message": ""}};
    // versions that are not spoken: {"errors": [{"title": "", "detail": ""}]}; Glance: a page, or a line of text.
    private static ApiFault ReadFault(CloudResponse answer)
    {
        if (answer.TryReadObject() is not { } body)
        {
            return new ApiFault(null, ProviderText.OfPage(answer.Text), null);
        }

        if (body.Objects("errors").FirstOrDefault() is { } listed)
        {
            return new ApiFault(listed.Text("title") ?? listed.Text("code"), listed.Text("detail"), null);
        }

        JProperty? fault = body.Properties().FirstOrDefault(p => p.Value is JObject);
        return fault is null
            ? new ApiFault(null, body.Text("message"), null)
            : new ApiFault(fault.Name == "error" ? fault.Value.Text("title") : fault.Name, fault.Value.Text("message"), null);
    }
}
