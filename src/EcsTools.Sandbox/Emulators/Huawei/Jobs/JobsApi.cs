using EcsTools.Sandbox.Hosting;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Jobs;

/// <summary>GET <c>/v1/{p}/jobs/{job}</c> of ECS, IMS and EVS (docs/contracts/huawei-ecs.md 3.9, 3.13).</summary>
internal static class JobsApi
{
    /// <summary>An unknown job is 400 with the code at the top level.</summary>
    public static ApiResponse Show(RequestContext call)
    {
        Job? job = call.Project.FindJob(call.Path["job"], call.Host);
        return job is null || call.Context.Faults.Schedule.TryTake(FaultKind.JobUnknown)
            ? throw new ApiErrorException(new ApiResponse(400, JsonResponseWriter.Object(w =>
            {
                w.Put("code", "Common.0011");
                w.Put("message", "Failed to query system tasks.");
            })))
            : ApiResponse.Ok(w => Write(w, job));
    }

    private static void Write(JsonTextWriter w, Job job)
    {
        w.Put("status", job.Status);
        w.PutObject("entities", e => WriteEntities(e, job));
        w.Put("job_id", job.Id);
        w.Put("job_type", job.Type);
        w.Put("begin_time", Times.Milliseconds(job.BeganAt));
        w.Put("end_time", job.EndedAt is { } end ? Times.Milliseconds(end) : "");
        w.Put("error_code", job.ErrorCode);
        w.Put("fail_reason", job.FailReason);
    }

    private static void WriteEntities(JsonTextWriter w, Job job)
    {
        if (job.Children.Count > 0)
        {
            w.Put("sub_jobs_total", job.Children.Count);
            w.PutObjects("sub_jobs", job.Children, Write);
            return;
        }

        if (job.ImageId is not null)
        {
            if (job.Status == "SUCCESS")
            {
                w.Put("image_id", job.ImageId);
            }

            return;
        }

        if (job.Disk is { } disk)
        {
            w.Put("volume_id", disk.Id);
            w.Put("size", disk.SizeGiB);
            w.Put("volume_type", disk.Category);
            w.Put("name", disk.Name);
            return;
        }

        if (job.ServerId is not null && job.Status != "INIT")
        {
            w.Put("server_id", job.ServerId);
            if (job.IsChild && job.FailReason is not null)
            {
                w.Put("errorcode_message", job.FailReason);
            }
        }
    }
}
