using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>The calls about the recycle bin (docs/contracts/huawei-ecs-lifecycle.md 9.3). Huawei only.</summary>
internal static class RecycleBinApi
{
    public static ApiResponse Show(RequestContext call)
    {
        RecycleBin bin = call.Project.RecycleBin;
        return ApiResponse.Ok(w =>
        {
            w.Put("project_id", call.Backend.AccountId);
            w.Put("switch", bin.IsOn ? "on" : "off");
            w.PutObject("policy", p =>
            {
                p.Put("recycle_threshold_day", bin.ThresholdDays);
                p.Put("retention_hour", bin.RetentionHours);
            });
        });
    }

    /// <summary>The reference wraps the switch, a client of years does not: both are taken.</summary>
    public static ApiResponse Switch(RequestContext call)
    {
        call.Project.RecycleBin.IsOn = (call.Body.Object("recycle_bin") ?? call.Body).Text("switch") switch
        {
            "on" => true,
            "off" => false,
            _ => throw call.Malformed("switch must be on or off"),
        };
        return new ApiResponse(204);
    }

    public static ApiResponse ChangePolicy(RequestContext call)
    {
        JObject policy = call.Body.Object("policy") ?? throw call.Malformed("policy is missing");
        RecycleBin bin = call.Project.RecycleBin;
        bin.ThresholdDays = Number(policy, "recycle_threshold_day") ?? bin.ThresholdDays;
        bin.RetentionHours = Number(policy, "retention_hour") ?? bin.RetentionHours;
        return new ApiResponse(204);
    }

    public static ApiResponse List(RequestContext call)
    {
        Server[] servers = [.. call.Project.RecycleBin.Servers];
        return ApiResponse.Ok(w =>
        {
            w.Put("count", servers.Length);
            w.PutObjects("servers", servers, (row, server) => ServerJson.Write(row, call, server));
        });
    }

    public static ApiResponse Purge(RequestContext call) => Begin(call, "purgeServer", server => call.Project.RecycleBin.Purge(server));

    public static ApiResponse Revert(RequestContext call) => Begin(call, "revertServer", server => call.Project.RecycleBin.Revert(server));

    private static ApiResponse Begin(RequestContext call, string type, Action<Server> end)
    {
        Server server = call.Project.RecycleBin.Find(call.Path["s"]) ?? throw ErrorResponses.NoServer(Service.Ecs, call.Path["s"]);
        Job job = call.Project.BeginJob(type, server);
        call.Backend.Events.After(call.Undocumented.JobStaysInitial, job.Run);
        call.Backend.Events.After(call.Backend.Delays.Delete, () =>
        {
            end(server);
            job.Succeed();
        });
        return ApiResponse.Job(job.Id);
    }

    private static int? Number(JObject policy, string name) =>
        policy[name] is JValue { Type: JTokenType.Integer } number ? (int)number : null;
}
