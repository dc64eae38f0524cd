using System.Globalization;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Disks;

/// <summary>ResizeDisk (docs/contracts/alibaba-ecs-lifecycle.md 2.1).</summary>
internal static class DiskSizeOperations
{
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("ResizeDisk", IsWrite: true, ResizeDisk)
        {
            TokenMismatch = () => new AlibabaApiError(403, "IdempotentParameterMismatch", "The specified clientToken is used."),
        },
    ];

    private static void ResizeDisk(AlibabaRequestContext call, ResponseWriter response)
    {
        if (call.Backend.FindDisk(call.Required("DiskId")) is not { } found)
        {
            throw AlibabaErrors.DiskNotFound();
        }

        Disk disk = found.Disk;
        int size = call.Number("NewSize") ?? throw AlibabaErrors.Missing("NewSize");
        bool isOnline = call.Text("Type") switch
        {
            null or "offline" => false,
            "online" => true,
            _ => throw new AlibabaApiError(400, "InvalidParam.Type", "The specified parameter \"Type\" is not valid."),
        };
        CheckServer(call, found.Server, isOnline);
        if (disk.RunningSnapshot is not null)
        {
            throw AlibabaErrors.DiskCreatingSnapshot();
        }

        if (disk.Phase is not (DiskPhase.InUse or DiskPhase.Available))
        {
            throw AlibabaErrors.DiskStatus();
        }

        if (isOnline && disk.Category is "cloud")
        {
            throw new AlibabaApiError(403, "InvalidDiskSize.NotSupportResizeOnline", "The specified disk does not support online resize.");
        }

        CheckSize(disk, size);
        (disk.SizeGiB, disk.AwaitsStart) = (size, !isOnline && found.Server is not null);
        call.Backend.Count("resize-disk");
        if (found.Server?.IsSubscription == true)
        {
            // Paid at once: there is no AutoPay here.
            response.Text("OrderId", (204_135_153_880_000L + call.Backend.Effects["resize-disk"]).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void CheckServer(AlibabaRequestContext call, Server? server, bool isOnline)
    {
        if (server is not null)
        {
            AlibabaErrors.IfLockedForSecurity(server);
            AlibabaErrors.IfUnpaid(call.Backend, server);
            if (server.HasUnpaidOrder)
            {
                throw new AlibabaApiError(400, "OperationDenied.UnfinishedOrder", "The specified instance has an order that is not completed.");
            }
        }

        if (isOnline && server?.Phase != ServerPhase.Running)
        {
            throw new AlibabaApiError(403, "InvalidInstanceStatus.NotRunning", "The specified instance is not running.");
        }

        if (server?.Phase is not (null or ServerPhase.Running or ServerPhase.Stopped))
        {
            throw AlibabaErrors.InstanceStatus();
        }
    }

    private static void CheckSize(Disk disk, int size)
    {
        int largest = (disk.Category, disk.IsSystem) switch
        {
            ("cloud", true) => 500,
            ("cloud", false) => 2000,
            ("cloud_essd" or "cloud_auto", false) => 65_536,
            (_, true) => 2048,
            _ => 32_768,
        };
        if (size <= disk.SizeGiB || size > largest)
        {
            throw size == disk.SizeGiB ? new AlibabaApiError(403, "InvalidDiskSize", "The specified new disk size is not valid.")
                : size < disk.SizeGiB ? new AlibabaApiError(403, "InvalidDiskSize.TooSmall", "Specified new disk size is less than the original disk size.")
                : new AlibabaApiError(403, "InvalidDiskSize.TooLarge", "Specified new disk size is beyond the permitted range.");
        }
    }
}
