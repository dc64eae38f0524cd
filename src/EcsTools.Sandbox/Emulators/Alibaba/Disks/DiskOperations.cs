using EcsTools.Sandbox.Emulators.Alibaba.Images;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Alibaba.Disks;

/// <summary>ReInitDisk and ReplaceSystemDisk (docs/contracts/alibaba-ecs.md 3.14, 3.15 and 4).</summary>
internal static class DiskOperations
{
    private const int LargestGiB = 2048;

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("ReInitDisk", IsWrite: true, (call, _) => ReInitDisk(call)),
        new("ReplaceSystemDisk", IsWrite: true, ReplaceSystemDisk)
        {
            TokenMismatch = () => new AlibabaApiError(
                400, "IdempotentParameterMismatch", "The specified clientToken is used."),
        },
    ];

    /// <summary>Checks what every change of a disk needs: no lock, a server that is fully stopped, a disk at rest.</summary>
    public static void CheckAtRest(AlibabaRequestContext call, Server server, Disk disk)
    {
        AlibabaErrors.IfLockedForSecurity(server);
        AlibabaErrors.IfUnpaid(call.Backend, server);
        if (disk.RunningSnapshot is not null)
        {
            throw AlibabaErrors.DiskCreatingSnapshot();
        }

        if (server.Phase is not (ServerPhase.Stopped or ServerPhase.Rebuilding)
            || (server.StoppedWithoutCharge && call.Undocumented.AlibabaEconomicalStopForbidsDiskWork))
        {
            throw AlibabaErrors.InstanceStatus();
        }

        if (call.Undocumented.AlibabaDiskLag && server.Phase == ServerPhase.Stopped && server.DiskLagAt != server.PhaseNumber)
        {
            server.DiskLagAt = server.PhaseNumber;
            throw AlibabaErrors.InstanceStatus();
        }

        if (disk.Phase != DiskPhase.InUse)
        {
            throw AlibabaErrors.DiskStatus();
        }
    }

    /// <summary>Changes a disk of a stopped server; the server is busy until its last disk is at rest. <paramref name="then"/> runs at the
    /// end and returns whether the server is started.</summary>
    public static void Work(RegionBackend backend, Server server, Disk disk, DiskPhase phase, TimeSpan duration, Func<bool> then)
    {
        disk.Phase = phase;
        backend.Enter(server, ServerPhase.Rebuilding);
        backend.Events.After(duration, () =>
        {
            disk.Phase = DiskPhase.InUse;
            bool starts = then();
            if (server.Disks.TrueForAll(d => d.Phase == DiskPhase.InUse))
            {
                backend.Enter(server, ServerPhase.Stopped);
                if (starts)
                {
                    Power.Boot(backend, server);
                }
            }
        });
    }

    private static void ReInitDisk(AlibabaRequestContext call)
    {
        if (call.Backend.FindDisk(call.Required("DiskId")) is not { } found)
        {
            throw AlibabaErrors.DiskNotFound();
        }

        Disk disk = found.Disk;
        Server server = found.Server ?? throw AlibabaErrors.DiskStatus();
        bool startsAfter = call.Flag("AutoStartInstance");
        CheckAtRest(call, server, disk);
        if (!server.WasStarted)
        {
            throw AlibabaErrors.InstanceStatus();
        }

        if (server.HasLocalDisks && call.Undocumented.AlibabaLocalDisksForbidReinitialise)
        {
            throw new AlibabaApiError(400, "DiskCategory.OperationNotSupported", "The type of the disk does not support the operation.");
        }

        if (disk.ImageId is { } imageId && call.Backend.FindImage(imageId) is not { IsUsable: true })
        {
            throw new AlibabaApiError(
                404, "InvalidDiskId.OperationNotSupported", "The operation is not permitted due to the image of the disk does not exist.");
        }

        RebuildLogin login = disk.IsSystem ? RebuildLogin.Read(call, server.IsWindows) : new RebuildLogin(null, null);
        bool isSecured = ReadSecurity(call, disk.ImageId is { } made ? call.Backend.FindImage(made) : null);
        bool fails = call.Context.Faults.Schedule.TryTake(FaultKind.ReinstallFails);
        call.Backend.Count(disk.IsSystem ? "rebuild" : "reinit-data");
        server.Wipes += disk.IsSystem ? 1 : 0;
        Work(call.Backend, server, disk, DiskPhase.Reinitializing, call.Backend.Delays.Reinstall, () =>
        {
            disk.Generation++;
            if (disk.IsSystem)
            {
                server.LastReinstallFailed = fails;
            }

            if (!fails)
            {
                login.ApplyTo(server);
                server.HasSecurityAgent = disk.IsSystem ? isSecured : server.HasSecurityAgent;
            }

            return startsAfter && !fails;
        });
    }

    private static void ReplaceSystemDisk(AlibabaRequestContext call, ResponseWriter response)
    {
        Server server = call.Server();
        string imageId = call.Text("ImageId") ?? throw new AlibabaApiError(
            400, "MissingParameter", "The input parameter \"ImageId\" that is mandatory for processing this request is not supplied.");
        Disk old = server.SystemDisk
            ?? throw new AlibabaApiError(400, "InvalidInstance.NotFoundSystemDisk", "The specified instance has no system disk.");
        if (call.Flag("PasswordInherit") && call.Text("Password") is not null)
        {
            throw new AlibabaApiError(400, "InvalidPasswordParam.Mismatch", "The input password should be null when passwdInherit is true.");
        }

        if (call.Backend.FindImage(imageId) is not { IsUsable: true } image)
        {
            throw new AlibabaApiError(404, "InvalidImageId.NotFound", "The specified ImageId does not exist.");
        }

        if (!image.IsReady)
        {
            throw new AlibabaApiError(403, "OperationDenied.ImageNotValid", "The specified image is not ready yet.");
        }

        if (!ImageQueries.FitsSystemDisk(call, image))
        {
            throw new AlibabaApiError(400, "OperationDenied", "The specified image contains data disks, which the operation does not support.");
        }

        if (server.HasUnpaidOrder)
        {
            throw new AlibabaApiError(403, "OperationDenied.UnpaidOrder", "The specified instance has unpaid order.");
        }

        RebuildLogin login = RebuildLogin.Read(call, image.IsWindows);
        int sizeGiB = ReadSize(call, image, old);
        bool isSecured = ReadSecurity(call, image);
        string? keyId = EncryptionOperations.ReadKey(call, image);
        CheckAtRest(call, server, old);

        if (call.Context.Faults.Schedule.TryTake(FaultKind.DiskQuotaFull))
        {
            // The code is listed for larger disks; none is documented here.
            throw new AlibabaApiError(403, "QuotaExceed.DiskCapacity", "The used capacity of disk has exceeded the quota in the zone.");
        }

        Disk fresh = new()
        {
            Id = call.Backend.NewShortId("d-"),
            IsSystem = true,
            SizeGiB = sizeGiB,
            Category = old.Category,
            PerformanceLevel = old.PerformanceLevel,
            ImageId = image.Id,
            EncryptionKeyId = keyId,
            DeleteWithServer = old.DeleteWithServer,
            Generation = 1,
            CreatedAt = call.Backend.Now,
        };
        call.Backend.DeleteWithAutoSnapshots(old);
        call.Backend.Attach(server, fresh);
        call.Backend.Count("replace");
        server.Wipes++;
        response.Text("DiskId", fresh.Id);
        Work(call.Backend, server, fresh, DiskPhase.Attaching, call.Backend.Delays.Replace, () =>
        {
            (server.ImageId, server.IsWindows, server.KeyPairName) = (image.Id, image.IsWindows, null);
            server.LastReinstallFailed = false;
            server.HasSecurityAgent = isSecured;
            login.ApplyTo(server);
            return call.Undocumented.AlibabaReplaceStarts;
        });
    }

    /// <summary>Whether the provider's security agent is installed: from its own images only. No code is documented for others.</summary>
    private static bool ReadSecurity(AlibabaRequestContext call, Image? image) => call.Text("SecurityEnhancementStrategy") switch
    {
        "Active" when image?.IsPublic == true => true,
        null or "Deactive" => false,
        _ => throw AlibabaErrors.Invalid("SecurityEnhancementStrategy"),
    };

    /// <summary>The requested size. If it is omitted, a larger disk keeps its size: no source says more.</summary>
    private static int ReadSize(AlibabaRequestContext call, Image image, Disk old)
    {
        int size = call.Number("SystemDisk.Size") ?? Math.Max(old.SizeGiB, Math.Max(40, image.SizeGiB));
        return size < image.SizeGiB ? throw Refuse("LessThanImageSize", "less than image size")
            : size < Math.Max(20, old.SizeGiB) ? throw Refuse("LessThanMinSize", "less than min size")
            : size > LargestGiB ? throw Refuse("MoreThanMaxSize", "more than max size")
            : size;

        static AlibabaApiError Refuse(string code, string what) =>
            new(404, "InvalidSystemDiskSize." + code, $"Specified system disk size is {what}.");
    }
}
