using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Makes errors of answers and of failed jobs (docs/contracts/huawei-ecs.md 1.6, 7).</summary>
internal static class HuaweiErrorMapper
{
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(60);

    /// <summary>Judges an answer.</summary>
    public static EcsException? Judge(CloudRequest call, CloudResponse answer)
    {
        if (answer.Status is >= 200 and < 300)
        {
            return FindHiddenThrottle(answer) is { } hidden ? Throttle(call, answer, hidden) : null;
        }

        if (answer.Status < 400)
        {
            return answer.Malformed(call, $"HTTP {answer.Status}");
        }

        ApiFault fault = HuaweiFaultReader.Read(answer);
        return answer.Status == 429 || HuaweiErrorCodes.IsThrottle(fault.Code) ? Throttle(call, answer, fault)
            : answer.Status >= 500 || HuaweiErrorCodes.IsStumble(fault.Code) ? fault.ToServerError(call, answer, HuaweiErrorCodes.Again)
            : answer.Status == 401 ? NotProven(call, answer, fault)
            : Refused(call, answer, fault);
    }

    /// <summary>Tells whether a throttle concerns one server only.</summary>
    public static bool IsForOneServer(EcsException throttle) => throttle.CloudCode == HuaweiErrorCodes.Busy;

    /// <summary>The error of a job, or of a part of it, that has failed.</summary>
    /// <param name="what">What was to be done, for example <c>The reinstallation</c>.</param>
    /// <param name="code">The job's code, or null.</param>
    /// <param name="reason">The job's words, or null.</param>
    public static EcsException OfJob(string what, string? code, string? reason, string jobId, string instanceId)
    {
        CodeMeaning? meaning = HuaweiErrorCodes.Find(code);
        string words = reason is null ? meaning?.Cause ?? "The provider returned no reason." : ProviderText.Shorten(reason).TrimEnd('.') + ".";
        return new EcsException(meaning?.ErrorId ?? EcsErrorId.OperationFailed, $"{what} has failed: {words} Code {code ?? "none"}, job {jobId}.")
        {
            CloudCode = code,
            InstanceId = instanceId,
            RecommendedAction = meaning?.Advice ?? "If it happens again, contact the provider's support with the code and the job ID.",
        };
    }

    // Flow control of ECS may come with a success status (pitfall 15). A job's own error_code must not be taken for it.
    private static ApiFault? FindHiddenThrottle(CloudResponse answer)
    {
        if (answer.Status != 202 || answer.TryReadObject() is not { } body || body.Text("job_id") is not null || body.Text("order_id") is not null)
        {
            return null;
        }

        ApiFault fault = HuaweiFaultReader.Read(answer);
        return HuaweiErrorCodes.IsThrottle(fault.Code) ? fault : null;
    }

    private static EcsException Throttle(CloudRequest call, CloudResponse answer, ApiFault fault) =>
        fault.ToThrottle(call, answer, answer.RetryAfter ?? (fault.Code == HuaweiErrorCodes.Busy ? BusyPause : null));

    // The texts of the gateway hold the canonical request or the key, so none of them is repeated; 'signature expired' is the one
    // thing that only its text tells (docs/contracts/huawei-ecs.md 1.6).
    private static EcsException NotProven(CloudRequest call, CloudResponse answer, ApiFault fault)
    {
        bool isClock = fault.Message?.IndexOf("signature expired", StringComparison.OrdinalIgnoreCase) >= 0;
        return new EcsException(
            isClock ? EcsErrorId.ClockSkew : EcsErrorId.InvalidCredential,
            isClock
                ? $"{call.Operation}: signature rejected: the local clock is off by more than 15 minutes."
                : $"{call.Operation}: credential rejected{ApiFault.Parenthesize(fault.Code)}.")
        {
            CloudCode = fault.Code,
            HttpStatus = answer.Status,
            RequestId = fault.RequestId,
            InstanceId = call.InstanceId,
            WasNotCarriedOut = true,
            RecommendedAction = isClock
                ? "Synchronize the clock of this machine."
                : HuaweiErrorCodes.Credential,
        };
    }

    private static EcsException Refused(CloudRequest call, CloudResponse answer, ApiFault fault)
    {
        if (HuaweiErrorCodes.Find(fault.Code) is { } meaning)
        {
            return fault.ToError(call, answer, meaning.ErrorId, meaning.Advice);
        }

        (string errorId, string action) = answer.Status switch
        {
            403 => (EcsErrorId.AccessDenied, "Request the permission from the account's administrator."),
            404 when TellsThatServerIsGone(call, answer, fault) => (EcsErrorId.InstanceNotFound, "Run Get-EcsInstance to list the servers."),
            404 => (EcsErrorId.NotFound, HuaweiErrorCodes.Missing),
            409 => (EcsErrorId.IncorrectState, "Check the state of the server with Get-EcsInstance."),
            413 => (EcsErrorId.QuotaExceeded, "Delete unused resources, or request a higher quota from the provider."),
            _ => (EcsErrorId.CloudError, HuaweiErrorCodes.Support),
        };
        return fault.ToError(call, answer, errorId, action);
    }

    // Any answer of the service's says so; the gateway's own, and a page, come from something that knows nothing of servers
    // (docs/contracts/huawei-ecs-lifecycle.md 12).
    private static bool TellsThatServerIsGone(CloudRequest call, CloudResponse answer, ApiFault fault) => call.InstanceId is not null
        && (fault.Code == "itemNotFound" || (call.Method == HttpMethod.Get && !HuaweiErrorCodes.IsOfGateway(fault.Code) && answer.TryReadObject() is not null));
}
