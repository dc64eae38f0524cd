namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>Error responses in the shapes of docs/contracts/huawei-ecs.md 1.6. The messages are invented; codes and statuses are
/// documented.</summary>
internal static class ErrorResponses
{
    /// <summary>ECS, EVS, IMS: <c>{"error":{"code","message"}}</c>.</summary>
    public static ApiErrorException Error(string code, string message, int status = 400) => new(ErrorAnswer(code, message, status));

    public static ApiResponse ErrorAnswer(string code, string message, int status) =>
        new(status, JsonResponseWriter.Object(w => w.PutObject("error", e =>
        {
            e.Put("code", code);
            e.Put("message", message);
        })));

    /// <summary>The gateway: <c>{"error_msg","error_code","request_id"}</c>.</summary>
    public static ApiErrorException Gateway(string code, string message, int status)
    {
        string requestId = Guid.NewGuid().ToString("N");
        string body = JsonResponseWriter.Object(w =>
        {
            w.Put("error_msg", message);
            w.Put("error_code", code);
            w.Put("request_id", requestId);
        });
        return new ApiErrorException(new ApiResponse(status, body) { RequestId = requestId });
    }

    /// <summary>VPC: <c>{"code","message"}</c> (docs/contracts/huawei-ecs-lifecycle.md 1.2).</summary>
    public static ApiErrorException Vpc(string code, string message, int status = 400) =>
        new(new ApiResponse(status, JsonResponseWriter.Object(w =>
        {
            w.Put("code", code);
            w.Put("message", message);
        })));

    /// <summary>IAM and BSS: <c>{"error_code","error_msg"}</c>.</summary>
    public static ApiErrorException Identity(string code, string message, int status) =>
        new(new ApiResponse(status, JsonResponseWriter.Object(w =>
        {
            w.Put("error_code", code);
            w.Put("error_msg", message);
        })));

    /// <summary>Keystone paths: a numeric code and a title.</summary>
    public static ApiErrorException Keystone(string message, string title, int status) =>
        new(new ApiResponse(status, JsonResponseWriter.Object(w => w.PutObject("error", e =>
        {
            e.Put("message", message);
            e.Put("code", status);
            e.Put("title", title);
        }))));

    /// <summary>Nova paths: an object named after the kind of error.</summary>
    public static ApiErrorException Nova(string kind, string message, int status) =>
        new(new ApiResponse(status, JsonResponseWriter.Object(w => w.PutObject(kind, e =>
        {
            e.Put("message", message);
            e.Put("code", status);
        }))));

    /// <summary>See docs/contracts/huawei-ecs.md 1.6.</summary>
    public static ApiErrorException NoSuchApi() =>
        Gateway("APIGW.0101", "The API does not exist or has not been published in the environment", 404);

    public static ApiErrorException Malformed(Service service, string message) => service switch
    {
        Service.Iam => Keystone(message, "Bad Request", 400),
        Service.Nova => Nova("badRequest", message, 400),
        Service.Evs => Nova("badRequest", message, 400),
        Service.Ims => Error("IMG.0005", message),
        Service.Vpc => Vpc("VPC.0301", message),
        Service.Bss => Identity("CBC.0100", message, 400),
        _ => Error("Ecs.0005", message),
    };

    public static ApiErrorException WrongProject(Service service) => service switch
    {
        Service.Nova => Nova("forbidden", "The project of the request does not match the credential.", 403),
        Service.Ecs => Error("Ecs.0023", "The project in the URL does not match the credential."),
        _ => Error("Common.0018", "The project in the URL does not match the credential."),
    };

    public static ApiErrorException NoServer(Service service, string id) => service == Service.Nova
        ? Nova("itemNotFound", $"Instance {id} could not be found.", 404)
        : Error("Ecs.0614", "server not found", 404);

    public static ApiErrorException Throttled(HuaweiThrottle form, SandboxCloud cloud, bool isWrite) => form switch
    {
        HuaweiThrottle.Accepted when isWrite => Error("Common.0024", "Flow limit exceeded.", 202),
        HuaweiThrottle.Tenant => Error(
            "Common.1503", "Api flow control Error because of tenant limit.", cloud == SandboxCloud.OpenTelekom ? 429 : 503),
        _ => Gateway("APIGW.0308", "The throttling threshold has been reached: policy user over ratelimit,limit:200,time:5 minute", 429),
    };

    public static ApiErrorException Broken(Service service) => service switch
    {
        Service.Nova => Nova("computeFault", "The server has either erred or is incapable of performing the requested operation.", 500),
        Service.Iam => Identity("IAM.0006", "internal error", 500),
        Service.Vpc => Vpc("VPC.0302", "internal error", 500),
        Service.Ecs => Error("Ecs.0615", "internal error", 500),
        Service.Bss => Identity("CBC.0999", "internal error", 500),
        _ => Error("Common.0001", "system error", 500),
    };
}
