using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiResizeTests
{
    private const string Job = "ff8080829a1b2c3d019a1b2c4e5f0030";
    private const string Larger = "s3.xlarge.2";

    [Theory]
    [InlineData("ecs.resize.v1", EcsCloud.OpenTelekom, "stopped", null)]
    [InlineData("ecs.resize.v1", EcsCloud.Huawei, "stopped", null)]
    [InlineData("ecs.resize.v11.prepaid", EcsCloud.Huawei, "prepaid-locked", "CS26091807034EFGH")]
    [InlineData("ecs.resize.v11.deh", EcsCloud.Huawei, "deh-rhel", null)]
    public async Task Requests_are_sent_as_the_samples_have_them(string name, EcsCloud cloud, string server, string? order)
    {
        Sample sample = Sample.Load(name);
        SampleNetwork network = Network().Replay("ecs.server.show.deh-rhel").Answer("POST", "/resize", sample);
        using HuaweiCloud opened = network.OpenByKey(cloud);
        StepTarget target = await Step(opened).AfterAsync(HuaweiStepFixture.Target(server, Options((string)sample.RequestBody!["resize"]!["flavorRef"]!)));

        StepHandle handle = await Step(opened).SendAsync(target);

        Assert.Single(network.Writes).AssertIs(sample);
        Assert.Equal(Job, handle.JobId);
        Assert.Equal(order, handle.Facts.GetValueOrDefault(StepFactKeys.OrderId));
    }

    [Fact]
    public async Task An_order_is_not_paid_unasked()
    {
        SampleNetwork network = Network().Answer("POST", "/resize", Sample.Load("ecs.resize.v11.prepaid"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        await Step(cloud).SendAsync(HuaweiStepFixture.Target("prepaid-locked", new OperationOptions { Kind = OperationKind.Resize, Size = Larger }));

        Assert.Null(network.Writes.Single().Body!["resize"]!["extendparam"]);
    }

    [Fact]
    public async Task On_a_dedicated_host_nothing_is_sent_without_its_id()
    {
        SampleNetwork network = Network().Answer("GET", SampleNetwork.Rhel01, Sample.Load("ecs.server.show.deh-rhel").With(b => b["server"]!["os:scheduler_hints"] = new JObject()));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        StepTarget target = HuaweiStepFixture.Target("deh-rhel", Options("s3.4xlarge.4"));

        Assert.Equal(EcsRequirementOutcome.Failed, (await Step(cloud).CheckAsync(target, EcsRequirementId.Size)).Outcome);
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => Step(cloud).SendAsync(target));

        Assert.True(error.WasNotCarriedOut);
        Assert.Empty(network.Writes);
    }

    [Theory]
    [InlineData("stopped", Larger, EcsRequirementOutcome.Passed)]
    [InlineData("stopped", "s3.large.2", EcsRequirementOutcome.Failed)] // it has that
    [InlineData("stopped", "s3.8xlarge.2", EcsRequirementOutcome.Failed)] // not among the targets
    [InlineData("stopped", "h2.3xlarge.10", EcsRequirementOutcome.Failed)]
    [InlineData("stopped", null, EcsRequirementOutcome.Failed)]
    [InlineData("h2", Larger, EcsRequirementOutcome.Failed)]
    public async Task The_size_must_be_another_that_it_can_be_given(string server, string? size, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud cloud = Network().OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal(outcome, (await Step(cloud).CheckAsync(HuaweiStepFixture.Target(server, Options(size)), EcsRequirementId.Size)).Outcome);
    }

    [Fact]
    public async Task A_size_must_be_on_sale_in_the_servers_zone()
    {
        using HuaweiCloud cloud = Network().OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = HuaweiStepFixture.Target("stopped", Options(Larger));

        Assert.Equal(
            EcsRequirementOutcome.Failed,
            (await Step(cloud).CheckAsync(target with { Instance = target.Instance with { Zone = "eu-de-03" } }, EcsRequirementId.Size)).Outcome);
    }

    [Theory]
    [InlineData("running", EcsRequirementId.State)]
    [InlineData("prepaid-locked", EcsRequirementId.Lock)]
    [InlineData("stopping", EcsRequirementId.Busy)]
    public async Task Servers_that_do_not_fit_fail_the_requirement(string server, string id)
    {
        using HuaweiCloud cloud = Network().OpenByKey(EcsCloud.Huawei);

        Assert.Equal(EcsRequirementOutcome.Failed, (await Step(cloud).CheckAsync(HuaweiStepFixture.Target(server, Options(Larger)), id)).Outcome);
    }

    [Fact]
    public async Task Many_servers_of_one_size_take_one_question()
    {
        SampleNetwork network = Network().Answer("GET", "/resize_flavors", Sample.Load("ecs.resize-flavors"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = HuaweiStepFixture.Target("stopped", Options(Larger));

        await Step(cloud).PreviewAsync([target, target with { Instance = target.Instance with { Id = "other" } }], TestContext.Current.CancellationToken);

        Assert.Equal("s3.large.2", Assert.Single(network.Requests, r => r.Path.EndsWith("/resize_flavors")).Query["source_flavor_id"]);
        Assert.Equal(2, network.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_says_what_it_is()
    {
        SampleNetwork network = Network().Answer("POST", "/resize", Sample.Load("error.400.Ecs.0806"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => Step(cloud).SendAsync(HuaweiStepFixture.Target("stopped", Options(Larger))));

        Assert.Equal((EcsErrorId.RequirementFailed, "Ecs.0806"), (error.ErrorId, error.CloudCode));
    }

    [Fact]
    public async Task Servers_that_come_together_are_resized_by_one_job()
    {
        SampleNetwork network = Network().Answer("POST", "/batch-resize", Sample.Load("ecs.resize.batch"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        StepHandle[] handles = await Task.WhenAll(Step(cloud).SendAsync([Of("second"), Of("third")], TestContext.Current.CancellationToken));

        RecordedRequest batch = Assert.Single(network.Writes);
        Assert.Equal(Sample.Load("ecs.resize.batch").Path, batch.Path);
        Assert.Equal("""{"resize":{"flavorRef":"s3.xlarge.2","servers":[{"id":"second"},{"id":"third"}]}}""", batch.Body!.ToString(Newtonsoft.Json.Formatting.None));
        Assert.All(handles, r => Assert.Equal(Job, r.JobId));

        static StepTarget Of(string id)
        {
            StepTarget target = HuaweiStepFixture.Target("stopped", Options(Larger));
            return target with { Instance = target.Instance with { Id = id } };
        }
    }

    [Theory]
    [InlineData("3c1a7f52-9e0b-4d6c-8a21-5b7e0f9c4d13", nameof(ObservedState.TookEffect), null)]
    [InlineData("a94e6d07-2b5c-4f18-b3d9-61c0e8f7a254", nameof(ObservedState.Failed), "Ecs.0100")]
    public async Task Its_own_part_of_a_batch_is_a_servers_judge(string id, string state, string? code)
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", Job, Sample.Load("ecs.job.batch-partial-fail"))
            .Answer("GET", id, Sample.Load("ecs.server.show.stopped").With(b => (b["server"]!["id"], b["server"]!["flavor"]!["id"]) = (id, Larger)));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        StepTarget target = HuaweiStepFixture.Target("stopped", Options(Larger)) with { Before = HuaweiStepFixture.Facts((ApiFact.Size, "s3.large.2")) };

        StepObservation seen = await Step(cloud).ObserveAsync(target with { Instance = target.Instance with { Id = id } }, new StepHandle { JobId = Job });

        Assert.Equal((state, code), (seen.State.ToString(), seen.Error?.CloudCode));
    }

    [Theory]
    [InlineData(202, "")]
    [InlineData(502, "<html>")]
    public async Task What_leaves_the_outcome_open_is_sent_once(int status, string body)
    {
        SampleNetwork network = Network().Answer("POST", "/resize", _ => SampleNetwork.Json(status, body));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => Step(cloud).SendAsync(HuaweiStepFixture.Target("stopped", Options(Larger))));

        Assert.Equal(EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.Single(network.Writes);
    }

    [Theory]
    [InlineData("RUNNING", "s3.large.2", 0, nameof(ObservedState.Pending))]
    [InlineData("SUCCESS", "s3.large.2", 0, nameof(ObservedState.Pending))] // the server does not show it yet
    [InlineData("SUCCESS", "s3.large.2", 31, nameof(ObservedState.Unknown))]
    [InlineData("SUCCESS", Larger, 0, nameof(ObservedState.TookEffect))]
    [InlineData("FAIL", "s3.large.2", 0, nameof(ObservedState.Failed))]
    [InlineData("PENDING_PAYMENT", "s3.large.2", 0, nameof(ObservedState.Pending))] // being paid just now
    [InlineData("PENDING_PAYMENT", "s3.large.2", 6, nameof(ObservedState.Unknown))]
    public async Task The_job_is_the_judge(string status, string size, int minutes, string state)
    {
        SampleNetwork network = Shows(size).Answer("GET", Job, Sample.Load("ecs.job.success").With(b => b["status"] = status));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        Assert.Equal(state, (await ObserveAsync(cloud, minutes, new StepHandle { JobId = Job })).State.ToString());
    }

    [Theory]
    [InlineData("s3.large.2", 1, nameof(ObservedState.Unknown))]
    [InlineData("s3.large.2", 31, nameof(ObservedState.NotTaken))]
    [InlineData(Larger, 1, nameof(ObservedState.TookEffect))]
    [InlineData("s3.4xlarge.4", 31, nameof(ObservedState.Unknown))]
    public async Task A_lost_answer_leaves_it_to_the_size(string size, int minutes, string state)
    {
        using HuaweiCloud cloud = Shows(size).OpenByKey(EcsCloud.Huawei);

        Assert.Equal(state, (await ObserveAsync(cloud, minutes, null)).State.ToString());
    }

    [Theory]
    [InlineData("s3.large.2", 1, nameof(ObservedState.Pending))]
    [InlineData("s3.large.2", 31, nameof(ObservedState.Unknown))] // never 'not taken': it may still be paid
    [InlineData(Larger, 1, nameof(ObservedState.TookEffect))]
    public async Task An_order_without_a_job_is_waited_for_at_the_server(string size, int minutes, string state)
    {
        using HuaweiCloud cloud = Shows(size).OpenByKey(EcsCloud.Huawei);

        StepObservation seen = await ObserveAsync(cloud, minutes, new StepHandle { Facts = HuaweiStepFixture.Facts((StepFactKeys.OrderId, "CS1")) });

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal(seen.State == ObservedState.Unknown ? EcsErrorId.OperationInProgress : null, seen.Error?.ErrorId);
    }

    private static Task<StepObservation> ObserveAsync(HuaweiCloud cloud, int minutes, StepHandle? handle)
    {
        StepTarget target = HuaweiStepFixture.Target("stopped", Options(Larger)) with
        {
            Before = HuaweiStepFixture.Facts((ApiFact.Size, "s3.large.2")),
        };
        return Step(cloud).ObserveAsync(target, handle, System.TimeSpan.FromMinutes(minutes));
    }

    private static SampleNetwork Shows(string size) =>
        new SampleNetwork().Answer("GET", SampleNetwork.Web01, Sample.Load("ecs.server.show.stopped").With(b => b["server"]!["flavor"]!["id"] = size));

    private static OperationOptions Options(string? size) => new() { Kind = OperationKind.Resize, Size = size, AutoPay = true };

    private static SampleNetwork Network() => new SampleNetwork().Answer("GET", "/flavors", Sample.Load("ecs.flavors"))
        .Answer("GET", "/resize_flavors", Sample.Load("ecs.resize-flavors"));

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.Resize)!;
}
