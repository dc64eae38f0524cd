using System;

using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Emulators.Huawei.Passwords;
using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.SystemDisks;

/// <summary>Reinstallation and change of the operating system (docs/contracts/huawei-ecs.md 3.6, 3.7, 11).</summary>
internal static class SystemDiskApi
{
    /// <summary>POST <c>/v2/{p}/cloudservers/{s}/reinstallos</c>.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The job's id.</returns>
    public static Answer Reinstall(Call call) => Begin(call, withCloudInit: true, isChange: false);

    /// <summary>POST <c>/v1/{p}/cloudservers/{s}/reinstallos</c>; Huawei only.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The job's id.</returns>
    public static Answer ReinstallV1(Call call) => Begin(call, withCloudInit: false, isChange: false);

    /// <summary>POST <c>/v2/{p}/cloudservers/{s}/changeos</c>.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The job's id.</returns>
    public static Answer Change(Call call) => Begin(call, withCloudInit: true, isChange: true);

    /// <summary>POST <c>/v1/{p}/cloudservers/{s}/changeos</c>; Huawei only.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The job's id.</returns>
    public static Answer ChangeV1(Call call) => Begin(call, withCloudInit: false, isChange: true);

    /// <summary>
    /// Refuses in this order: server unknown, body, frozen, lock, state, system disk, image, key pair, password, licence, quota
    /// (docs/contracts/huawei-ecs.md 11; a choice). The frozen server belongs to the 403 at its head, but must first be found.
    /// </summary>
    private static Answer Begin(Call call, bool withCloudInit, bool isChange)
    {
        Server server = call.Server;
        RefusedException? held = ServerRules.Frozen(server) ?? ServerRules.Expired(call, server) ?? ServerRules.Locked(server);
        Throw(call.Choices.LockIsJudgedBeforeBody ? held : null);
        SystemDiskRequest request = SystemDiskRequest.Read(call, withCloudInit, isChange);
        RefuseParameters(call, server, request);
        Throw(held);
        RefuseState(call, server, request);
        Image image = FindImage(call, server, request);
        int sizeGiB = Math.Max(server.SystemDisk?.SizeGiB ?? image.SizeGiB, image.SizeGiB);
        RefuseLogin(call, server, request);
        RefuseLicence(call, server, request, image, sizeGiB);
        string type = server.SystemDisk?.Category ?? CloudWords.Of(call.World.Cloud).DiskCategory;
        if (!call.Project.Quota.HasRoom(call.Project, type, sizeGiB))
        {
            throw Refusals.Error("Ecs.0021", "disk quota insufficient");
        }

        Job job = call.Project.BeginJob(isChange ? "changeServerOs" : "reinstallServerOs", server);
        call.Project.Notes(server).Actions.Add((isChange ? "changeos" : "reinstallos", call.World.Now));
        if (isChange && server.IsSubscription && IsBilled(image) && !request.IsAutoPay)
        {
            job.AwaitPayment();
        }
        else
        {
            call.World.Count(isChange ? "replace" : "rebuild");
            new SystemDiskChange(call, server, request, image, sizeGiB, job).Begin();
        }

        return Answer.Job(job.Id);
    }

    private static void Throw(RefusedException? refusal)
    {
        if (refusal is not null)
        {
            throw refusal;
        }
    }

    /// <summary>No code is documented for these (docs/contracts/huawei-ecs.md 4, 5): the simulator's is Ecs.0005.</summary>
    private static void RefuseParameters(Call call, Server server, SystemDiskRequest request)
    {
        if (ServerRules.HasNoReinstall(call, server.Size))
        {
            throw call.Malformed("the flavor does not support this operation");
        }

        bool becomesWindows = request.ImageId is null ? server.IsWindows : call.World.FindImage(request.ImageId)?.IsWindows == true;
        if (request.IsByol && becomesWindows && !server.IsOnDedicatedHost)
        {
            throw call.Malformed("BYOL needs a dedicated host");
        }

        if (!request.WithCloudInit && becomesWindows && request.KeyName is not null)
        {
            throw call.Malformed("keyname is not supported for Windows");
        }
    }

    private static void RefuseState(Call call, Server server, SystemDiskRequest request)
    {
        Throw(ServerRules.Busy(call, server));
        bool isPermitted = server.Phase == ServerPhase.Stopped
            || (server.Phase == ServerPhase.Faulty && server.LastReinstallFailed)
            || (server.Phase == ServerPhase.Running && request.StopsFirst);
        if (!isPermitted)
        {
            throw ServerRules.WrongState();
        }

        if (call.Project.Notes(server).ImageJob is { IsOver: false })
        {
            throw Refusals.Error("Ecs.0073", "the system disk is being backed up");
        }

        if (server.SystemDisk is null && (call.Choices.RetryNeedsSystemDisk || !server.LastReinstallFailed))
        {
            throw Refusals.Error("Ecs.0105", "no system disk");
        }
    }

    private static Image FindImage(Call call, Server server, SystemDiskRequest request)
    {
        Image image = call.World.FindImage(request.ImageId ?? server.ImageId) ?? throw Refusals.Error("Ecs.0031", "image not found");
        return image.IsUsable ? image : throw Refusals.Error("Ecs.0032", "image not active");
    }

    private static void RefuseLogin(Call call, Server server, SystemDiskRequest request)
    {
        bool isVisible = request.KeyName is null
            || (call.World.KeyPairs.ContainsKey(request.KeyName) && (request.UserId ?? call.Context.Tenant.UserId) == call.Context.Tenant.UserId);
        if (!isVisible)
        {
            throw Refusals.Error("Ecs.0314", "key pair not found");
        }

        if (request.Password is not null && !PasswordPolicy.FitsSystem(request.Password, server))
        {
            throw Refusals.Error("Ecs.0011", "password complexity not met");
        }
    }

    private static void RefuseLicence(Call call, Server server, SystemDiskRequest request, Image image, int sizeGiB)
    {
        if (request.IsByol && !call.Choices.ByolIsAvailable)
        {
            throw Refusals.Error("Ecs.0090", "BYOL not supported in this region");
        }

        // A subscription's disk cannot grow on the way (docs/contracts/huawei-ecs.md 3.7); no code is documented.
        if (server.IsSubscription && server.SystemDisk is { } disk && sizeGiB > disk.SizeGiB)
        {
            throw call.Malformed("the system disk is too small for the image");
        }
    }

    private static bool IsBilled(Image image) => image is { IsPublic: true, Platform: "Windows" or "RedHat" or "SUSE" };
}
