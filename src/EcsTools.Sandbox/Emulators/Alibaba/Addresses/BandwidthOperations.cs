using System.Globalization;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Addresses;

/// <summary>The bandwidth of static public addresses: ModifyInstanceNetworkSpec (docs/contracts/alibaba-ecs-lifecycle.md 1.3).</summary>
internal static class BandwidthOperations
{
    private static readonly TimeSpan ShortestTerm = TimeSpan.FromHours(3);

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("ModifyInstanceNetworkSpec", IsWrite: true, ModifyInstanceNetworkSpec)
        {
            TokenMismatch = () => new AlibabaApiError(
                400, "IdempotenceParamNotMatch", "There is a idempotence signature mismatch between this and last request."),
        },
    ];

    /// <summary>Changes the bandwidth of a static address. Reads lag behind (docs/contracts/alibaba-ecs-lifecycle.md 15).</summary>
    public static void Apply(AlibabaRequestContext call, Server server, int outbound, int? inbound, bool isByBandwidth, bool assignsAddress) =>
        call.Backend.Events.After(call.Backend.Delays.Bandwidth, () =>
        {
            server.BandwidthOut = outbound;
            server.BandwidthIn = inbound ?? Math.Max(10, outbound);
            server.IsBilledByBandwidth = isByBandwidth;
            if (outbound == 0)
            {
                server.PublicIp = null;
            }
            else if (server.PublicIp is null && !server.LostPublicIp && assignsAddress)
            {
                server.PublicIp = call.Backend.NewPublicIp();
            }
        });

    /// <summary>Refuses an inbound bandwidth out of range (docs/contracts/alibaba-ecs-lifecycle.md 1.4).</summary>
    public static int? Inbound(AlibabaRequestContext call, int outbound) => call.Number("InternetMaxBandwidthIn") switch
    {
        { } inbound when inbound < 1 || inbound > Math.Max(10, outbound) => throw NotAllowed("InvalidInternetMaxBandwidthIn"),
        var inbound => inbound,
    };

    public static void IfElastic(Server server)
    {
        if (server.ElasticIp is not null)
        {
            throw new AlibabaApiError(
                403, "InvalidInstance.EipNotSupport", "The specified instance with eip is not supported, please unassociate eip first.");
        }
    }

    private static void ModifyInstanceNetworkSpec(AlibabaRequestContext call, ResponseWriter response)
    {
        Server server = call.Server();
        bool isByBandwidth = call.Text("NetworkChargeType") switch
        {
            null => server.IsBilledByBandwidth,
            "PayByTraffic" => false,
            "PayByBandwidth" => true,
            _ => throw NotAllowed("InvalidInternetChargeType"),
        };
        int outbound = call.Number("InternetMaxBandwidthOut") ?? server.BandwidthOut;
        if (outbound < 0 || outbound > (isByBandwidth && server.IsSubscription ? 200 : 100))
        {
            throw NotAllowed("InvalidInternetMaxBandwidthOut");
        }

        int? inbound = Inbound(call, outbound);
        AlibabaErrors.IfLockedForSecurity(server);
        AlibabaErrors.IfUnpaid(call.Backend, server);
        IfElastic(server);
        if (server.HasUnpaidOrder)
        {
            throw new AlibabaApiError(403, "InvalidInstance.UnPaidOrder", "The specified instance has unpaid order.");
        }

        if (server.Phase is not (ServerPhase.Running or ServerPhase.Stopped))
        {
            throw AlibabaErrors.InstanceStatus();
        }

        if (server.TemporaryBandwidthEnds > call.Backend.Now)
        {
            throw new AlibabaApiError(
                400, "InvalidAction.WithActiveElasticUpgrade", "The instance has an active temporary upgrade; this action is not allowed.");
        }

        DateTimeOffset? end = ReadTerm(call, server, outbound);
        if (server.IsSubscription && isByBandwidth && server.IsBilledByBandwidth && outbound < server.BandwidthOut && !call.Undocumented.AlibabaSubscriptionBandwidthFalls)
        {
            throw new AlibabaApiError(400, "DecreasedBandwidthNotAllowed", "Cannot decrease internet bandwidth.");
        }

        ChangeInterval.Check(call, server);
        bool costs = server.IsSubscription && isByBandwidth && (outbound > server.BandwidthOut || !server.IsBilledByBandwidth);
        if (server.IsSubscription)
        {
            response.Text("OrderId", (204_135_000_000_000L + server.PhaseNumber).ToString(CultureInfo.InvariantCulture));
        }

        if (costs && !call.Flag("AutoPay", byDefault: true))
        {
            server.HasUnpaidOrder = true;
            return;
        }

        ChangeInterval.Note(call, server);
        call.Backend.Count("change-bandwidth");
        (int formerOut, int formerIn, bool wasByBandwidth) = (server.BandwidthOut, server.BandwidthIn, server.IsBilledByBandwidth);
        Apply(call, server, outbound, inbound, isByBandwidth, server.IsSubscription || call.Flag("AllocatePublicIp"));
        if (end is { } until)
        {
            server.TemporaryBandwidthEnds = until;
            call.Backend.Events.After(until - call.Backend.Now, () => Apply(call, server, formerOut, formerIn, wasByBandwidth, assignsAddress: false));
        }
    }

    /// <summary>Reads the end of a temporary upgrade. A start that has passed counts from now; no source says what the cloud does.</summary>
    private static DateTimeOffset? ReadTerm(AlibabaRequestContext call, Server server, int outbound)
    {
        (string? startText, string? endText) = (call.Text("StartTime"), call.Text("EndTime"));
        if (startText is null && endText is null)
        {
            return null;
        }

        if (!server.IsSubscription)
        {
            throw new AlibabaApiError(400, "ChargeTypeViolation", "The operation is not permitted due to charge type of the instance.");
        }

        if (!TryRead(startText, "yyyy-MM-dd'T'HH:mm'Z'", out DateTimeOffset start))
        {
            throw NotAllowed("InvalidStartTime");
        }

        if (!TryRead(endText, "yyyy-MM-dd'T'HH'Z'", out DateTimeOffset end) || end - start < ShortestTerm)
        {
            throw NotAllowed("InvalidEndTime");
        }

        if (end > server.ExpiresAt)
        {
            throw new AlibabaApiError(400, "InvalidEndTime.BeyondLifeCycle", "The specified EndTime is beyond the life cycle of the instance.");
        }

        return outbound > server.BandwidthOut ? end : throw NotAllowed("InvalidInternetMaxBandwidthOut");
    }

    private static bool TryRead(string? text, string format, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    private static AlibabaApiError NotAllowed(string name) =>
        new(400, name + ".ValueNotSupported", $"The specified parameter {name.Substring("Invalid".Length)} is not valid.");
}
