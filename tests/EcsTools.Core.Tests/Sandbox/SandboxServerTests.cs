using System.Security.Cryptography;
using System.Text;

using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Core.Tests.Sandbox;

public class SandboxServerTests
{
    [Fact]
    public void What_is_planned_happens_in_order_at_its_own_time()
    {
        VirtualClock clock = VirtualClock.SelfAdvancing();
        EventQueue timeline = new(clock);
        StringBuilder log = new();
        timeline.After(TimeSpan.FromSeconds(2), () => log.Append('b').Append(timeline.Now.TotalSeconds));
        timeline.After(TimeSpan.FromSeconds(1), () =>
        {
            log.Append('a').Append(timeline.Now.TotalSeconds);
            timeline.After(TimeSpan.FromSeconds(0.5), () => log.Append('c').Append(timeline.Now.TotalSeconds * 2));
            timeline.After(TimeSpan.FromSeconds(60), () => log.Append('d'));
        });

        timeline.RunDue();
        Assert.Equal("", log.ToString());
        clock.Advance(TimeSpan.FromSeconds(10));
        timeline.RunDue();

        Assert.Equal("a1c3b2", log.ToString());
    }

    [Fact]
    public async Task Waiting_moves_the_self_advancing_clock_side_by_side()
    {
        VirtualClock clock = VirtualClock.SelfAdvancing();
        CancellationToken cancellation = TestContext.Current.CancellationToken;

        await Task.WhenAll(clock.Delay(TimeSpan.FromMinutes(3), cancellation), clock.Delay(TimeSpan.FromMinutes(5), cancellation));

        Assert.Equal(TimeSpan.FromMinutes(5), clock.Elapsed);
    }

    [Fact]
    public void A_later_phase_drops_what_an_earlier_one_had_planned()
    {
        VirtualClock clock = VirtualClock.SelfAdvancing();
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions { Clock = clock });
        RegionBackend world = sandbox.Backend(SandboxCloud.Huawei);
        Server server = world.Servers.First(s => s.Name == "web-01");
        Power.Reboot(world, server, force: false);
        Power.Stop(world, server, force: true);
        clock.Advance(TimeSpan.FromHours(1));
        world.Events.RunDue();

        Assert.Equal(ServerPhase.Stopped, server.Phase);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_key_pair_is_one_pair(bool isSecond)
    {
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions());
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(isSecond ? sandbox.ExportSecondPrivateKey() : sandbox.ExportPrivateKey());
        RSAParameters key = rsa.ExportParameters(false);
        string line = sandbox.Backend(SandboxCloud.OpenTelekom).KeyPairs[isSecond ? sandbox.Credentials.SecondKeyPairName : sandbox.Credentials.KeyPairName];

