using System.Globalization;
using System.Text;

using EcsTools.Sandbox.Emulators.Alibaba.Identity;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>Emulates Alibaba Cloud ECS, version 2014-05-26, and a few calls of VPC and STS (docs/contracts/alibaba-ecs.md 1 and 9).</summary>
internal sealed class AlibabaEmulator : IApiEmulator
{
    private const string FormType = "application/x-www-form-urlencoded";

    // See docs/contracts/alibaba-ecs.md 1.7.
    private static readonly string[] ThrottleCodes = ["Throttling.User", "Throttling.Api", "Throttling", "Rejected.Throttling"];

    private readonly EmulatorContext _context;
    private readonly Authenticator _authenticator;
    private readonly ClientTokens _tokens = new();
    private readonly IReadOnlyDictionary<string, AlibabaOperation> _operations;
    private readonly IReadOnlyList<RegionBackend> _backends;

    public AlibabaEmulator(EmulatorContext context)
    {
        _context = context;
        EmulatedAccessKeys keys = new(context.Credentials);
        _authenticator = new Authenticator(keys, context.Faults.Schedule);
        _backends = [.. context.Backends.Where(w => w.Cloud == SandboxCloud.Alibaba)];
        _operations = AlibabaOperations.All(keys).ToDictionary(o => o.Name, StringComparer.Ordinal);
    }

    public bool Owns(SandboxRequest request) =>
        request.Header("x-acs-action") is not null
        || request.Header("authorization")?.StartsWith("ACS", StringComparison.Ordinal) == true
        || request.Headers["host"].EndsWith("aliyuncs.com", StringComparison.OrdinalIgnoreCase)
        || request.RawQuery.Contains("Action=")
        || (IsForm(request) && Encoding.UTF8.GetString(request.Body).Contains("Action="));

    public SandboxResponse Handle(SandboxRequest request)
    {
        string requestId = Guid.NewGuid().ToString("D").ToUpperInvariant();
        AlibabaOperation? operation = null;
        bool isWrite = false;
        try
        {
            IReadOnlyDictionary<string, string> parameters = ReadParameters(request);
            EmulatedAccessKey key = _authenticator.Prove(request, parameters);
            operation = FindOperation(request, parameters);
            isWrite = operation.IsWrite && !(operation.HasDryRun && parameters.TryGetValue("DryRun", out string? dryRun) && dryRun == "true");
            PlayFault(_context.Faults.Begin(NameOf(operation), isWrite));
            CheckRight(operation);
            AlibabaRequestContext call = new()
            {
                Action = operation.Name,
                Parameters = parameters,
                Key = key,
                Context = _context,
                Backend = FindBackend(request, parameters, operation),
            };
            string body = Run(operation, call, requestId);
            return _context.Faults.Schedule.TryTake(FaultKind.NonceUsed, isWrite)
                ? throw Authenticator.NonceUsed()
                : Respond(200, body, requestId, operation, isWrite, retryAfter: null);
        }
        catch (AlibabaApiError error)
        {
            string body = ErrorBody(error, _context.Tenant, request.Headers["host"], requestId);
            return Respond(error.Status, body, requestId, operation, isWrite, error.RetryAfterMilliseconds);
        }
    }

