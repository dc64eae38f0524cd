using System.Globalization;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Billing;

/// <summary>Charge type, renewal and auto-renewal (docs/contracts/alibaba-ecs-lifecycle.md 3).</summary>
internal static class SubscriptionOperations
{
    private const int ChangedType = 3;
    private const int Renewed = 2;

    // So long after a conversion the calls about auto-renewal do not know of it.
    private static readonly TimeSpan AutoRenewalLag = TimeSpan.FromSeconds(5);

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("ModifyInstanceChargeType", IsWrite: true, ModifyChargeType) { NeedsRegion = true, TokenMismatch = Mismatch },
        new("RenewInstance", IsWrite: true, Renew) { TokenMismatch = Mismatch },
        new("ModifyInstanceAutoRenewAttribute", IsWrite: true, (call, _) => ModifyAutoRenewal(call)) { NeedsRegion = true },
        new("DescribeInstanceAutoRenewAttribute", IsWrite: false, DescribeAutoRenewal) { NeedsRegion = true },
    ];

    private static AlibabaApiError Mismatch() => new(
        400, "IdempotenceParamNotMatch", "There is a idempotence signature mismatch between this and last request.");

    private static void ModifyChargeType(AlibabaRequestContext call, ResponseWriter response)
    {
        IReadOnlyList<string> ids = call.JsonList("InstanceIds", most: 20) ?? throw AlibabaErrors.Missing("InstanceIds");
        Server[] servers = [.. ids.Select(id => call.Backend.FindServer(id) ?? throw AlibabaErrors.InstanceNotFound())];
        bool buys = (call.Text("InstanceChargeType") ?? "PrePaid") switch
        {
            "PrePaid" => true,
            "PostPaid" => false,
            _ => throw new AlibabaApiError(400, "InvalidStatus.ValueNotSupported", "The specified InstanceChargeType is not supported."),
        };
        (int period, string unit) = buys ? ReadPeriod(call) : (1, "Month");
        foreach (Server server in servers)
        {
            CheckConversion(call, server, buys);
        }

        if (call.Flag("DryRun"))
        {
            throw AlibabaErrors.DryRunPassed();
        }

        List<(Server Server, decimal Fee)> fees = [];
        foreach (Server server in servers)
        {
            ChangeInterval.Note(call, server);
            if (buys)
            {
                Order order = call.Backend.Orders.Place(
                    server,
                    ChangedType,
                    PriceList.ForTerm(PriceList.ServerPerHour(call.Backend, server), unit, period) * (1 - PriceList.TermDiscount),
                    call.Flag("AutoPay", byDefault: true),
                    () => Convert(call.Backend, server, AddTerm(call.Backend.Now, period, unit)));
                response.Text("OrderId", order.Id);
            }
            else
            {
                decimal fee = PriceList.ForRest(call.Backend, server, PriceList.ServerPerHour(call.Backend, server));
                call.Backend.Orders.Refund(fee);
                call.Backend.Events.After(call.Backend.Delays.Order, () => Convert(call.Backend, server, expiresAt: null));
                fees.Add((server, fee));
            }
        }

        response.List("FeeOfInstances", "FeeOfInstance", call.Flag("IsDetailFee") ? fees : [], fee =>
        {
            response.Text("InstanceId", fee.Server.Id);
            response.Text("Currency", PriceList.Currency(call.Backend));
            response.Text("Fee", fee.Fee.ToString(CultureInfo.InvariantCulture));
        });
    }

    private static void CheckConversion(AlibabaRequestContext call, Server server, bool buys)
    {
        if (server.HasUnpaidOrder)
        {
            throw new AlibabaApiError(400, "InvalidInstance.UnpaidOrder", "The specified instance has unpaid order.");
        }

        if (AlibabaErrors.IsOverdue(server))
        {
            throw new AlibabaApiError(403, "Account.Arrearage", "Your account has an outstanding payment.");
        }

        if (server.ExpiresAt < call.Backend.Now)
        {
            throw new AlibabaApiError(400, "ExpiredInstance", "The specified instance has expired.");
        }

        if (server.IsSubscription == buys)
        {
            throw AlibabaErrors.ChargeType();
        }

        if (server.Phase is not (ServerPhase.Running or ServerPhase.Stopped) || server.StoppedWithoutCharge)
        {
            throw AlibabaErrors.InstanceStatus();
        }

        ChangeInterval.Check(call, server);
        if (!buys && server.Vcpu * (decimal)(server.ExpiresAt!.Value - call.Backend.Now).TotalHours > call.Undocumented.AlibabaRefundBudget)
        {
            throw new AlibabaApiError(400, "QuotaExceed.RufundVcpu", "The refund quota of vCPU hours of this month is exceeded.");
        }
    }

    private static void Convert(RegionBackend backend, Server server, DateTimeOffset? expiresAt)
    {
        backend.Count("charge-type");
        (server.IsSubscription, server.ExpiresAt, server.AutoRenewal, server.ChargeTypeChangedAt) = (expiresAt is not null, expiresAt, "", backend.Events.Now);
    }

    private static void Renew(AlibabaRequestContext call, ResponseWriter response)
    {
        Server server = call.Server();
        if (!server.IsSubscription)
        {
            throw AlibabaErrors.ChargeType();
        }

        if (server.HasUnpaidOrder)
        {
            throw new AlibabaApiError(403, "Instance.UnPaidOrder", "The specified instance has unpaid order.");
        }

        (int period, string unit) = ReadPeriod(call);
        decimal amount = PriceList.ForTerm(PriceList.ServerPerHour(call.Backend, server), unit, period) * (1 - PriceList.TermDiscount);
        if (call.Backend.Orders.Balance < amount)
        {
            throw new AlibabaApiError(403, "InvalidAccountStatus.NotEnoughBalance", "Your account does not have enough balance.");
        }

        Order order = call.Backend.Orders.Place(server, Renewed, amount, pay: true, () =>
        {
            call.Backend.Count("renew");
            DateTimeOffset from = server.ExpiresAt is { } end && end > call.Backend.Now ? end : call.Backend.Now;
            server.ExpiresAt = AddTerm(from, period, unit);
            server.ProviderLocks.Remove("financial");
        });
        response.Text("OrderId", order.Id);
    }

    private static void ModifyAutoRenewal(AlibabaRequestContext call)
    {
        Server[] servers = FindSubscriptions(call, call.Text("InstanceId") ?? throw Invalid("MissingParameter.InstanceId"));
        string status = call.Text("RenewalStatus") ?? (call.Flag("AutoRenew") ? "AutoRenewal" : "Normal");
        if (status is not ("AutoRenewal" or "Normal" or "NotRenewal"))
        {
            throw Invalid("InvalidParameter.RenewalStatus");
        }

        int duration = call.Number("Duration") ?? 1;
        string unit = call.Text("PeriodUnit") ?? "Month";
        bool isOffered = unit switch
        {
            "Month" => duration is 1 or 2 or 3 or 6 or 12 or 24 or 36 or 48 or 60,
            "Year" => duration is >= 1 and <= 5,
            "Week" => duration is >= 1 and <= 4,
            _ => false,
        };
        if (status == "AutoRenewal" && !isOffered)
        {
            throw Invalid("InvalidParameter.Duration");
        }

        foreach (Server server in servers)
        {
            call.Backend.Count("auto-renewal");
            (server.AutoRenewal, server.AutoRenewalTerm) = (status, (duration, unit));
            ScheduleEnd(call.Backend, server);
        }
    }

    private static void DescribeAutoRenewal(AlibabaRequestContext call, ResponseWriter response)
    {
        string? ids = call.Text("InstanceId");
        string? status = call.Text("RenewalStatus");
        if (ids is null == status is null)
        {
            throw Invalid("InvalidParameter.RenewalStatusInstanceId");
        }

        Server[] servers = ids is not null
            ? FindSubscriptions(call, ids)
            : [.. call.Backend.Servers.Where(s => s.IsSubscription && StatusOf(s) == status)];
        int page = call.Number("PageNumber") ?? 1;
        int size = call.Number("PageSize") ?? 10;
        if (size is < 1 or > 100)
        {
            throw Invalid("InvalidParameter.PageSize");
        }

        response.Number("TotalCount", servers.Length);
        response.Number("PageNumber", page);
        response.Number("PageSize", size);
        response.List("InstanceRenewAttributes", "InstanceRenewAttribute", servers.Skip((page - 1) * size).Take(size), server =>
        {
            bool isOn = server.AutoRenewal == "AutoRenewal";
            response.Text("InstanceId", server.Id);
            response.Text("RenewalStatus", StatusOf(server));
            response.Flag("AutoRenewEnabled", isOn);
            response.Number("Duration", isOn ? server.AutoRenewalTerm.Count : 0);
            response.Text("PeriodUnit", isOn ? server.AutoRenewalTerm.Unit.ToLowerInvariant() : "");
            response.Flag("EnableExpectedRenewDay", false);
        });
    }

    // At the end of its term a subscription renews itself, or it is locked.
    private static void ScheduleEnd(RegionBackend backend, Server server)
    {
        if (server.ExpiresAt is not { } end || end <= backend.Now)
        {
            return;
        }

        backend.Events.After(end - backend.Now, () =>
        {
            if (server.ExpiresAt != end || server.AutoRenewal != "AutoRenewal")
            {
                return;
            }

            (int count, string unit) = server.AutoRenewalTerm;
            backend.Orders.Place(server, Renewed, PriceList.ForTerm(PriceList.ServerPerHour(backend, server), unit, count), pay: true, () =>
            {
                server.ExpiresAt = AddTerm(end, count, unit);
                ScheduleEnd(backend, server);
            });
        });
    }

    private static string StatusOf(Server server) => server.AutoRenewal.Length == 0 ? "Normal" : server.AutoRenewal;

    private static Server[] FindSubscriptions(AlibabaRequestContext call, string list)
    {
        string[] ids = list.Split(',');
        if (ids.Length > 100)
        {
            throw Invalid("InvalidParameter.ToManyInstanceIds");
        }

        Server[] servers = [.. ids.Select(id => call.Backend.FindServer(id) ?? throw Invalid("InvalidParameter.InvalidInstanceId"))];
        bool isKnown = servers.All(s => s.IsSubscription && (s.ChargeTypeChangedAt is null || call.Backend.Events.Now - s.ChargeTypeChangedAt > AutoRenewalLag));
        return isKnown ? servers : throw AlibabaErrors.ChargeType();
    }

    private static (int Count, string Unit) ReadPeriod(AlibabaRequestContext call)
    {
        int period = call.Number("Period") ?? throw new AlibabaApiError(400, "InvalidPeriod", "The specified period is not valid.");
        string unit = call.Text("PeriodUnit") ?? "Month";
        bool isOffered = unit switch
        {
            "Month" => period is (>= 1 and <= 9) or 12 or 24 or 36 or 48 or 60,
            "Year" => period is >= 1 and <= 5,
            "Week" => period is >= 1 and <= 4,
            _ => throw new AlibabaApiError(400, "InvalidPeriod.UnitMismatch", "The specified period unit is not valid."),
        };
        return isOffered ? (period, unit) : throw new AlibabaApiError(400, "InvalidPeriod", "The specified period is not valid.");
    }

    private static DateTimeOffset AddTerm(DateTimeOffset from, int count, string unit) => unit switch
    {
        "Year" => from.AddYears(count),
        "Week" => from.AddDays(7 * count),
        _ => from.AddMonths(count),
    };

    private static AlibabaApiError Invalid(string code) => new(403, code, "The specified parameter is not valid.");
}
