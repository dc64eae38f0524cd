using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The calls about prices, orders and subscriptions (docs/contracts/huawei-ecs-lifecycle.md 3 and 4): a service of the whole
/// account, on one of two hosts.</summary>
internal sealed class HuaweiBillingClient(IOpenStackApi api)
{
    private const string ResourcesPath = "/v2/orders/subscriptions/resources";
    private const int IdsPerCall = 50;
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

    /// <summary>Reads what BSS knows of servers that are subscriptions.</summary>
    /// <returns>The main resources by the server's id.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyDictionary<string, HuaweiSubscription>> FindAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        Dictionary<string, HuaweiSubscription> found = new(StringComparer.OrdinalIgnoreCase);
        foreach (string[] some in ids.Distinct(StringComparer.Ordinal).InBatches(IdsPerCall))
        {
            JObject body = new()
            {
                ["resource_ids"] = new JArray(some.Cast<object>().ToArray()),
                ["only_main_resource"] = 1,
                ["offset"] = 0,
                ["limit"] = IdsPerCall,
            };

            // The path is spelled so.
            ApiReply reply = await SendAsync(
                new ApiRequest("ListPayPerUseCustomerResources", HttpMethod.Post, ApiService.Billing, "/v2/orders/suscriptions/resources/query")
                {
                    Body = body,
                    Safety = RequestIdempotency.ReadOnly,
                },
                cancellation).ConfigureAwait(false);
            foreach (HuaweiSubscription subscription in reply.ReadEach("data", HuaweiSubscription.Read).Where(s => s.IsMain))
            {
                found[subscription.ResourceId] = subscription;
            }
        }

        return found;
    }

    /// <summary>Reads an order.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<HuaweiOrder> GetOrderAsync(string id, CancellationToken cancellation)
    {
        ApiReply reply = await SendAsync(
            ApiRequest.Get("ShowCustomerOrderDetails", ApiService.Billing, $"/v2/orders/customer-orders/details/{CloudId.InPath(id)}"), cancellation).ConfigureAwait(false);
        return HuaweiOrder.Read(id, reply.Read());
    }

    /// <summary>Renews a server's subscription. Sent once, for one server: whether a bad id fails a whole list is not known.</summary>
    /// <returns>The handle with the order.</returns>
    /// <exception cref="EcsException">It was refused, perhaps inside a success, or its answer was lost.</exception>
    public async Task<StepHandle> RenewAsync(string instanceId, SubscriptionTerm term, bool pays, CancellationToken cancellation)
    {
        JObject body = new()
        {
            ["resource_ids"] = new JArray(instanceId),
            ["period_type"] = HuaweiPeriods.Type(term.Unit),
            ["period_num"] = term.Count,
            ["is_auto_pay"] = pays ? 1 : 0,
        };
        ApiReply reply = await SendAsync(
            ApiRequest.Once("RenewalResources", HttpMethod.Post, ApiService.Billing, ResourcesPath + "/renew", body, instanceId), cancellation).ConfigureAwait(false);
        JObject answer = reply.Read();
        if (answer.Objects("fail_resource_infos").FirstOrDefault() is { } failed)
        {
            CodeMeaning? meaning = HuaweiErrorCodes.Find(failed.Text("error_code"));
            string words = ProviderText.Shorten(failed.Text("error_msg") ?? meaning?.Cause ?? "no reason was returned").TrimEnd('.');
            throw new EcsException(meaning?.ErrorId ?? EcsErrorId.CloudError, $"The renewal was refused: {words}.")
            {
                CloudCode = failed.Text("error_code"),
                RequestId = reply.RequestId,
                InstanceId = instanceId,
                WasNotCarriedOut = true,
                RecommendedAction = meaning?.Advice ?? HuaweiErrorCodes.Support,
            };
        }

        return answer.Texts("order_ids").FirstOrDefault() is { } order
            ? new StepHandle { RequestId = reply.RequestId, Facts = new Dictionary<string, string> { [StepFactKeys.OrderId] = order } }
            : throw reply.Malformed("there is no order in it");
    }

    /// <summary>Switches the automatic renewal of a server's subscription on or off; its disks follow. Sent once.</summary>
    /// <exception cref="EcsException">It was refused, or its answer was lost.</exception>
    public async Task<StepHandle> SetAutoRenewalAsync(string instanceId, bool isOn, CancellationToken cancellation)
    {
        ApiReply reply = await SendAsync(
            ApiRequest.Once(
                isOn ? "AutoRenewalResources" : "CancelAutoRenewalResources",
                isOn ? HttpMethod.Post : HttpMethod.Delete,
                ApiService.Billing,
                $"{ResourcesPath}/autorenew/{CloudId.InPath(instanceId)}",
                null,
                instanceId),
            cancellation).ConfigureAwait(false);
        return new StepHandle { RequestId = reply.RequestId };
    }

    /// <summary>Has subscriptions become pay-as-you-go at their end. Sent once.</summary>
    /// <exception cref="EcsException">It was refused, or its answer was lost.</exception>
    public async Task<StepHandle> EndInPayPerUseAsync(IReadOnlyList<string> instanceIds, CancellationToken cancellation)
    {
        JObject body = new() { ["operation"] = "SET_UP", ["resource_ids"] = new JArray(instanceIds.Cast<object>().ToArray()) };
        ApiReply reply = await SendAsync(
            ApiRequest.Once(
                "UpdatePeriodToOnDemand", HttpMethod.Post, ApiService.Billing, ResourcesPath + "/to-on-demand", body, instanceIds.Count == 1 ? instanceIds[0] : null),
            cancellation).ConfigureAwait(false);
        return new StepHandle { RequestId = reply.RequestId };
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
