using System;
using System.Collections.Generic;
using System.Globalization;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.InstanceTypes;

/// <summary>Changes of size: ModifyInstanceSpec and ModifyPrepayInstanceSpec (docs/contracts/alibaba-ecs.md 3.11 and 3.12).</summary>
internal static class SizeOperations
{
    private static readonly TimeSpan BetweenChanges = TimeSpan.FromMinutes(5);

    /// <summary>Lists them.</summary>
    /// <returns>The operations.</returns>
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("ModifyInstanceSpec", IsWrite: true, (call, _) => ModifyInstanceSpec(call)) { TokenMismatch = Mismatch },
        new("ModifyPrepayInstanceSpec", IsWrite: true, ModifyPrepayInstanceSpec) { NeedsRegion = true, TokenMismatch = Mismatch },
    ];

    private static AlibabaRefusal Mismatch() => new(
        400, "IdempotenceParamNotMatch", "There is a idempotence signature mismatch between this and last request.");

    private static void ModifyInstanceSpec(AlibabaCall call)
    {
        Server server = call.Server();
        int? bandwidth = call.Number("InternetMaxBandwidthOut");
        string? type = call.Text("InstanceType");
        if (type is not null == bandwidth is not null)
        {
            throw type is null
                ? Refusals.Missing("InstanceType")
                : new AlibabaRefusal(400, "InvalidParameter.Mismatch", "Too many parameters in one request.");
        }

        if (bandwidth is < 0 or > 100)
        {
            throw Refusals.Invalid("InternetMaxBandwidthOut");
        }

        IfLocked(server);
        if (server.IsSubscription)
        {
            throw Refusals.ChargeType();
        }

        Size? size = type is null ? null : CheckSize(call, server, type);
        if (size is not null && server.Phase != ServerPhase.Stopped)
        {
            throw new AlibabaRefusal(400, "InvalidInstanceStatus.NotStopped", "The specified Instance status is not stopped.");
        }

        CheckInterval(call, server);
        if (call.Flag("DryRun"))
        {
            throw Refusals.DryRunPassed();
        }

        server.ResizedAt = call.World.Timeline.Now;
        call.World.Count(size is null ? "change-bandwidth" : "resize");
        if (size is not null)
        {
            call.World.Enter(server, ServerPhase.Resizing, call.World.Delays.Resize, () =>
            {
                Apply(server, size);
                call.World.Enter(server, ServerPhase.Stopped);
            });
        }
    }

    private static void IfLocked(Server server)
    {
        Refusals.IfLockedForSecurity(server);
        if (Refusals.IsOverdue(server))
        {
            throw new AlibabaRefusal(403, "Account.Arrearage", "Your account has an outstanding payment.");
        }
    }

    private static void ModifyPrepayInstanceSpec(AlibabaCall call, AnswerWriter answer)
    {
        Server server = call.World.FindServer(call.Required("InstanceId"))
            ?? throw new AlibabaRefusal(400, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist.");
        if (!server.IsSubscription)
        {
            throw new AlibabaRefusal(
                400, "InvalidInstanceChargeType.ValueNotSupported", "The charge type of the instance does not support this operation.");
        }

        if (server.HasUnpaidOrder)
        {
            throw new AlibabaRefusal(400, "InvalidInstance.UnpaidOrder", "The specified instance has unpaid order.");
        }

        IfLocked(server);
        Size size = CheckSize(call, server, call.Required("InstanceType"));
        bool isUpgrade = size.Vcpu > server.Vcpu || (size.Vcpu == server.Vcpu && size.MemoryMiB >= server.MemoryMiB);
        if (server.ExpiresAt < call.World.Now || server.Phase is not (ServerPhase.Running or ServerPhase.Stopped))
        {
            throw Refusals.InstanceStatus();
        }

        if (!isUpgrade && server.Phase != ServerPhase.Stopped)
        {
            throw new AlibabaRefusal(400, "InvalidStatus.NotStopped", "The specified Instance status is not stopped.");
        }

        CheckInterval(call, server);
        answer.Text("OrderId", (234_567_890_000_000L + server.PhaseNumber).ToString(CultureInfo.InvariantCulture));
        if (isUpgrade && !call.Flag("AutoPay", byDefault: true))
        {
            server.HasUnpaidOrder = true;
            return;
        }

        server.ResizedAt = call.World.Timeline.Now;
        call.World.Count("resize");
        call.World.Timeline.After(call.World.Delays.Resize, () => Apply(server, size));
    }

    private static Size CheckSize(AlibabaCall call, Server server, string type)
    {
        Size size = call.World.Sizes.Find(type) ?? throw new AlibabaRefusal(
            400, "InvalidInstanceType.ValueNotSupported", "The specified InstanceType does not exist or beyond the permitted range.");
        if (server.HasLocalDisks || size.HasLocalDisks)
        {
            throw new AlibabaRefusal(
                403, "CategoryViolation", "The specified instance does not support this operation because of its disk category.");
        }

        return size.IsInStock ? size : throw Refusals.NoStock();
    }

    private static void CheckInterval(AlibabaCall call, Server server)
    {
        if (call.World.Timeline.Now - server.ResizedAt < BetweenChanges)
        {
            throw new AlibabaRefusal(
                400, "Throttling", "Request was denied due to request throttling, please try again after 5 minutes.");
        }
    }

    private static void Apply(Server server, Size size) =>
        (server.Size, server.Vcpu, server.MemoryMiB) = (size.Id, size.Vcpu, size.MemoryMiB);
}
