using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Recorded;

/// <summary>Replays what real clouds have answered, and compares what our objects and errors then hold with what others have worked out of it.</summary>
public sealed class RecordedAnswersTests
{
    private static readonly StaticAccessKeyProvider Keys = new(new AccessKey("LTAIexample", "canary-secret"));
    private readonly ITestOutputHelper _output;

    public RecordedAnswersTests(ITestOutputHelper output) => _output = output;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_RecordedAnswers_AllPropertiesRight()
    {
        Assert.SkipUnless(RecordedFolder.Exists, RecordedFolder.WhyNot);
        RecordedTally tally = new();
        foreach ((string file, JObject answer, JObject? expected) in RecordedFolder.Answers())
        {
            await ReplayAsync(tally, file, answer, expected);
        }

        Report(tally);
    }

    [Fact]
    public async Task Connect_RecordedSessions_AllPropertiesRight()
    {
        Assert.SkipUnless(RecordedFolder.Exists, RecordedFolder.WhyNot);
        RecordedTally tally = new();
        foreach ((string file, JObject session, JObject expected) in RecordedFolder.Sessions())
        {
            await ReplaySessionAsync(tally, file, session, expected);
        }

        Report(tally);
    }

    private void Report(RecordedTally tally)
    {
        _output.WriteLine(tally.Summary);
        Console.WriteLine(tally.Summary);
        Assert.True(tally.Wrong.Count == 0, tally.Summary + Environment.NewLine + string.Join(Environment.NewLine, tally.Wrong));
        Assert.NotEqual(0, tally.All);
    }

    private static async Task ReplayAsync(RecordedTally tally, string file, JObject answer, JObject? expected)
    {
        // A file has one page, whichever it was.
        RecordedCall call = RecordedCall.OfAnswer(answer) with { Marker = null };
        if (expected.Object("error") is { } error)
        {
            EcsException? refusal = await RefusalOfAsync(answer, call);
            tally.Check($"{file} status", error["HttpStatus"], refusal?.HttpStatus);
            tally.Check($"{file} code", error["CloudCode"], refusal?.CloudCode);
            tally.Check($"{file} request", error["RequestId"], refusal?.RequestId);
            return;
        }

        try
        {
            using ICloud cloud = Open(answer.Text("cloud")!, call);
            if (expected is not null)
            {
                string[] ids = answer.Text("operation")!.StartsWith("Show", StringComparison.Ordinal) ? [call.Path[(call.Path.LastIndexOf('/') + 1)..]] : [];
                tally.Check(file, expected.Objects("objects"), await RecordedCommand.RunAsync(cloud, expected.Text("cmdlet")!, ids, Token));
            }
            else
            {
                await RecordedRest.CheckAsync(tally, file, answer, call, cloud, Token);
            }
        }
        catch (EcsException failure)
        {
            tally.Check(file, "no error", $"{failure.ErrorId}: {failure.Message}");
        }
    }

    private static async Task<EcsException?> RefusalOfAsync(JObject answer, RecordedCall call)
    {
        using ICloud cloud = Open(answer.Text("cloud")!, call);
        string[] path = call.Path.Split('/');
        try
        {
            if (call.Method == "POST" && path[^1] == "action")
            {
                await RecordedCommand.WriteAsync(cloud, "s-1", Token);
            }
            else
            {
                await RecordedCommand.RunAsync(cloud, answer.Text("operation") == "ListVolumes" ? "Get-EcsDisk" : "Get-EcsInstance", [], Token);
            }

            return null;
        }
        catch (EcsException refusal)
        {
            return refusal;
        }
    }

    private static ICloud Open(string cloud, RecordedCall call) => cloud switch
    {
        "alibaba" => AlibabaCloud.Open(new RecordedNetwork(_ => call).Connect(EcsCloud.Alibaba, "cn-hangzhou"), Keys),
        "openstack" => RecordedOpenStack.Open(call),
        _ => HuaweiCloud.Open(
            new RecordedNetwork(request => call.Path == "" ? call : RecordedNetwork.Match([call], request, request.RequestUri!.AbsolutePath))
                .Connect(cloud == "otc" ? EcsCloud.OpenTelekom : EcsCloud.Huawei, cloud == "otc" ? "eu-de" : "ap-southeast-1"),
            Keys,
            call.Path.Split('/') is [_, _, var project, _, ..] ? project : "p1",
            null),
    };

    private static async Task ReplaySessionAsync(RecordedTally tally, string file, JObject session, JObject expected)
    {
        RecordedCall[] calls = [.. session.Objects("interactions").Select(RecordedCall.OfSession)];
        try
        {
            using NovaCloud cloud = await RecordedOpenStack.LogInAsync(session, calls, Token);
            foreach (JProperty cmdlet in expected.Object("cmdlets")!.Properties())
            {
                JObject[] objects = [.. cmdlet.Value.OfType<JObject>()];

                // A session that shows one thing was asked for it by its id.
                string[] ids = file.Contains("/one-", StringComparison.Ordinal) ? [.. objects.Select(o => o.Text("key")!)] : [];
                tally.Check($"{file} {cmdlet.Name}", objects, await RecordedCommand.RunAsync(cloud, cmdlet.Name, ids, Token));
            }
        }
        catch (EcsException failure)
        {
            tally.Check(file, "no error", $"{failure.ErrorId}: {failure.Message}");
        }
    }
}
