using System.Text;

using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Core.Tests.Http;

namespace EcsTools.Core.Tests.Huawei;

/// <summary>All samples of the contract are understood, and what is missing or of another kind in them is no accident.</summary>
public class HuaweiSampleTests
{
    private static readonly JToken[] Odd = [JValue.CreateNull(), new JObject(), -7, 1e300, "\u0000?", new JArray(1, "x", new JArray(), JValue.CreateNull())];

    private static readonly ResourceOrigin Origin = new(EcsCloud.Huawei, "test", SampleNetwork.Project, "cn-north-4");

    // The longest beginning of a sample's name that fits tells how its answer is read.
    private static readonly Dictionary<string, Func<ApiReply, IEnumerable<object?>>> Readers = new()
    {
        ["ecs.action."] = ReadHandle,
        ["ecs.change-os."] = ReadHandle,
        ["ecs.delete"] = ReadHandle,
        ["ecs.reinstall."] = ReadHandle,
        ["ecs.resize."] = ReadHandle,
        ["ecs.resize.dry-run"] = Nothing,
        ["ecs.server.show."] = r => [HuaweiServerReader.Read(r.ReadRow("server"), Origin)],
        ["ecs.servers."] = r => Each(r, "servers", s => HuaweiServerReader.Read(s.AsRow(), Origin)),
        ["ecs.servers.detail.by-id-unknown"] = r => Each(r, "servers", s => HuaweiServerReader.Read(s.AsRow(), Origin) ?? new object()),
        ["ecs.job."] = r => [HuaweiJob.Read(r.Read(), "none")],
        ["ecs.flavors"] = r => Each(r, "flavors", HuaweiFlavor.Read),
        ["ecs.resize-flavors"] = r => Each(r, "flavors", HuaweiFlavor.Read),
        ["ecs.limits"] = r => [new HuaweiServerQuota(r.ReadObject("absolute")).FindExcess(new EcsInstance { Vcpu = int.MaxValue })],
        ["ecs.block-device"] = r => r.ReadList("volumeAttachments"),
        ["ecs.keypairs.list"] = r => r.ReadList("keypairs"),
        ["ecs.keypairs.show"] = r => [r.ReadObject("keypair").Text("name")],
        ["ecs.reset-password"] = Nothing,
        ["ecs.reset-password.batch"] = r => r.ReadList("response"),
        ["ecs.reset-password.flag"] = r => [r.Read().Flag("resetpwd_flag")],
        ["ecs.tags."] = r => r.ReadList("tags"),
        ["ecs.tags.add"] = Nothing,
        ["ecs.tags.query"] = r => r.ReadList("resources"),
        ["ecs.windows-password."] = Password,
        ["ecs.windows-password.delete"] = Nothing,
        ["evs.quota"] = r => [new HuaweiDiskQuota(r.ReadObject("quota_set")).FindRoom("volumes")],
        ["evs.volume.show"] = r => [Volume.Read(r.ReadObject("volume"))],
        ["evs.volumes."] = r => Each(r, "volumes", Volume.Read),
        ["evs.snapshot.create"] = r => [VolumeSnapshot.Read(r.ReadObject("snapshot"))],
        ["evs.snapshot.show"] = r => [VolumeSnapshot.Read(r.ReadObject("snapshot"))],
        ["evs.snapshot.list"] = r => Each(r, "snapshots", VolumeSnapshot.Read),
        ["evs.snapshot.rollback"] = r => [r.ReadObject("rollback").Text("volume_id")],
        ["evs.snapshot.delete"] = Nothing,
        ["iam.projects."] = r => Each(r, "projects", p => p.Text("id")),
        ["iam.securitytoken."] = r => [r.ReadObject("credential").Text("securitytoken"), r.ReadObject("credential").Time("expires_at")],
        ["iam.token."] = r => [r.ReadObject("token").Time("expires_at"), r.ReadObject("token").Object("user").Text("id")],
        ["ims.image.show."] = r => [HuaweiImage.Read(r.Read())],
        ["ims.images."] = r => Each(r, "images", HuaweiImage.Read),
        ["metadata.securitykey"] = r => [r.ReadObject("credential").Text("securitytoken"), r.ReadObject("credential").Time("expires_at")],
        ["metadata.token"] = r => [r.Answer.Text],
        ["nova.action."] = Nothing,
        ["nova.instance-actions"] = r => r.ReadList("instanceActions"),
        ["nova.server.show"] = r => [HuaweiServerReader.Read(r.ReadRow("server"), Origin)],
        ["nova.windows-password."] = Password,
        ["nova.windows-password.delete"] = Nothing,
    };

    [Fact]
    public void Every_sample_answer_is_read()
    {
        foreach (string name in Names())
        {
            ApiReply reply = Reply(name, Sample.Load(name).Body);
            Assert.All(FindReader(name)(reply), part => Assert.True(part is not null, name));
        }
    }

    [Fact]
    public void Whatever_a_field_holds_it_is_read_or_refused()
    {
        foreach (string name in Names())
        {
            if (Sample.Load(name).Body is not JContainer body)
            {
                continue;
            }

            JContainer copy = (JContainer)body.DeepClone();
            foreach (JProperty field in copy.Descendants().OfType<JProperty>().ToArray())
            {
                JToken right = field.Value;
                foreach (JToken odd in Odd)
                {
                    field.Value = odd;
                    AssertReadOrRefused(name, field.Path, copy);
                }

                field.Value = right;
            }
        }
    }

    private static void AssertReadOrRefused(string name, string path, JToken body)
    {
        try
        {
            _ = FindReader(name)(Reply(name, body)).ToArray();
        }
        catch (EcsException)
        {
            // It says so: that is all one can ask of it.
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Assert.Fail($"{name}, {path}: {error}");
        }
    }

    private static IEnumerable<string> Names() =>
        new[] { "ecs.", "evs.", "iam.", "ims.", "metadata.", "nova." }.SelectMany(p => SampleFiles.List("huawei", p))
            .Where(n => Sample.Load(n).Status < 300);

    private static Func<ApiReply, IEnumerable<object?>> FindReader(string name) =>
        Readers.Where(r => name.StartsWith(r.Key, StringComparison.Ordinal)).OrderByDescending(r => r.Key.Length).Select(r => r.Value).FirstOrDefault()
        ?? throw new InvalidOperationException($"Nobody reads {name}.");

    private static ApiReply Reply(string name, JToken? body)
    {
        string text = body switch
        {
            null or { Type: JTokenType.Null } => "",
            { Type: JTokenType.String } => (string)body!,
            _ => body.ToString(),
        };
        CloudRequest call = new(name, HttpMethod.Get, new Uri("https://ecs.cn-north-4.myhuaweicloud.com/"), RequestIdempotency.ReadOnly);
        return new ApiReply(call, new CloudResponse(200, Encoding.UTF8.GetBytes(text), new Dictionary<string, string>()), null);
    }

    private static IEnumerable<object?> ReadHandle(ApiReply reply) => [reply.ReadHandle().JobId];

    private static IEnumerable<object?> Nothing(ApiReply reply) => [reply.Answer.Text.Length == 0 ? reply : null];

    private static IEnumerable<object?> Password(ApiReply reply) => [reply.Read()["password"]];

    private static IEnumerable<object?> Each(ApiReply reply, string list, Func<JObject, object?> read) => reply.ReadList(list).OfType<JObject>().Select(read);
}
