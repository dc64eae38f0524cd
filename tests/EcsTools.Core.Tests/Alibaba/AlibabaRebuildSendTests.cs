using EcsTools.Core.Clouds;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaRebuildSendTests : IDisposable
{
    private readonly RebuildFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(OperationKind.OsReinstall, false, "true")]
    [InlineData(OperationKind.SystemDiskReset, false, "false")]
    [InlineData(OperationKind.SystemDiskReset, true, "true")]
    public async Task A_reinitialization_names_the_planned_disk_the_login_and_the_start(OperationKind kind, bool start, string autoStart)
    {
        _bench.Ecs.On("ReInitDisk", Answer.Sample("ReInitDisk"));

        StepHandle handle = await _bench.SendAsync(RebuildFixture.Options(kind, start: start));

        Assert.Equal("1A2B3C10-5C1E-5A7B-9D3F-AABBCC000010", handle.RequestId);
        Assert.Equal($"ReInitDisk?AutoStartInstance={autoStart}&DiskId=d-1&KeyPairName=ops-key", Assert.Single(_bench.Ecs.Calls).ToString());
    }

    [Fact]
    public async Task A_password_is_sent_without_a_key_pair()
    {
        _bench.Ecs.On("ReInitDisk", Answer.Sample("ReInitDisk"));

        await _bench.SendAsync(RebuildFixture.Options(OperationKind.SystemDiskReset, RebuildFixture.Password("Aa1!'()* canary")));

        Assert.Equal("ReInitDisk?AutoStartInstance=false&DiskId=d-1&Password=Aa1!'()* canary", Assert.Single(_bench.Ecs.Calls).ToString());
    }

    [Fact]
    public async Task A_replacement_names_image_size_and_token_and_gives_the_new_disk()
    {
        _bench.Ecs.On("ReplaceSystemDisk", Answer.Sample("ReplaceSystemDisk"));

        StepHandle handle = await _bench.SendAsync(
            RebuildFixture.Options(OperationKind.SystemDiskSwitch, new() { PasswordInherit = true }, imageId: "img-2"),
            new Dictionary<string, string>(RebuildFixture.Planned) { ["imageId"] = "img-2" });

        Assert.Equal("d-bp1aaaa1111bbbb2224e", handle.Facts["systemDiskId"]);
        Assert.Equal(
            "ReplaceSystemDisk?ClientToken=token-1&ImageId=img-2&InstanceId=i-1&PasswordInherit=true&SystemDisk.Size=40",
            Assert.Single(_bench.Ecs.Calls).ToString());
    }

    [Fact]
    public async Task Nothing_is_sent_for_a_plan_that_names_no_disk()
    {
        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => _bench.SendAsync(RebuildFixture.Options(OperationKind.OsReinstall), new Dictionary<string, string>()));

        Assert.Equal(EcsErrorId.PlanChanged, error.ErrorId);
        Assert.Empty(_bench.Ecs.Calls);
    }

    public static TheoryData<int, string> LostAnswers => new()
    {
        { 0, "" },
        { 500, """{"Code":"InternalError","RequestId":"R-1"}""" },
        { 503, """{"Code":"ServiceUnavailable"}""" },
        { 400, """{"Code":"SignatureNonceUsed"}""" },
        { 504, "<html>" },
        { 200, "<html>" },
    };

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task After_a_lost_answer_it_is_never_sent_again(int status, string body)
    {
        Answer lost = status == 0 ? Answer.Cut : new Answer(status, body);
        _bench.Ecs.On("ReInitDisk", lost).On("ReplaceSystemDisk", lost);

        foreach (OperationKind kind in new[] { OperationKind.OsReinstall, OperationKind.SystemDiskSwitch })
        {
            EcsException error = await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(RebuildFixture.Options(kind, imageId: "img-1")));
            Assert.Equal((EcsErrorId.OutcomeUnknown, false), (error.ErrorId, error.WasNotCarriedOut));
        }

        Assert.Equal(["ReInitDisk", "ReplaceSystemDisk"], _bench.Ecs.Writes);
    }

    [Theory]
    [InlineData("IncorrectInstanceStatus")]
    [InlineData("IncorrectDiskStatus")]
    public async Task A_state_that_lags_after_a_stop_is_waited_for(string code)
    {
        _bench.Ecs.On("ReInitDisk", Answer.Error(403, code), Answer.Error(403, code), Answer.Sample("ReInitDisk"))
            .On("DescribeInstances", Json.Servers(Json.Server("i-1", "Stopped")))
            .On("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use")));

        StepHandle handle = await _bench.SendAsync(RebuildFixture.Options(OperationKind.OsReinstall));

        Assert.NotNull(handle.RequestId);
        Assert.Equal(["ReInitDisk", "ReInitDisk", "ReInitDisk"], _bench.Ecs.Writes);
    }

    [Theory]
    [InlineData("Running", "d-1", "In_use", null)]
    [InlineData("Stopped", "d-1", "ReIniting", null)]
    [InlineData("Stopped", "d-2", "In_use", null)]
    [InlineData("Stopped", "d-1", "In_use", "security")]
    public async Task A_server_that_is_not_as_planned_any_more_is_left_alone(string status, string disk, string diskStatus, string? lockReason)
    {
        _bench.Ecs.On("ReInitDisk", Answer.Error(403, "IncorrectInstanceStatus"))
            .On("DescribeInstances", Json.Servers(Json.Server("i-1", status, lockReason: lockReason)))
            .On("DescribeDisks", Json.Disks(Json.Disk(disk, "i-1", diskStatus)));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(RebuildFixture.Options(OperationKind.OsReinstall)));

        Assert.Equal((EcsErrorId.IncorrectState, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.Equal(["ReInitDisk"], _bench.Ecs.Writes);
    }

    [Fact]
    public async Task Waiting_for_a_state_that_lags_has_an_end()
    {
        _bench.Ecs.On("ReInitDisk", Answer.Error(403, "IncorrectInstanceStatus"))
            .On("DescribeInstances", Json.Servers(Json.Server("i-1", "Stopped")))
            .On("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use")));

        await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(RebuildFixture.Options(OperationKind.OsReinstall)));

        Assert.InRange(_bench.Ecs.Clock.Elapsed, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
        Assert.InRange(_bench.Ecs.Writes.Count(), 8, 15);
    }

    [Theory]
    [InlineData(OperationKind.OsReinstall)]
    [InlineData(OperationKind.SystemDiskSwitch)]
    public async Task SendAsync_PublicImage_AsksForTheSecurityAgent(OperationKind kind)
    {
        _bench.Ecs.On("ReInitDisk", Answer.Sample("ReInitDisk")).On("ReplaceSystemDisk", Answer.Sample("ReplaceSystemDisk"));

        await _bench.SendAsync(RebuildFixture.Options(kind, imageId: "img-1"), new Dictionary<string, string>(RebuildFixture.Planned) { ["securityEnhancement"] = "Active" });
        await _bench.SendAsync(RebuildFixture.Options(kind, imageId: "img-1"));

        Assert.Equal(["Active", null], _bench.Ecs.Calls.Select(c => c.Parameters.GetValueOrDefault("SecurityEnhancementStrategy")));
    }

    [Fact]
    public async Task A_clear_refusal_of_another_kind_is_not_answered_by_another_try()
    {
        _bench.Ecs.On("ReInitDisk", Answer.Error(403, "InstanceLockedForSecurity"));

        await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(RebuildFixture.Options(OperationKind.OsReinstall)));

        Assert.Single(_bench.Ecs.Calls);
    }
}
