using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Images;

/// <summary>POST <c>/v2/cloudimages/action</c>: an image of a server's system disk (docs/contracts/huawei-ecs.md 3.13).</summary>
internal static class CreateImageApi
{
    private const int LongestName = 128;

    /// <summary>Returns the id of a job of IMS.</summary>
    public static ApiResponse Create(RequestContext call)
    {
        RegionBackend backend = call.Backend;
        string name = call.Body.Text("name") ?? throw call.Malformed("name is missing");
        string id = call.Body.Text("instance_id") ?? throw call.Malformed("instance_id is missing");
        Server server = backend.FindServer(id) ?? throw ErrorResponses.Error("IMG.0020", "server not found", 404);
        if (name.Length > LongestName)
        {
            throw call.Malformed("name is too long");
        }

        bool isPermitted = server.Phase is ServerPhase.Running or ServerPhase.Stopped && server.SystemDisk is not null;
        if (!isPermitted || call.Project.IsBusy(server) || call.Project.StateOf(server).ImageJob is { IsOver: false })
        {
            throw ErrorResponses.Error("IMG.0029", "the server's status does not allow this");
        }

        Image image = Make(backend, server, name);
        Job job = call.Project.BeginImageJob(image.Id);
        call.Project.StateOf(server).ImageJob = job;
        foreach (JObject tag in call.Body.Objects("image_tags") ?? [])
        {
            image.Tags[tag.Text("key") ?? ""] = tag.Text("value") ?? "";
        }

        backend.Images.Add(image);
        backend.Count("image");
        int number = server.PhaseNumber;
        backend.Events.After(call.Undocumented.JobStaysInitial, job.Run);
        backend.Events.After(backend.Delays.Image, () =>
        {
            // The server must be left alone meanwhile, running or not.
            if (server.PhaseNumber != number || server.SystemDisk is null)
            {
                backend.Images.Remove(image.Id);
                job.Fail("IMG.0029", "the server was changed while its image was made");
                return;
            }

            image.IsUsable = true;
            job.Succeed();
        });
        return ApiResponse.Job(job.Id);
    }

    private static Image Make(RegionBackend backend, Server server, string name)
    {
        Image? source = backend.FindImage(server.ImageId);
        return new Image
        {
            Id = backend.NewUuid(),
            Name = name,
            Platform = source?.Platform ?? (server.IsWindows ? "Windows" : "Other"),
            OsName = source?.OsName ?? "",
            IsWindows = server.IsWindows,
            IsPublic = false,
            IsUsable = false,
            SizeGiB = server.SystemDisk!.SizeGiB,
            EncryptionKeyId = server.SystemDisk.EncryptionKeyId,
            HasCloudInit = source?.HasCloudInit ?? true,
            CreatedAt = backend.Now,
        };
    }
}
