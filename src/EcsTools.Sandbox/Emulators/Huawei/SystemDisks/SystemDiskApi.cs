using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Emulators.Huawei.Passwords;
using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Huawei.SystemDisks;

/// <summary>Reinstallation and change of the OS (docs/contracts/huawei-ecs.md 3.6, 3.7, 11).</summary>
internal static class SystemDiskApi
{
    public static ApiResponse Reinstall(RequestContext call) => Begin(call, withCloudInit: true, isChange: false);

    /// <summary>Huawei only.</summary>
    public static ApiResponse ReinstallV1(RequestContext call) => Begin(call, withCloudInit: false, isChange: false);

    public static ApiResponse Change(RequestContext call) => Begin(call, withCloudInit: true, isChange: true);

    /// <summary>Huawei only.</summary>
    public static ApiResponse ChangeV1(RequestContext call) => Begin(call, withCloudInit: false, isChange: true);

    /// <summary>Checks in this order: server unknown, body, frozen, lock, state, system disk, image, key pair, password, license, quota
    /// (docs/contracts/huawei-ecs.md 11; undocumented). The frozen server belongs to the 403 at its head, but must first be
    /// found.</summary>
    private static ApiResponse Begin(RequestContext call, bool withCloudInit, bool isChange)
    {
        Server server = call.Server;
        ApiErrorException? held = ServerPreconditions.Frozen(server) ?? ServerPreconditions.Expired(call, server) ?? ServerPreconditions.Locked(server);
        Throw(call.Undocumented.LockIsJudgedBeforeBody ? held : null);
        SystemDiskRequest request = SystemDiskRequest.Read(call, withCloudInit, isChange);
        RefuseParameters(call, server, request);
        Throw(held);
        RefuseState(call, server, request);
        Image image = FindImage(call, server, request);
        int sizeGiB = Math.Max(server.SystemDisk?.SizeGiB ?? image.SizeGiB, image.SizeGiB);
        RefuseLogin(call, server, request);
        RefuseLicence(call, server, request, image, sizeGiB);
        RefuseKey(call, request);
        string type = server.SystemDisk?.Category ?? SeedCatalog.Of(call.Backend.Cloud).DiskCategory;
        if (call.Context.Faults.Schedule.TryTake(FaultKind.DiskQuotaFull) || !call.Project.Quota.HasRoom(call.Project, type, sizeGiB))
        {
            throw ErrorResponses.Error("Ecs.0021", "disk quota insufficient");
        }

        Job job = call.Project.BeginJob(isChange ? "changeServerOs" : "reinstallServerOs", server);
        call.Project.StateOf(server).Actions.Add((isChange ? "changeos" : "reinstallos", call.Backend.Now));
        if (isChange && server.IsSubscription && IsBilled(image) && !request.IsAutoPay)
        {
            job.AwaitPayment();
        }
        else
        {
            call.Backend.Count(isChange ? "replace" : "rebuild");
            new SystemDiskChange(call, server, request, image, sizeGiB, job).Begin();
        }

        return ApiResponse.Job(job.Id);
    }

    private static void Throw(ApiErrorException? error)
    {
        if (error is not null)
        {
            throw error;
        }
    }

    /// <summary>No code is documented for these (docs/contracts/huawei-ecs.md 4, 5): the emulator uses Ecs.0005.</summary>
    private static void RefuseParameters(RequestContext call, Server server, SystemDiskRequest request)
    {
        if (ServerPreconditions.HasNoReinstall(call, server.Size))
        {
            throw call.Malformed("the flavor does not support this operation");
        }

        bool becomesWindows = request.ImageId is null ? server.IsWindows : call.Backend.FindImage(request.ImageId)?.IsWindows == true;
        if (request.IsByol && becomesWindows && !server.IsOnDedicatedHost)
        {
            throw call.Malformed("BYOL needs a dedicated host");
        }

        if (!request.WithCloudInit && becomesWindows && request.KeyName is not null)
        {
            throw call.Malformed("keyname is not supported for Windows");
        }
    }

    private static void RefuseState(RequestContext call, Server server, SystemDiskRequest request)
    {
        Throw(ServerPreconditions.Busy(call, server));
        bool isPermitted = server.Phase == ServerPhase.Stopped
            || (server.Phase == ServerPhase.Faulty && server.LastReinstallFailed)
            || (server.Phase == ServerPhase.Running && request.StopsFirst);
        if (!isPermitted)
        {
            throw ServerPreconditions.WrongState();
        }

        if (call.Project.StateOf(server).ImageJob is { IsOver: false })
        {
            throw ErrorResponses.Error("Ecs.0073", "the system disk is being backed up");
        }

        if (server.SystemDisk is null && (call.Undocumented.RetryNeedsSystemDisk || !server.LastReinstallFailed))
        {
            throw ErrorResponses.Error("Ecs.0105", "no system disk");
        }
    }

    private static Image FindImage(RequestContext call, Server server, SystemDiskRequest request)
    {
        Image image = call.Backend.FindImage(request.ImageId ?? server.ImageId) ?? throw ErrorResponses.Error("Ecs.0031", "image not found");
        return image.IsUsable ? image : throw ErrorResponses.Error("Ecs.0032", "image not active");
    }

    private static void RefuseLogin(RequestContext call, Server server, SystemDiskRequest request)
    {
        bool isVisible = request.KeyName is null
            || (call.Backend.KeyPairs.ContainsKey(request.KeyName) && (request.UserId ?? call.Context.Tenant.UserId) == call.Context.Tenant.UserId)
            || (call.Project.AccountKeyPairs.TryGetValue(request.KeyName, out (string PublicKey, string MakerId) pair)
                && (!call.Undocumented.AccountKeyPairNeedsMaker || request.UserId == pair.MakerId));
        if (!isVisible)
        {
            throw ErrorResponses.Error("Ecs.0314", "key pair not found");
        }

        if (request.Password is not null && !EmulatedPasswordPolicy.FitsSystem(request.Password, server))
        {
            throw ErrorResponses.Error("Ecs.0011", "password complexity not met");
        }
    }

    private static void RefuseLicence(RequestContext call, Server server, SystemDiskRequest request, Image image, int sizeGiB)
    {
        if (request.IsByol && !call.Undocumented.ByolIsAvailable)
        {
            throw ErrorResponses.Error("Ecs.0090", "BYOL not supported in this region");
        }

        // A subscription's disk cannot grow on the way (docs/contracts/huawei-ecs.md 3.7); no code is documented.
        if (server.IsSubscription && server.SystemDisk is { } disk && sizeGiB > disk.SizeGiB)
        {
            throw call.Malformed("the system disk is too small for the image");
        }
    }

    /// <summary>A key that exists but is disabled is only noticed by the job. OTC documents no code for an unknown one.</summary>
    private static void RefuseKey(RequestContext call, SystemDiskRequest request)
    {
        if (request.EncryptionKeyId is not { } key)
        {
            return;
        }

        if (!call.Undocumented.EvsMayUseKeys)
        {
            throw ErrorResponses.Error("Ecs.0025", "EVS is not authorized to obtain KMS keys for encrypting EVS disks.");
        }

        if (!call.Backend.EncryptionKeys.Exists(key))
        {
            throw call.IsOtc ? call.Malformed("the key does not exist") : ErrorResponses.Error("Ecs.0912", "Invalid disk encryption key.");
        }
    }

    private static bool IsBilled(Image image) => image is { IsPublic: true, Platform: "Windows" or "RedHat" or "SUSE" or "Oracle" };
}
