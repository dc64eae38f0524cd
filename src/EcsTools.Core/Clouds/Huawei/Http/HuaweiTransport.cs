using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

using Newtonsoft.Json;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Sends requests to the services of one cloud and region.</summary>
internal sealed class HuaweiTransport(CloudHttp http, HuaweiEndpoints hosts) : IDisposable
{
    /// <summary>Sends a request whose path has no open places.</summary>
    /// <param name="headers">Further headers, or null.</param>
    /// <exception cref="EcsTools.Model.EcsException">It was refused, or its answer was lost.</exception>
    public async Task<ApiReply> SendAsync(ApiRequest request, IReadOnlyDictionary<string, string>? headers, CancellationToken cancellation)
    {
        string query = request.Query.Count == 0 ? "" : HuaweiSignature.CanonicalQuery(request.Query.Select(q => new KeyValuePair<string, string>(q.Name, q.Value)));
        Uri address = new(hosts.Find(request.Service), request.Path + (query.Length == 0 ? "" : "?" + query));
        CloudRequest call = new(request.Operation, request.Method, address, request.Safety)
        {
            Body = request.Body?.ToString(Formatting.None),
            InstanceId = request.InstanceId,
            Early = request.Early,
        };
        call = headers is null ? call : call with { Headers = headers };
        CloudResponse answer = await http.SendAsync(call, cancellation).ConfigureAwait(false);
        return new ApiReply(call, answer, answer.Header("X-Request-Id"));
    }

    public void Dispose() => http.Dispose();
}
