using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaRebuildPreviewTests : IDisposable
{
    private readonly RebuildFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_server_that_is_ready_passes_everything()
    {
        StepPreview preview = await _bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall));

        Assert.Equal(["State", "Lock", "Busy", "SystemDisk", "Image", "Size", "Login"], preview.Requirements.Select(r => r.Id));
        Assert.All(preview.Requirements, r => Assert.Equal(EcsRequirementOutcome.Passed, r.Outcome));
        Assert.Equal(RebuildFixture.Planned, preview.Facts);
        Assert.Contains("d-1", preview.Summary, StringComparison.Ordinal);
        Assert.Contains(preview.Losses, l => l.Contains("d-1", StringComparison.Ordinal));
        Assert.Empty(_bench.Ecs.Writes);
        Assert.Equal(
            ["DescribeDisks?DiskType=system&InstanceId=i-1&MaxResults=500", "DescribeSnapshots?DiskId=d-1&MaxResults=100&Status=progressing",
                "DescribeImages?ImageId=img-1&PageSize=100", "DescribeKeyPairs?IncludePublicKey=true&KeyPairName=ops-key&PageSize=50"],
            _bench.Ecs.Calls.Select(c => c.ToString()));
    }

    [Theory]
    [InlineData("system", true)]
    [InlineData("self", false)]
    [InlineData("others", false)]
    [InlineData("marketplace", false)]
    public async Task PreviewAsync_Image_TellsWhetherTheSecurityAgentIsInstalled(string owner, bool isInstalled)
    {
        JObject image = Json.Image("img-1");
        image["ImageOwnerAlias"] = owner;
        _bench.Ecs.On("DescribeImages", Json.Images(image));

        StepPreview preview = await _bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall));

        Assert.Equal(isInstalled, preview.Facts.ContainsKey("securityEnhancement"));
        Assert.Equal(!isInstalled, preview.Losses.Any(l => l.Contains("Security Center", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true, EcsRequirementOutcome.Passed)]
    [InlineData(false, EcsRequirementOutcome.Failed)]
    public async Task PreviewAsync_ImageThatIsAvailable_MustBeUsableToo(bool usable, EcsRequirementOutcome outcome)
    {
        JObject image = Json.Image("img-2");
        image["Usable"] = usable;
        _bench.Ecs.On("DescribeImages", Json.Images(image));

        StepPreview preview = await _bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.SystemDiskSwitch, imageId: "img-2"));

        Assert.Equal(outcome, preview.Requirements.Single(r => r.Id == EcsRequirementId.Image).Outcome);
    }

    public static TheoryData<EcsInstance, string> UnfitServers => new()
    {
        { RebuildFixture.Make("i-1") with { Status = EcsInstanceStatus.Running }, "State" },
        { RebuildFixture.Make("i-1") with { Status = EcsInstanceStatus.Unknown, ProviderStatus = "Odd" }, "State" },
        { RebuildFixture.Make("i-1") with { StoppedMode = "StopCharging" }, "State" },
        { RebuildFixture.Make("i-1") with { LockReasons = ["security"] }, "Lock" },
        { RebuildFixture.Make("i-1") with { ChargeType = EcsChargeType.Subscription, ExpiresAt = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero) }, "Lock" },
        { RebuildFixture.Make("i-1") with { Size = "ecs.i4.large" }, "Size" },
        { RebuildFixture.Make("i-1") with { Size = "ecs.d1ne.2xlarge" }, "Size" },
        { RebuildFixture.Make("i-1") with { ImageId = "img-gone" }, "Image" },
        { RebuildFixture.Make("i-1") with { KeyPairName = null }, "Login" },
        { RebuildFixture.Make("i-1") with { KeyPairName = "gone" }, "Login" },
    };

    [Theory]
    [MemberData(nameof(UnfitServers), DisableDiscoveryEnumeration = true)]
    public async Task What_does_not_fit_fails_its_requirement_and_no_other(EcsInstance server, string requirement)
    {
        _bench.Server = server;

        StepPreview preview = await _bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall));

        Assert.Equal([requirement], Failed(preview));
    }

    [Fact]
    public async Task Samples_of_what_the_checks_look_up_are_read()
    {
        _bench.Server = RebuildFixture.Make("i-bp1a2b3c4d5e6f7g8h01") with { ImageId = "ubuntu_22_04_x64_20G_alibase_20250814.vhd" };
        _bench.Ecs.On("DescribeDisks", Answer.Sample("DescribeDisks"))
            .On("DescribeImages", Answer.Sample("DescribeImages"))
            .On("DescribeKeyPairs", Answer.Sample("DescribeKeyPairs"))
            .On("DescribeSnapshots", Answer.Sample("DescribeSnapshots"));

        StepPreview preview = await _bench.PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall));

        Assert.All(preview.Requirements, r => Assert.Equal(EcsRequirementOutcome.Passed, r.Outcome));
        Assert.Equal("d-bp1aaaa1111bbbb2222c", preview.Facts["systemDiskId"]);
    }

    [Fact]
    public async Task Nobodys_disk_is_taken_for_the_servers()
    {
        _bench.Ecs.Replace("DescribeDisks", Json.Disks(Json.Disk("d-9", "i-9", "In_use")));

        StepPreview preview = await _bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.SystemDiskReset));

        Assert.Equal(["SystemDisk"], Failed(preview));
        Assert.False(preview.Facts.ContainsKey("systemDiskId"));
    }

    [Fact]
    public async Task A_disk_that_is_locked_or_busy_fails()
    {
        JObject disk = Json.Disk("d-1", "i-1", "ReIniting");
        disk["OperationLocks"] = new JObject { ["OperationLock"] = new JArray(new JObject { ["LockReason"] = "security" }) };
        _bench.Ecs.Replace("DescribeDisks", Json.Disks(disk));

        Assert.Equal(["Lock", "Busy"], Failed(await _bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall))));
    }

    [Fact]
    public async Task A_snapshot_under_way_makes_the_disk_busy()
    {
        _bench.Ecs.Replace("DescribeDisks", Json.Disks(Json.Disk("d-bp1aaaa1111bbbb2222c", "i-1", "In_use")));
        _bench.Ecs.Replace("DescribeSnapshots", Answer.Sample("DescribeSnapshots.progressing"));

        Assert.Equal(["Busy"], Failed(await _bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall))));
    }

    [Fact]
    public async Task Local_disks_are_known_from_the_servers_that_were_read()
    {
        JObject server = Json.Server("i-1", "Stopped");
        server["InstanceType"] = "ecs.special";
        server["LocalStorageAmount"] = 2;
        _bench.Ecs.On("DescribeInstances", Json.Servers(server));
        using Core.Clouds.Alibaba.AlibabaCloud cloud = _bench.AllWell().Ecs.Open();
        EcsInstance read = Assert.Single(await cloud.FindInstancesAsync(["i-1"], TestContext.Current.CancellationToken));

        StepPreview preview = Assert.Single(await cloud.FindStep(StepKind.RebuildSystemDisk)!.PreviewAsync(
            [new StepTarget(read, RebuildFixture.Options(OperationKind.OsReinstall))], TestContext.Current.CancellationToken));

        Assert.Equal(["Size"], Failed(preview));
    }

    [Fact]
    public async Task Without_the_right_to_look_a_requirement_is_unknown()
    {
        foreach (string action in new[] { "DescribeImages", "DescribeKeyPairs", "DescribeSnapshots" })
        {
            _bench.Ecs.Replace(action, Answer.Error(403, "Forbidden.RAM"));
        }

        StepPreview preview = await _bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall));

        Assert.Equal(["Busy", "Image", "Login"], preview.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Unknown).Select(r => r.Id));
    }

    [Fact]
    public async Task A_deprecated_image_is_asked_for_and_warned_of()
    {
        _bench.Ecs.On("DescribeImages", c => c["Status"] == "Deprecated" ? Json.Images(Json.Image("img-1", status: "Deprecated")) : Json.Images());

        StepPreview preview = await _bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall));

        Assert.Equal(EcsRequirementOutcome.Warning, preview.Requirements.Single(r => r.Id == "Image").Outcome);
    }

    [Theory]
    [InlineData("Aa1!aaaa", EcsOsType.Linux, EcsRequirementOutcome.Passed)]
    [InlineData("Aaaaaaa1", EcsOsType.Linux, EcsRequirementOutcome.Passed)]
    [InlineData("Aa1!aaa", EcsOsType.Linux, EcsRequirementOutcome.Failed)]
    [InlineData("Aa1!aaaaaaaaaaaaaaaaaaaaaaaaaaa", EcsOsType.Linux, EcsRequirementOutcome.Failed)]
    [InlineData("aaaaaaa1", EcsOsType.Linux, EcsRequirementOutcome.Failed)]
    [InlineData("Aa1!aaä aa", EcsOsType.Linux, EcsRequirementOutcome.Failed)]
    [InlineData("/Aa1aaaa", EcsOsType.Linux, EcsRequirementOutcome.Passed)]
    [InlineData("/Aa1aaaa", EcsOsType.Windows, EcsRequirementOutcome.Failed)]
    [InlineData("Aa1'aaaa", EcsOsType.Linux, EcsRequirementOutcome.Warning)]
    public async Task A_password_must_fit_the_policy(string password, EcsOsType os, EcsRequirementOutcome expected)
    {
        _bench.Ecs.Replace("DescribeImages", Json.Images(Json.Image("img-1", os.ToString())));

        StepPreview preview = await _bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall, RebuildFixture.Password(password)));

        EcsRequirement login = preview.Requirements.Single(r => r.Id == "Login");
        Assert.Equal(expected, login.Outcome);
        Assert.DoesNotContain(password, login.Detail + preview.Summary + string.Join("", preview.Facts.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Windows_takes_no_key_pair_and_a_reset_no_inherited_password()
    {
        _bench.Ecs.Replace("DescribeImages", Json.Images(Json.Image("img-1", "windows")));
        _bench.AllWell();

        Assert.Equal(["Login"], Failed(await _bench.PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall, new() { KeyPairName = "new-key" }))));
        Assert.Equal(["Login"], Failed(await _bench.PreviewAsync(RebuildFixture.Options(OperationKind.SystemDiskReset, new() { PasswordInherit = true }))));
    }

    [Fact]
    public async Task A_switch_names_the_other_image_and_what_the_growth_costs()
    {
        StepPreview preview = await _bench.AllWell().PreviewAsync(
            RebuildFixture.Options(OperationKind.SystemDiskSwitch, new() { PasswordInherit = true }, imageId: "img-2"));

        Assert.Empty(Failed(preview));
        Assert.Equal(("d-1", "img-2", "60"), (preview.Facts["systemDiskId"], preview.Facts["imageId"], preview.Facts["systemDiskSize"]));
        Assert.Single(preview.Costs);
        Assert.Equal(4, preview.Losses.Count);
        Assert.Contains("DescribeImages?ActionType=ChangeOS&ImageId=img-2&InstanceType=ecs.g7.large&PageSize=100", _bench.Ecs.Calls.Select(c => c.ToString()));
    }

    [Theory]
    [InlineData("sp-1", true, 200, "sp-1 sp-2")]
    [InlineData("sp-1", null, 403, "sp-1")] // nobody may ask for more
    [InlineData("[\"sp-2\", \"sp-1\"]", true, 403, "sp-1 sp-2")]
    [InlineData("", true, 200, "sp-1 sp-2")]
    [InlineData("", true, 404, "")] // told to be there, and not which
    [InlineData("", false, 0, "")]
    [InlineData(null, null, 0, "")]
    public async Task A_switch_owes_the_new_disk_the_policies_of_the_old_one(string? told, bool? isEnabled, int status, string expected)
    {
        JObject disk = Json.Disk("d-1", "i-1", "In_use");
        disk["AutoSnapshotPolicyId"] = told;
        disk["EnableAutomatedSnapshotPolicy"] = isEnabled;
        _bench.Ecs.On("DescribeDisks", Json.Disks(disk))
            .On("DescribeAutoSnapshotPolicyAssociations", status == 200 ? Json.Policies(("d-1", "sp-2"), ("d-1", "sp-1"), ("d-9", "sp-9")) : Answer.Error(status, "Forbidden.RAM"));

        StepPreview preview = await _bench.AllWell().PreviewAsync(
            RebuildFixture.Options(OperationKind.SystemDiskSwitch, new() { PasswordInherit = true }, imageId: "img-2"));

        string[] policies = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Replace(' ', ','), preview.Facts.GetValueOrDefault("snapshotPolicies") ?? "");
        Assert.Equal(policies.Length, preview.FollowUps.Count);
        Assert.Equal(status == 404 ? 5 : 4, preview.Losses.Count);
        Assert.Equal(status == 0 ? 0 : 1, _bench.Ecs.Calls.Count(c => c.Action == "DescribeAutoSnapshotPolicyAssociations"));
    }

    [Theory]
    [InlineData("eu-central-1", true)]
    [InlineData("cn-hongkong", true)]
    [InlineData("cn-hangzhou", false)]
    public async Task Linux_becomes_Windows_only_in_mainland_China(string region, bool isRefused)
    {
        _bench.Server = _bench.Server with { Region = region };
        _bench.Ecs.Replace("DescribeImages", Json.Images(Json.Image("img-2", "windows", size: 40)));

        StepPreview preview = await _bench.AllWell().PreviewAsync(
            RebuildFixture.Options(OperationKind.SystemDiskSwitch, RebuildFixture.Password("Aa1!aaaa"), imageId: "img-2"));

        Assert.Equal(isRefused ? ["Image"] : [], Failed(preview));
    }

    [Fact]
    public async Task PreviewAsync_SwitchOfADiskWithSettingsOfItsOwn_ListsThemAsLosses()
    {
        JObject disk = Json.Disk("d-1", "i-1", "In_use");
        disk["DeleteWithInstance"] = false;
        disk["DeleteAutoSnapshot"] = false;
        disk["Tags"] = JObject.Parse("""{"Tag":[{"TagKey":"env","TagValue":"prod"},{"TagKey":"acs:own","TagValue":"x"}]}""");
        _bench.Ecs.On("DescribeDisks", Json.Disks(disk));

        StepPreview preview = await _bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.SystemDiskSwitch, imageId: "img-2"));

        Assert.Single(preview.Losses, l => l.Contains("stays when the server is released", StringComparison.Ordinal));
        Assert.Single(preview.Losses, l => l.Contains("automatic snapshots of disk d-1 stay", StringComparison.Ordinal));
        Assert.Single(preview.Losses, l => l.Contains("(env)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_servers_are_previewed_with_few_calls()
    {
        OperationOptions options = RebuildFixture.Options(OperationKind.OsReinstall);
        StepTarget[] targets = [.. Enumerable.Range(1, 40).Select(n => new StepTarget(RebuildFixture.Make($"i-{n}"), options))];
        _bench.Ecs.Replace("DescribeDisks", Json.Disks([.. Enumerable.Range(1, 40).Select(n => Json.Disk($"d-{n}", $"i-{n}", "In_use"))]));

        IReadOnlyList<StepPreview> previews = await _bench.AllWell().Step.PreviewAsync(targets, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(1, 40).Select(n => $"d-{n}"), previews.Select(p => p.Facts["systemDiskId"]));
        Assert.Equal(4, _bench.Ecs.Calls.Count);
    }

    private static IEnumerable<string> Failed(StepPreview preview) =>
        preview.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id);
}
