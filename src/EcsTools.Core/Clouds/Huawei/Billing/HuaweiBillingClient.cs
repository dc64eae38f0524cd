using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The calls about prices, orders and subscriptions (docs/contracts/huawei-ecs-lifecycle.md 3 and 4): a service of the whole
/// account, on one of two hosts.</summary>
internal sealed class HuaweiBillingClient(IOpenStackApi api)
{
    private volatile object? _site;

    /// <summary>Asks for prices.</summary>
    /// <param name="path">Below <c>/v2/bills/ratings</c>.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<JObject> RateAsync(string operation, string path, JObject body, CancellationToken cancellation)
    {
        ApiReply reply = await SendAsync(
            new ApiRequest(operation, HttpMethod.Post, ApiService.Billing, "/v2/bills/ratings/" + path) { Body = body, Safety = RequestIdempotency.ReadOnly },
            cancellation).ConfigureAwait(false);
        return reply.Read();
    }

    // Only the host of its own site knows a key, and nothing else tells the site. A refused credential is a clear answer, also to a write.
    private async Task<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellation)
    {
        if (_site is ApiService known)
        {
            return await api.SendAsync(request with { Service = known }, cancellation).ConfigureAwait(false);
        }

        try
        {
            ApiReply reply = await api.SendAsync(request, cancellation).ConfigureAwait(false);
            _site = ApiService.Billing;
            return reply;
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.InvalidCredential or EcsErrorId.AccessDenied)
        {
            try
            {
                ApiReply reply = await api.SendAsync(request with { Service = ApiService.InternationalBilling }, cancellation).ConfigureAwait(false);
                _site = ApiService.InternationalBilling;
                return reply;
            }
            catch (EcsException other) when (other.ErrorId is EcsErrorId.InvalidCredential or EcsErrorId.AccessDenied)
            {
                throw error.ErrorId == EcsErrorId.AccessDenied ? error : other;
            }
        }
    }
}