        Assert.Equal(2048, rsa.KeySize);
        Assert.EndsWith(Convert.ToHexString(key.Modulus!), Convert.ToHexString(Convert.FromBase64String(line.Split(' ')[1])));
        byte[] secret = Convert.FromBase64String(new OpenSshPublicKey(line).Encrypt("secret"));
        Assert.Equal("secret", Encoding.UTF8.GetString(rsa.Decrypt(secret, RSAEncryptionPadding.Pkcs1)));
    }

    [Fact]
    public async Task The_same_is_served_over_loopback()
    {
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions());
        Uri url = sandbox.Listen(0);
        using AlibabaCaller caller = new(sandbox, url);
        using AlibabaCaller byName = new(sandbox, new UriBuilder(url) { Host = "localhost" }.Uri);
        string id = (string)(await caller.Server("web-01", "eu-central-1"))["InstanceId"]!;

        await caller.Ok("StopInstance", "InstanceId", id);
        await byName.Ok("DescribeRegions");

        Assert.True(url.IsLoopback);
        Assert.Equal(1, sandbox.Effects(SandboxCloud.Alibaba)["stop"]);
        Assert.Equal(1, sandbox.Operations["alibaba:StopInstance"]);
        Assert.Equal((3, 1), (sandbox.RequestCount, sandbox.WriteCount));
        sandbox.StopListening();
        Assert.Null(sandbox.Url);
        await Assert.ThrowsAsync<HttpRequestException>(() => caller.Call("DescribeRegions"));
    }

    [Theory]
    [InlineData(false, "CutBefore:1", 0)]
    [InlineData(false, "CutAfter:1", 1)]
    [InlineData(true, "CutBefore:1", 0)]
    [InlineData(true, "CutAfter:1", 1)]
    public async Task A_cut_connection_leaves_the_work_undone_or_done(bool overLoopback, string fault, int effects)
    {
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions { Faults = [fault], Clock = VirtualClock.SelfAdvancing() });
        using AlibabaCaller caller = new(sandbox, overLoopback ? sandbox.Listen(0) : null);
        string id = await caller.Id("web-01");

        await Assert.ThrowsAsync<HttpRequestException>(() => caller.Call("StopInstance", "InstanceId", id));

        Assert.Equal(effects, sandbox.Effects(SandboxCloud.Alibaba).Values.Sum());
        Assert.Equal(1, sandbox.WriteCount);
        Assert.Equal(effects == 0 ? 200 : 403, (await caller.Call("StopInstance", "InstanceId", id)).Status);
    }

    [Fact]
    public async Task Throttling_server_errors_and_broken_answers_are_played_as_often_as_told()
    {
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions { Faults = ["Throttle:1", "ServerError:1", "Malformed:1"] });
        using AlibabaCaller caller = new(sandbox);

        AlibabaAnswer throttled = await caller.Call("DescribeRegions");
        Assert.Equal((400, "Throttling.User", "1000"), (throttled.Status, throttled.Code, throttled.RetryAfter));
        Assert.Equal("InternalError", await caller.Refused(500, "DescribeRegions"));
        await Assert.ThrowsAnyAsync<JsonException>(() => caller.Call("DescribeRegions"));
        await caller.Ok("DescribeRegions");
    }

    [Fact]
    public async Task Rows_shift_between_pages()
    {
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions { Faults = ["ShiftPages"] });
        using AlibabaCaller caller = new(sandbox);
        JObject first = await caller.Ok("DescribeInstances", "RegionId", "cn-hangzhou", "MaxResults", "10");
        JObject[] second = await caller.Rows("DescribeInstances", "MaxResults", "10", "NextToken", (string)first["NextToken"]!);

        Assert.Equal((string?)first["Instances"]!["Instance"]!.Last()["InstanceId"], (string?)second[0]["InstanceId"]);
    }

    [Theory]
    [InlineData("Nonsense")]
    [InlineData("Throttle:0")]
    [InlineData("Throttle:many")]
    [InlineData("None")]
    [InlineData("1")]
    public void An_unknown_fault_is_told_with_the_known_ones(string fault) =>
        Assert.Throws<FormatException>(() => SandboxServer.Start(new SandboxOptions { Faults = [fault] }));

    [Fact]
    public async Task Latency_can_be_cancelled()
    {
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions { Latency = TimeSpan.FromHours(1) });
        using HttpClient http = new(sandbox.CreateHandler());
        using CancellationTokenSource source = new();
        Task<HttpResponseMessage> pending = http.GetAsync(new Uri("http://localhost/"), source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }

    [Fact]
    public async Task A_large_fleet_is_made_and_listed_whole()
    {
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions { InstanceCount = 10_000 });
        using AlibabaCaller caller = new(sandbox);
        int count = 0;
        string token = "";
        do
        {
            JObject page = await caller.Ok("DescribeInstances", "RegionId", "cn-hangzhou", "MaxResults", "100", "NextToken", token);
            count += page["Instances"]!["Instance"]!.Count();
            token = (string)page["NextToken"]!;
        }
        while (token.Length > 0);

        Assert.Equal(10_000, count);
    }
}