    private static bool IsForm(SandboxRequest request) =>
        request.Header("content-type")?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) == true;

    private static IReadOnlyDictionary<string, string> ReadParameters(SandboxRequest request)
    {
        if (request.Method is not ("GET" or "POST"))
        {
            throw new AlibabaApiError(403, "UnsupportedHTTPMethod", "This http method is not supported.");
        }

        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        IEnumerable<KeyValuePair<string, string>> form =
            IsForm(request) ? PercentText.ReadPairs(Encoding.UTF8.GetString(request.Body)) : [];
        foreach (KeyValuePair<string, string> pair in PercentText.ReadPairs(request.RawQuery).Concat(form))
        {
            parameters[pair.Key] = pair.Value;
        }

        return parameters;
    }

    private void PlayFault(FaultKind fault)
    {
        switch (fault)
        {
            case FaultKind.Throttle:
                throw new AlibabaApiError(400, ThrottleCodes[Math.Max(0, _context.Faults.ThrottleFaults - 1) % ThrottleCodes.Length], "Request was denied due to user flow control.")
                {
                    RetryAfterMilliseconds = _context.UndocumentedBehavior.AlibabaTellsRetryAfter ? (int)_context.Faults.RetryAfter.TotalMilliseconds : null,
                };
            case FaultKind.ServerError:
                throw new AlibabaApiError(
                    500, "InternalError", "The request processing has failed due to some unknown error, exception or failure.");
        }
    }

    private static string NameOf(AlibabaOperation operation) => "alibaba:" + operation.Name;

    private static SandboxResponse Respond(
        int status, string body, string requestId, AlibabaOperation? operation, bool isWrite, int? retryAfter)
    {
        Dictionary<string, string> headers = new(StringComparer.Ordinal) { ["x-acs-request-id"] = requestId };
        if (retryAfter is { } milliseconds)
        {
            headers["x-acs-retry-after"] = milliseconds.ToString(CultureInfo.InvariantCulture);
        }

        return new SandboxResponse
        {
            Status = status,
            Body = body,
            Headers = headers,
            Operation = operation is null ? null : NameOf(operation),
            IsWrite = isWrite,
        };
    }

    private static string ErrorBody(AlibabaApiError error, Tenant tenant, string host, string requestId)
    {
        using ResponseWriter response = new(requestId);
        response.Text("HostId", host);
        response.Text("Code", error.Code);
        response.Text("Message", error.Message);
        response.Text("Recommend", $"https://api.aliyun.com/troubleshoot?q={error.Code}&product=Ecs&requestId={requestId}");
        if (error.MissingRight is { } right)
        {
            response.Object("AccessDeniedDetail", () =>
            {
                response.Text("PolicyType", "AccountLevelIdentityBasedPolicy");
                response.Text("AuthPrincipalOwnerId", tenant.AccountId);
                response.Text("AuthPrincipalType", "SubUser");
                response.Text("AuthPrincipalDisplayName", tenant.RamUserId);
                response.Text("NoPermissionType", "ImplicitDeny");
                response.Text("AuthAction", right);
            });
        }

        return response.Finish();
    }

    private void CheckRight(AlibabaOperation operation)
    {
        if (_context.DeniedOperations.Contains(NameOf(operation)))
        {
            throw new AlibabaApiError(
                403, "Forbidden.RAM", "User not authorized to operate on the specified resource, or this API doesn't support RAM.")
            {
                MissingRight = (operation.Version == AlibabaOperation.VpcVersion ? "vpc:" : "ecs:") + operation.Name,
            };
        }
    }

    private AlibabaOperation FindOperation(SandboxRequest request, IReadOnlyDictionary<string, string> parameters)
    {
        string? Get(string header, string parameter) =>
            request.Header(header) ?? (parameters.TryGetValue(parameter, out string? value) ? value : null);

        string action = Get("x-acs-action", "Action") ?? throw AlibabaErrors.Missing("Action");
        string version = Get("x-acs-version", "Version") ?? throw AlibabaErrors.Missing("Version");
        if (version is not (AlibabaOperation.EcsVersion or AlibabaOperation.StsVersion or AlibabaOperation.VpcVersion))
        {
            throw new AlibabaApiError(400, "InvalidVersion", "Specified parameter Version is not valid.");
        }

        return _operations.TryGetValue(action, out AlibabaOperation? operation) && operation.Version == version
            ? operation
            : throw new AlibabaApiError(
                404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.");
    }

    /// <summary>The region comes from the parameter, else from the endpoint. A host without a region (loopback, the central one) stands
    /// for all of them: the server or disk that is requested decides.</summary>
    private RegionBackend FindBackend(
        SandboxRequest request, IReadOnlyDictionary<string, string> parameters, AlibabaOperation operation)
    {
        if (parameters.TryGetValue(operation.RegionName, out string? region) && region.Length > 0)
        {
            return _backends.FirstOrDefault(w => w.Region == region)
                ?? throw new AlibabaApiError(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.");
        }

        if (operation.NeedsRegion)
        {
            throw AlibabaErrors.Missing(operation.RegionName);
        }

        string host = request.Headers["host"];
        return _backends.FirstOrDefault(w => host.Contains(w.Region))
            ?? _backends.FirstOrDefault(w => Knows(w, parameters))
            ?? _backends[0];
    }

    private static bool Knows(RegionBackend backend, IReadOnlyDictionary<string, string> parameters)
    {
        lock (backend.Gate)
        {
            return (parameters.TryGetValue("AllocationId", out string? address) && backend.Servers.Any(s => s.ElasticIp?.Id == address))
                || (parameters.TryGetValue("InstanceId", out string? instance) && backend.FindServer(instance) is not null)
                || (parameters.TryGetValue("DiskId", out string? disk) && backend.FindDisk(disk) is not null);
        }
    }

    private string Run(AlibabaOperation operation, AlibabaRequestContext call, string requestId)
    {
        lock (call.Backend.Gate)
        {
            call.Backend.Events.RunDue();
            if (operation.TokenMismatch is { } mismatch && _tokens.Find(call, mismatch) is { } earlier)
            {
                return earlier;
            }

            using ResponseWriter response = new(requestId);
            operation.Run(call, response);
            string body = response.Finish();
            if (operation.TokenMismatch is not null)
            {
                _tokens.Remember(call, body);
            }

            return body;
        }
    }
}
