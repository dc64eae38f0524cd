using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaImageStepTests : IDisposable
{
    private const string OperationId = AlibabaStepFixture.OperationId;

    private readonly AlibabaStepFixture _bench = new(StepKind.CreateImage);

    public AlibabaImageStepTests() => _bench.Ecs
        .On("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use")))
        .On("DescribeSnapshots", Json.Snapshots());

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("web-01", "web-01-20260910-030405-operatio")]
    [InlineData("1st", "image-1st-20260910-030405-operatio")]
    [InlineData("web.example.org", "web-example-org-20260910-030405-operatio")]
    public async Task It_is_named_and_marked_and_can_be_sent_again(string server, string name)
    {
        _bench.Server = _bench.Server with { Name = server };
        _bench.Ecs.On("CreateImage", Answer.Cut, Made("m-1"));

        StepHandle handle = await _bench.SendAsync(Options(), ("diskId", "d-1"));

        Assert.Equal(2, _bench.Ecs.Calls.Count);
        Assert.All(_bench.Ecs.Calls, c => Assert.Equal(
            $"CreateImage?ClientToken=token-1&Description=(EcsTools {OperationId})&ImageName={name}&InstanceId=i-1&Tag.1.Key=ecstools-operation&Tag.1.Value={OperationId}",
            c.ToString()));
        Assert.Equal("m-1", handle.Facts[StepFactKeys.ImageId]);
    }

    [Theory]
    [InlineData("golden-2026", EcsRequirementOutcome.Passed)]
    [InlineData("golden", EcsRequirementOutcome.Failed)] // taken
    [InlineData("x", EcsRequirementOutcome.Failed)]
    [InlineData("1st", EcsRequirementOutcome.Failed)]
    [InlineData("http://golden", EcsRequirementOutcome.Failed)]
    public async Task A_chosen_name_must_fit_and_be_free(string name, EcsRequirementOutcome outcome)
    {
        _bench.Ecs.On("DescribeImages", Json.Images(Image("m-9", "Available", name: "golden")));

        Assert.Equal(outcome, (await _bench.CheckAsync(Options(name), EcsRequirementId.Image)).Outcome);
        Assert.Contains(_bench.Ecs.Calls, c => c.ToString() == $"DescribeImages?ImageName={name}&ImageOwnerAlias=self&PageNumber=1&PageSize=100&Status=ALL");
    }

    [Fact]
    public async Task A_description_must_leave_room_for_the_operation()
    {
        OperationOptions options = Options() with { NewDescription = new string('x', 213) };

        Assert.Equal(EcsRequirementOutcome.Failed, (await _bench.CheckAsync(options, EcsRequirementId.Image)).Outcome);
        Assert.Equal(EcsRequirementOutcome.Passed, (await _bench.CheckAsync(options with { NewDescription = new string('x', 212) }, EcsRequirementId.Image)).Outcome);
    }

    [Fact]
    public async Task Data_disks_are_told_and_must_be_at_rest_too()
    {
        JObject data = Json.Disk("d-2", "i-1", "In_use", 100);
        data["Type"] = "data";
        _bench.Ecs.Replace("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use"), data));
        _bench.Ecs.Replace("DescribeSnapshots", Json.Snapshots(AlibabaStepFixture.Snapshot("progressing", "d-2")));

        StepPreview preview = await _bench.PreviewAsync(Options());

        Assert.Contains("d-2", preview.Summary, StringComparison.Ordinal);
        Assert.Equal(EcsRequirementOutcome.Warning, preview.Requirements.Single(r => r.Id == EcsRequirementId.Image).Outcome);
        Assert.Equal([EcsRequirementId.Busy], preview.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id));
        Assert.NotEmpty(preview.Costs);
    }

    [Theory]
    [InlineData(EcsInstanceStatus.Running, null, EcsRequirementOutcome.Passed, EcsRequirementOutcome.Passed)]
    [InlineData(EcsInstanceStatus.Stopping, null, EcsRequirementOutcome.Failed, EcsRequirementOutcome.Passed)]
    [InlineData(EcsInstanceStatus.Stopped, "security", EcsRequirementOutcome.Passed, EcsRequirementOutcome.Failed)]
    public async Task State_and_lock_count(EcsInstanceStatus status, string? reason, EcsRequirementOutcome state, EcsRequirementOutcome locked)
    {
        _bench.Server = _bench.Server with { Status = status, LockReasons = reason is null ? [] : [reason] };

        StepPreview preview = await _bench.PreviewAsync(Options());

        Assert.Equal(state, preview.Requirements.Single(r => r.Id == EcsRequirementId.State).Outcome);
        Assert.Equal(locked, preview.Requirements.Single(r => r.Id == EcsRequirementId.Lock).Outcome);
    }

    [Theory]
    [InlineData("Creating", nameof(ObservedState.Pending))]
    [InlineData("Waiting", nameof(ObservedState.Pending))]
    [InlineData("SomethingNew", nameof(ObservedState.Pending))]
    [InlineData("Available", nameof(ObservedState.TookEffect))]
    [InlineData("CreateFailed", nameof(ObservedState.Failed))]
    [InlineData("UnAvailable", nameof(ObservedState.Failed))]
    public async Task It_must_be_read_back_as_available(string status, string state)
    {
        _bench.Ecs.On("DescribeImages", Json.Images(Image("m-1", status)));

        StepObservation seen = await _bench.LookAsync(Options(), HandleOf("m-1"), 5, ("diskId", "d-1"));

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal(state == nameof(ObservedState.Pending) ? 38 : null, seen.Percent);
        Assert.Equal("m-1", seen.Facts.GetValueOrDefault(StepFactKeys.ImageId));
    }

    // Available comes some time before usable, and a wipe waits for this proof.
    [Theory]
    [InlineData(false, nameof(ObservedState.Pending))]
    [InlineData(true, nameof(ObservedState.TookEffect))]
    [InlineData(null, nameof(ObservedState.TookEffect))]
    public async Task ObserveAsync_ImageIsAvailable_IsProvenOnceItIsUsableToo(bool? usable, string state)
    {
        JObject image = Image("m-1", "Available");
        image["Usable"] = usable;
        _bench.Ecs.On("DescribeImages", Json.Images(image));

        Assert.Equal(state, (await _bench.LookAsync(Options(), HandleOf("m-1"), 5, ("diskId", "d-1"))).State.ToString());
    }

    [Fact]
    public async Task An_image_that_no_list_shows_yet_is_waited_for()
    {
        _bench.Ecs.On("DescribeImages", Json.Images());

        Assert.Equal(ObservedState.Pending, (await _bench.LookAsync(Options(), HandleOf("m-1"), 5, ("diskId", "d-1"))).State);
    }

    [Fact]
    public async Task An_image_of_another_disk_is_no_proof_of_the_present_one()
    {
        _bench.Ecs.On("DescribeImages", Json.Images(Image("m-1", "Available")));
        _bench.Ecs.Replace("DescribeDisks", Json.Disks(Json.Disk("d-new", "i-1", "In_use")));

        StepObservation seen = await _bench.LookAsync(Options() with { Kind = OperationKind.OsReinstall }, HandleOf("m-1"), 5, ("diskId", "d-1"));

        Assert.Equal(["imageId"], seen.Facts.Keys);
    }

    [Theory]
    [InlineData(true, nameof(ObservedState.TookEffect))]
    [InlineData(false, nameof(ObservedState.Failed))]
    public async Task A_backup_must_be_offered_for_the_servers_system_disk(bool isOffered, string state)
    {
        _bench.Ecs.On("DescribeImages", call => call["ActionType"] == "ChangeOS" && !isOffered ? Json.Images() : Json.Images(Image("m-1", "Available")));
        OperationOptions wipe = new() { Kind = OperationKind.SystemDiskSwitch, Backup = BackupKind.Image };

        StepObservation seen = await _bench.LookAsync(wipe, HandleOf("m-1"), 5, ("diskId", "d-1"));

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal(isOffered ? "d-1" : null, seen.Facts.GetValueOrDefault(StepFactKeys.SourceDiskId));
        Assert.Contains(_bench.Ecs.Calls, c => c["ActionType"] == "ChangeOS" && c["InstanceType"] == "ecs.g7.large");
    }

    [Theory]
    [InlineData(OperationId, null, nameof(ObservedState.TookEffect))]
    [InlineData("another", null, nameof(ObservedState.Unknown))]
    [InlineData(null, "why (EcsTools operation-1)", nameof(ObservedState.TookEffect))]
    public async Task After_a_lost_answer_its_mark_is_looked_for(string? tag, string? description, string state)
    {
        _bench.Ecs.On("DescribeImages", Json.Images(Image("m-1", "Available", tag: tag, description: description)));

        StepObservation seen = await _bench.LookAsync(Options(), null, 5, ("diskId", "d-1"));

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal(
            "DescribeImages?ImageOwnerAlias=self&PageNumber=1&PageSize=100&Status=ALL&Tag.1.Key=ecstools-operation&Tag.1.Value=operation-1",
            _bench.Ecs.Calls[0].ToString());
    }

    [Theory]
    [InlineData(OperationId, true)]
    [InlineData("another", false)]
    public async Task A_name_that_our_own_lost_call_has_taken_is_no_refusal(string tag, bool isOurs)
    {
        // The first delivery took effect, its answer was lost, and the service does not know the token.
        _bench.Ecs.On("CreateImage", Answer.Cut, Answer.Error(400, "InvalidImageName.Duplicated"))
            .On("DescribeImages", Json.Images(Image("m-1", "Creating", tag: tag)));

        Task<StepHandle> send = _bench.SendAsync(Options(), ("diskId", "d-1"));

        if (isOurs)
        {
            Assert.Equal("m-1", (await send).Facts[StepFactKeys.ImageId]);
        }
        else
        {
            Assert.Equal("InvalidImageName.Duplicated", (await Assert.ThrowsAsync<EcsException>(() => send)).CloudCode);
        }
    }

    [Theory]
    [InlineData(403, "IncorrectDiskStatus.CreatingSnapshot", EcsErrorId.IncorrectState)]
    [InlineData(400, "InstanceLockedForSecurity", EcsErrorId.IncorrectState)]
    [InlineData(403, "QuotaExceed.Image", EcsErrorId.QuotaExceeded)]
    [InlineData(403, "InvalidParamter.Conflict", EcsErrorId.InvalidInput)]
    [InlineData(403, "InvalidAccountStatus.SnapshotServiceUnavailable", EcsErrorId.CloudError)]
    public async Task A_refusal_is_told_at_once(int status, string code, string errorId)
    {
        _bench.Ecs.On("CreateImage", Answer.Error(status, code));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(Options(), ("diskId", "d-1")));

        Assert.Equal((errorId, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.Single(_bench.Ecs.Writes);
    }

    [Fact]
    public async Task An_answer_that_names_no_image_is_made_up_for_by_the_mark()
    {
        _bench.Ecs.On("CreateImage", Answer.Ok("""{"RequestId":"R-1","ImageId":null}"""))
            .On("DescribeImages", Json.Images(Image("m-1", "Available", tag: OperationId)));

        StepHandle handle = await _bench.SendAsync(Options(), ("diskId", "d-1"));

        Assert.Equal("m-1", (await _bench.LookAsync(Options(), handle, 5, ("diskId", "d-1"))).Facts[StepFactKeys.ImageId]);
    }

    private static OperationOptions Options(string? name = null) => new() { Kind = OperationKind.ImageCreate, NewName = name };

    private static StepHandle HandleOf(string imageId) => new() { Facts = new Dictionary<string, string> { [StepFactKeys.ImageId] = imageId } };

    private static Answer Made(string imageId) => Answer.Ok($$"""{"RequestId":"R-1","ImageId":"{{imageId}}"}""");

    private static JObject Image(string id, string status, string name = "web-01", string? tag = null, string? description = null)
    {
        JObject image = Json.Image(id, status: status);
        image["ImageName"] = name;
        image["Description"] = description;
        image["Progress"] = "38%";
        image["Tags"] = new JObject { ["Tag"] = new JArray(new JObject { ["TagKey"] = "ecstools-operation", ["TagValue"] = tag }) };
        return image;
    }
}
