using System.Globalization;

using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Addresses;

/// <summary>Bandwidths of public addresses (docs/contracts/huawei-ecs-lifecycle.md 1.1 and 1.2).</summary>
internal static class BandwidthsApi
{
    private const int MostByTraffic = 300;

    public static ApiResponse Show(RequestContext call)
    {
        ElasticIp address = Find(call);
        return ApiResponse.Ok(w => Write(w, call, address));
    }

    /// <summary>Takes effect at once. A subscription is refused; no source says how.</summary>
    public static ApiResponse Update(RequestContext call)
    {
        ElasticIp address = Find(call);
        JObject wanted = call.Body.Object("bandwidth") ?? throw Invalid();
        int? size = ReadSize(call, wanted);
        bool? isByBandwidth = wanted.Text("charge_mode") switch
        {
            null => null,
            "bandwidth" when !call.IsOtc => true,
            "traffic" when !call.IsOtc => false,
            _ => throw Invalid(),
        };
        if ((size is null && wanted.Text("name") is null) || PublicIpsApi.HasOrder(call, address))
        {
            throw Invalid();
        }

        Check(call, address, size, isByBandwidth ?? address.IsBilledByBandwidth);
        address.IsBilledByBandwidth = isByBandwidth ?? address.IsBilledByBandwidth;
        address.BandwidthMbps = size ?? address.BandwidthMbps;
        call.Backend.Count("change-bandwidth");
        return ApiResponse.Ok(w => Write(w, call, address));
    }

    /// <summary>A subscription is changed by an order, which changes nothing until it is paid. A smaller size is a renewal.</summary>
    public static ApiResponse Order(RequestContext call)
    {
        ElasticIp address = Find(call);
        if (!PublicIpsApi.HasOrder(call, address))
        {
            return Update(call);
        }

        int size = ReadSize(call, call.Body.Object("bandwidth") ?? throw Invalid()) ?? throw Invalid();
        JObject? extension = call.Body.Object("extendParam");
        Check(call, address, size, address.IsBilledByBandwidth);
        bool isRenewal = size < address.BandwidthMbps;
        if (isRenewal && extension.Text("period_type") is not ("month" or "year"))
        {
            throw ErrorResponses.Vpc("VPC.0531", "The period is invalid.");
        }

        if (address.HasOpenOrder)
        {
            throw ErrorResponses.Vpc("VPC.0512", "Resource status is busy, try it again later.", 409);
        }

        bool isPaid = extension.IsTrue("is_auto_pay") || extension.Text("is_auto_pay") == "true";
        address.HasOpenOrder = isRenewal || !isPaid;
        if (isPaid && !isRenewal)
        {
            call.Backend.Count("change-bandwidth");
            call.Backend.Events.After(call.Backend.Delays.Bandwidth, () => address.BandwidthMbps = size);
        }

        return ApiResponse.Ok(w => w.Put("order_id", OrderOf(address)));
    }

    /// <summary>The figures are choices.</summary>
    public static ApiResponse Limits(RequestContext call) => ApiResponse.Ok(w => w.PutObjects(
        "eip_bandwidth_limits", new[] { ("bandwidth", MostByBandwidth(call)), ("traffic", MostByTraffic) }, (l, limit) =>
        {
            l.Put("id", call.Backend.NewUuid());
            l.Put("charge_mode", limit.Item1);
            l.Put("min_size", 1);
            l.Put("max_size", limit.Item2);
        }));

    public static string OrderOf(ElasticIp address) => "CS" + address.BandwidthId.Substring(0, 8).ToUpperInvariant();

    private static ElasticIp Find(RequestContext call)
    {
        string id = call.Path["bandwidth"];
        return call.Backend.Servers.Select(s => s.ElasticIp).FirstOrDefault(e => e?.BandwidthId == id)
            ?? throw ErrorResponses.Vpc("VPC.0306", "No Eip bandwidth exist with id " + id, 404);
    }

    /// <summary>A decimal is cut, a text with a number is accepted.</summary>
    private static int? ReadSize(RequestContext call, JObject wanted) => wanted["size"] switch
    {
        null => null,
        JValue { Type: JTokenType.Integer or JTokenType.Float or JTokenType.String } value
            when decimal.TryParse(value.ToString(CultureInfo.InvariantCulture), NumberStyles.Number, CultureInfo.InvariantCulture, out decimal size) && size is > 0 and < 1_000_000 => (int)size,
        _ => throw Invalid(),
    };

    private static void Check(RequestContext call, ElasticIp address, int? size, bool isByBandwidth)
    {
        if (address.IsFrozen)
        {
            throw ErrorResponses.Vpc("VPC.2701", "The resource is frozen.", 403);
        }

        if (address.IsBusy)
        {
            throw ErrorResponses.Vpc("VPC.0512", "Resource status is busy, try it again later.", 409);
        }

        int most = isByBandwidth || call.IsOtc ? MostByBandwidth(call) : MostByTraffic;
        if (size is { } wanted && (wanted > most || wanted % (wanted <= 300 ? 1 : wanted <= 1000 ? 50 : 500) != 0))
        {
            throw Invalid();
        }
    }

    private static int MostByBandwidth(RequestContext call) => call.IsOtc ? 1000 : 2000;

    private static ApiErrorException Invalid() => ErrorResponses.Vpc("VPC.0301", "updateBandwidth input param is invalid.");

    private static void Write(JsonTextWriter w, RequestContext call, ElasticIp address) => w.PutObject("bandwidth", b =>
    {
        b.Put("id", address.BandwidthId);
        b.Put("name", "bandwidth-" + address.Address);
        b.Put("size", address.BandwidthMbps);
        b.Put("share_type", address.IsShared ? "WHOLE" : "PER");
        b.PutObjects("publicip_info", new[] { address }, (p, a) =>
        {
            p.Put("publicip_id", a.Id);
            p.Put("publicip_address", a.Address);
            p.Put("publicip_type", "5_bgp");
            p.Put("ip_version", 4);
        });
        b.Put("tenant_id", call.Backend.AccountId);
        b.Put("bandwidth_type", address.IsShared ? "share" : "bgp");
        b.Put("charge_mode", address.IsBilledByBandwidth ? "bandwidth" : "traffic");
        b.Put("billing_info", PublicIpsApi.HasOrder(call, address) ? $"{OrderOf(address)}:product:{call.Backend.Region}:{call.Backend.AccountId}" : "");
        b.Put("status", address.IsFrozen ? "FREEZED" : "NORMAL");
        b.Put("created_at", Times.Bare(call.Backend.Now.AddDays(-30)));
        b.Put("updated_at", Times.Bare(call.Backend.Now));
    });
}
