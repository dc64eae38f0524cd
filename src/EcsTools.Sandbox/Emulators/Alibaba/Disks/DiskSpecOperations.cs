using System.Globalization;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Disks;

/// <summary>ModifyDiskSpec (docs/contracts/alibaba-ecs-lifecycle.md 2.2). It takes no token.</summary>
internal static class DiskSpecOperations
{
    private const string Essd = "cloud_essd";
    private static readonly TimeSpan CoolingPeriod = TimeSpan.FromSeconds(60);
    private static readonly string[] Categories = [Essd, "cloud_auto", "cloud_ssd", "cloud_essd_entry", "cloud_efficiency"];
    private static readonly string[] Levels = ["PL0", "PL1", "PL2", "PL3"];
    private static readonly int[] SmallestGiB = [1, 20, 461, 1261];

    public static IEnumerable<AlibabaOperation> All() => [new("ModifyDiskSpec", IsWrite: true, ModifyDiskSpec)];

    private static void ModifyDiskSpec(AlibabaRequestContext call, ResponseWriter response)
    {
        if (call.Backend.FindDisk(call.Required("DiskId")) is not { } found)
        {
            throw AlibabaErrors.DiskNotFound();
        }

        Disk disk = found.Disk;
        bool isSubscription = found.Server?.IsSubscription == true;
        string category = call.Text("DiskCategory") ?? disk.Category;
        string? level = ReadLevel(call, category);
        CheckState(call, disk, found.Server);
        CheckChange(disk, category, level, isSubscription);
        if (call.Flag("DryRun"))
        {
            throw AlibabaErrors.DryRunPassed();
        }

        bool isTask = category != disk.Category;
        disk.CoolsUntil = call.Backend.Events.Now + CoolingPeriod;
        call.Backend.Count("change-disk");
        call.Backend.Events.After(call.Backend.Delays.ChangeDisk, () =>
            (disk.Category, disk.PerformanceLevel) = (category, isTask || !call.Undocumented.AlibabaIgnoresPerformanceLevel ? level : disk.PerformanceLevel));
        if (isTask)
        {
            response.Text("TaskId", call.Backend.NewShortId("t-"));
        }

        if (isSubscription)
        {
            response.Text("OrderId", (204_135_153_890_000L + call.Backend.Effects["change-disk"]).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string? ReadLevel(AlibabaRequestContext call, string category)
    {
        if (!Categories.Contains(category))
        {
            throw new AlibabaApiError(400, "InvalidDiskCategory.ValueNotSupported", "The specified parameter \"DiskCategory\" is not valid.");
        }

        string? given = call.Text("PerformanceLevel");
        return given is not null && !Levels.Contains(given)
                ? throw new AlibabaApiError(400, "InvalidPerformanceLevel.Malformed", "The specified parameter \"PerformanceLevel\" is not valid.")
            : given is not null && category != Essd
                ? throw new AlibabaApiError(400, "InvalidPerformanceLevelParam.Mismatch", "The specified disk category does not have performance levels.")
            : category == Essd ? given ?? "PL1" : null;
    }

    private static void CheckState(AlibabaRequestContext call, Disk disk, Server? server)
    {
        if (server is not null)
        {
            AlibabaErrors.IfLockedForSecurity(server);
            AlibabaErrors.IfUnpaid(call.Backend, server);
            if (server.Phase is not (ServerPhase.Running or ServerPhase.Stopped))
            {
                throw new AlibabaApiError(400, "InvalidOperation.InstanceStatusUnsupported", "The operation is not permitted due to the status of the instance.");
            }
        }

        if (disk.RunningSnapshot is not null)
        {
            throw AlibabaErrors.DiskCreatingSnapshot();
        }

        if (disk.Phase is not (DiskPhase.InUse or DiskPhase.Available))
        {
            throw AlibabaErrors.DiskStatus();
        }

        if (disk.CoolsUntil > call.Backend.Events.Now)
        {
            throw new AlibabaApiError(403, "DiskInCoolingPeriod", "The specified disk is in the cooling period.");
        }

        if (disk.AwaitsStart)
        {
            throw new AlibabaApiError(403, "OperationDenied.DiskExpansionUnfinished", "The expansion of the specified disk is not finished.");
        }
    }

    private static void CheckChange(Disk disk, string category, string? level, bool isSubscription)
    {
        int wanted = Array.IndexOf(Levels, level);
        int present = Array.IndexOf(Levels, disk.PerformanceLevel);
        if (category == disk.Category && wanted == present)
        {
            throw new AlibabaApiError(403, "NoChangeInDiskCategoryAndPerformanceLevel", "The disk category and performance level are the present ones.");
        }

        if (wanted >= 0 && disk.SizeGiB < SmallestGiB[wanted])
        {
            throw new AlibabaApiError(403, "OperationDenied.PerformanceLevelNotMatch", "The disk is too small for the performance level.");
        }

        if (wanted == 0 && present > 0)
        {
            throw new AlibabaApiError(403, "InvalidPerformanceLevel.TooLow", "The performance level cannot be lowered to PL0.");
        }

        if (isSubscription && category == disk.Category && wanted < present)
        {
            throw new AlibabaApiError(403, "Downgrade.NotSupported", "The disk cannot be downgraded.");
        }

        if (disk.Category == "cloud_essd_entry" && category is not (Essd or "cloud_auto"))
        {
            throw new AlibabaApiError(403, "InvalidDiskCategory.NotSupported", "The disk cannot be changed to the specified category.");
        }
    }
}
