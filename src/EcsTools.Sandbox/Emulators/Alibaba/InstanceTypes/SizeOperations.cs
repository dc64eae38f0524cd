using System.Globalization;

using EcsTools.Sandbox.Emulators.Alibaba.Addresses;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.InstanceTypes;

/// <summary>Changes of size: ModifyInstanceSpec and ModifyPrepayInstanceSpec (docs/contracts/alibaba-ecs.md 3.11 and 3.12).</summary>
internal static class SizeOperations
{
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("ModifyInstanceSpec", IsWrite: true, (call, _) => ModifyInstanceSpec(call)) { TokenMismatch = Mismatch },
        new("ModifyPrepayInstanceSpec", IsWrite: true, ModifyPrepayInstanceSpec) { NeedsRegion = true, TokenMismatch = Mismatch },
    ];

    private static AlibabaApiError Mismatch() => new(
        400, "IdempotenceParamNotMatch", "There is a idempotence signature mismatch between this and last request.");

    private static void ModifyInstanceSpec(AlibabaRequestContext call)
    {
        Server server = call.Server();
        int? bandwidth = call.Number("InternetMaxBandwidthOut");
        string? type = call.Text("InstanceType");
        if (type is not null == bandwidth is not null)
        {
            throw type is null
                ? AlibabaErrors.Missing("InstanceType")
                : new AlibabaApiError(400, "InvalidParameter.Mismatch", "Too many parameters in one request.");
        }

        if (bandwidth is < 0 or > 100)
        {
            throw AlibabaErrors.Invalid("InternetMaxBandwidthOut");
        }

        IfLocked(server);
        if (server.IsSubscription)
        {
            throw AlibabaErrors.ChargeType();
        }

        if (server.HasUnpaidOrder)
        {
            throw new AlibabaApiError(403, "InvalidInstance.UnpaidOrder", "The specified instance has unpaid order.");
        }

        int? inbound = bandwidth is { } wanted ? BandwidthOperations.Inbound(call, wanted) : null;
        if (bandwidth is not null)
        {
            BandwidthOperations.IfElastic(server);
        }

        Size? size = type is null ? null : CheckSize(call, server, type);
        if (size is not null && server.Phase != ServerPhase.Stopped)
        {
            throw new AlibabaApiError(400, "InvalidInstanceStatus.NotStopped", "The specified Instance status is not stopped.");
        }

        ChangeInterval.Check(call, server);
        if (call.Flag("DryRun"))
        {
            throw AlibabaErrors.DryRunPassed();
        }

        ChangeInterval.Note(call, server);
        call.Backend.Count(size is null ? "change-bandwidth" : "resize");
        if (size is not null)
        {
            call.Backend.Enter(server, ServerPhase.Resizing, call.Backend.Delays.Resize, () =>
            {
                Apply(server, size);
                call.Backend.Enter(server, ServerPhase.Stopped);
            });
        }
        else
        {
            BandwidthOperations.Apply(call, server, bandwidth!.Value, inbound, server.IsBilledByBandwidth, assignsAddress: false);
        }
    }

    private static void IfLocked(Server server)
    {
        AlibabaErrors.IfLockedForSecurity(server);
        if (AlibabaErrors.IsOverdue(server))
        {
            throw new AlibabaApiError(403, "Account.Arrearage", "Your account has an outstanding payment.");
        }
    }

    private static void ModifyPrepayInstanceSpec(AlibabaRequestContext call, ResponseWriter response)
    {
        Server server = call.Backend.FindServer(call.Required("InstanceId"))
            ?? throw new AlibabaApiError(400, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist.");
        if (!server.IsSubscription)
        {
            throw new AlibabaApiError(
                400, "InvalidInstanceChargeType.ValueNotSupported", "The charge type of the instance does not support this operation.");
        }

        if (server.HasUnpaidOrder)
        {
            throw new AlibabaApiError(400, "InvalidInstance.UnpaidOrder", "The specified instance has unpaid order.");
        }

        IfLocked(server);
        Size size = CheckSize(call, server, call.Required("InstanceType"));
        bool isUpgrade = size.IsUpgradeOf(server);
        if (server.ExpiresAt < call.Backend.Now || server.Phase is not (ServerPhase.Running or ServerPhase.Stopped))
        {
            throw AlibabaErrors.InstanceStatus();
        }

        if (!isUpgrade && server.Phase != ServerPhase.Stopped)
        {
            throw new AlibabaApiError(400, "InvalidStatus.NotStopped", "The specified Instance status is not stopped.");
        }

        if (server.TemporarySizeEnds > call.Backend.Now)
        {
            throw new AlibabaApiError(
                400, "InvalidAction.WithActiveElasticUpgrade", "The instance has an active temporary upgrade; this action is not allowed.");
        }

        DateTimeOffset? end = ReadEnd(call, server, isUpgrade);
        ChangeInterval.Check(call, server);
        Size? former = call.Backend.Sizes.Find(server.Size);
        decimal more = PriceList.SizePerHour(size) - (former is null ? 0 : PriceList.SizePerHour(former));
        Order order = call.Backend.Orders.Place(
            server,
            type: 3,
            isUpgrade ? PriceList.ForRest(call.Backend, server, more, end) * (1 - PriceList.TermDiscount) : 0,
            pay: !isUpgrade || call.Flag("AutoPay", byDefault: true),
            () =>
            {
                ChangeInterval.Note(call, server);
                call.Backend.Count("resize");
                call.Backend.Events.After(call.Backend.Delays.Resize, () => Apply(server, size));
                if (end is { } until && former is not null)
                {
                    server.TemporarySizeEnds = until;
                    call.Backend.Events.After(until - call.Backend.Now, () => Apply(server, former));
                }
            });
        response.Text("OrderId", order.Id);
        if (!isUpgrade)
        {
            call.Backend.Orders.Refund(-PriceList.ForRest(call.Backend, server, more));
        }
    }

    /// <summary>The end of a temporary upgrade, to the minute (docs/contracts/alibaba-ecs-lifecycle.md 3.4); no source states the codes.</summary>
    private static DateTimeOffset? ReadEnd(AlibabaRequestContext call, Server server, bool isUpgrade) => call.Text("EndTime") switch
    {
        null => null,
        { } text when isUpgrade
            && DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end)
            && end > call.Backend.Now && !(end > server.ExpiresAt) => end,
        _ => throw new AlibabaApiError(400, "InvalidEndTime.ValueNotSupported", "The specified parameter EndTime is not valid."),
    };

    private static Size CheckSize(AlibabaRequestContext call, Server server, string type)
    {
        Size size = call.Backend.Sizes.Find(type) ?? throw new AlibabaApiError(
            400, "InvalidInstanceType.ValueNotSupported", "The specified InstanceType does not exist or beyond the permitted range.");
        if (server.HasLocalDisks || size.HasLocalDisks)
        {
            throw new AlibabaApiError(
                403, "CategoryViolation", "The specified instance does not support this operation because of its disk category.");
        }

        return size.IsInStock ? size : throw AlibabaErrors.NoStock();
    }

    private static void Apply(Server server, Size size) =>
        (server.Size, server.Vcpu, server.MemoryMiB) = (size.Id, size.Vcpu, size.MemoryMiB);
}
