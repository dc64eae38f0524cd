using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

/// <summary>A read that only one requirement needs spoils that requirement and nothing else.</summary>
public sealed class AlibabaSideReadTests
{
    public static TheoryData<int, string> Faults => new()
    {
        { 400, "Throttling.User" },
        { 500, "InternalError" },
        { 403, "Forbidden.RAM" },
        { 400, "InvalidParameter" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task PreviewAsync_ImageCannotBeRead_OnlyImageIsUnknown(int status, string code)
    {
        using RebuildFixture bench = new();
        bench.Ecs.On("DescribeImages", Answer.Error(status, code));

        StepPreview preview = await bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall));

        Assert.Equal(["Image"], Unknown(preview));
        Assert.All(preview.Requirements.Where(r => r.Id != "Image"), r => Assert.Equal(EcsRequirementOutcome.Passed, r.Outcome));
        Assert.Equal(RebuildFixture.Planned, preview.Facts);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task PreviewAsync_DisksCannotBeRead_DiskRequirementsAreUnknown(int status, string code)
    {
        using RebuildFixture bench = new();
        bench.Ecs.On("DescribeDisks", Answer.Error(status, code));

        StepPreview preview = await bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall));

        Assert.Equal(["Busy", "SystemDisk"], Unknown(preview));
        Assert.DoesNotContain(preview.Requirements, r => r.Outcome == EcsRequirementOutcome.Failed);
    }

    [Fact]
    public async Task SendAsync_DiskWasNotRead_SendsNothing()
    {
        using RebuildFixture bench = new();
        bench.Ecs.On("DescribeDisks", Answer.Error(403, "Forbidden.RAM"));
        bench.AllWell();
        OperationOptions reset = RebuildFixture.Options(OperationKind.OsReinstall);
        OperationOptions change = RebuildFixture.Options(OperationKind.SystemDiskSwitch, new() { PasswordInherit = true }, imageId: "img-2");

        foreach (OperationOptions options in new[] { reset, change })
        {
            StepPreview preview = await bench.PreviewAsync(options);
            EcsException error = await Assert.ThrowsAsync<EcsException>(() => bench.SendAsync(options, preview.Facts));
            Assert.Equal((EcsErrorId.PlanChanged, true), (error.ErrorId, error.WasNotCarriedOut));
        }

        Assert.Empty(bench.Ecs.Writes);
    }

    [Theory]
    [InlineData(StepKind.CreateSnapshot, "DescribeDisks", "Busy SystemDisk")]
    [InlineData(StepKind.CreateSnapshot, "DescribeSnapshots", "Busy")]
    [InlineData(StepKind.CreateImage, "DescribeDisks", "Busy SystemDisk")]
    [InlineData(StepKind.CreateImage, "DescribeImages", "Image")]
    [InlineData(StepKind.RestoreSnapshot, "DescribeSnapshots", "Busy Backup")]
    [InlineData(StepKind.Release, "DescribeDisks", "SystemDisk")]
    [InlineData(StepKind.Resize, "DescribeResourcesModification", "Size")]
    [InlineData(StepKind.Resize, "DescribeInstanceTypes", "Agent")]
    public async Task PreviewAsync_SideReadIsThrottled_ItsRequirementsAreUnknown(StepKind kind, string action, string expected)
    {
        using AlibabaStepFixture bench = new(kind);
        bench.Server = bench.Server with { OsType = EcsOsType.Windows, Zone = "cn-hangzhou-i" };
        bench.Ecs.On(action, Answer.Error(400, "Throttling.User"))
            .Otherwise("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use")));
        bench.Ecs.Otherwise("DescribeSnapshots", Json.Snapshots())
            .Otherwise("DescribeImages", Json.Images())
            .Otherwise("DescribeResourcesModification", Json.Targets(("ecs.g7.xlarge", "Available", "WithStock")))
            .Otherwise("DescribePrice", Answer.Error(403, "Forbidden.RAM"))
            .Otherwise("DescribeInstanceTypes", Answer.Ok(new JObject { ["InstanceTypes"] = new JObject { ["InstanceType"] = new JArray() } }.ToString()));

        StepPreview preview = await bench.PreviewAsync(
            new OperationOptions { Kind = OperationKind.ImageCreate, Size = "ecs.g7.xlarge", NewName = "backup-1", SnapshotId = "s-1" });

        Assert.Equal(expected.Split(' '), Unknown(preview));
    }

    [Theory]
    [InlineData(403, "InvalidAccessKeyId.Inactive", EcsErrorId.InvalidCredential)]
    [InlineData(400, "InvalidTimeStamp.Expired", EcsErrorId.ClockSkew)]
    [InlineData(404, "InvalidRegionId.NotFound", EcsErrorId.RegionNotFound)]
    public async Task PreviewAsync_AccountIsAtFault_Fails(int status, string code, string expected)
    {
        using RebuildFixture bench = new();
        bench.Ecs.On("DescribeImages", Answer.Error(status, code));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall)));

        Assert.Equal(expected, error.ErrorId);
    }

    private static string[] Unknown(StepPreview preview) =>
        [.. preview.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Unknown).Select(r => r.Id)];
}
