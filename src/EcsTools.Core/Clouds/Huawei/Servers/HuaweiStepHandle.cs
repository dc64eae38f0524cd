using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

internal static class HuaweiStepHandle
{
    /// <summary>Reads what the cloud gave to recognize an accepted change by: a job, or the order of a prepaid server that comes without one.</summary>
    public static StepHandle ReadHandle(this ApiReply reply)
    {
        JObject body = reply.Read();
        string? job = body.Text("job_id");
        string? order = body.Text("order_id");
        if (job is null && order is null)
        {
            throw reply.Malformed("there is no job_id in it");
        }

        StepHandle handle = new() { JobId = job, RequestId = reply.RequestId };
        return order is null ? handle : handle with { Facts = new Dictionary<string, string> { [StepFactKeys.OrderId] = order } };
    }
}
