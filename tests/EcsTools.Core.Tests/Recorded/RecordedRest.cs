using System.Text;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Recorded;

/// <summary>Answers of which no object comes that users hold: jobs, receipts, tokens, regions. What the client needs of them is in the answer itself.</summary>
internal static class RecordedRest
{
    public static async Task CheckAsync(RecordedTally tally, string file, JObject answer, RecordedCall call, ICloud cloud, CancellationToken cancellation)
    {
        JObject body = (JObject)call.Body!;
        switch (answer.Text("operation"))
        {
            case "Token":
                KeystoneToken token = (await RecordedOpenStack.FindRegionAsync(call with { Headers = [.. call.Headers, ("X-Subject-Token", "not recorded")] }, cancellation)).Token;
                JObject told = body.Object("token")!;
                tally.Check($"{file} user", told.Object("user").Text("name"), token.UserName);
                tally.Check($"{file} project", told.Object("project").Text("id"), token.ProjectId);
                break;
            case "DescribeRegions":
                object[] regions = [.. await RecordedCommand.RunAsync(cloud, "Get-EcsRegion", [], cancellation)];
                tally.Check($"{file} ids", new JArray(body.Object("Regions").Objects("Region").Select(r => r.Text("RegionId")!)), regions.Cast<EcsRegion>().Select(r => r.Id), isUnordered: true);
                break;
            case "ShowJob":
                HuaweiJob job = HuaweiJob.Read(body, "")!;
                tally.Check($"{file} status", body.Text("status"), job.Status);
                tally.Check($"{file} id", body.Text("job_id"), job.Id);
                tally.Check($"{file} servers", new JArray(body.Object("entities").Objects("sub_jobs").Select(s => s.Object("entities").Text("server_id")!)), job.Parts.Select(p => p.ServerId));
                break;
            case "ShowFlavor":
                NovaFlavor flavor = NovaFlavor.Read(body.Object("flavor")!)!;
                tally.Check($"{file} name", body.Object("flavor").Text("name"), flavor.Name);
                tally.Check($"{file} memory", body.Object("flavor")!["ram"], flavor.MemoryMiB);
                break;
            case "BatchAction" or "ResizeServer" or "DeleteServers":
                CloudRequest sent = new("Act", HttpMethod.Post, new Uri("https://ecs.example.com/"), RequestIdempotency.NonIdempotent);
                CloudResponse reply = new(call.Status, Encoding.UTF8.GetBytes(body.ToString()), new Dictionary<string, string>());
                tally.Check($"{file} error", null, HuaweiErrorMapper.Judge(sent, reply)?.ErrorId);
                tally.Check($"{file} job", body.Text("job_id"), new ApiReply(sent, reply, null).ReadHandle().JobId);
                break;
            case "ListImages":
                tally.Check($"{file} number", body.List("images")!.Count, (await RecordedCommand.RunAsync(cloud, "Get-EcsImage", [], cancellation)).Count);
                break;
            default:
                throw new NotSupportedException($"{file}: {answer.Text("operation")}");
        }
    }
}
