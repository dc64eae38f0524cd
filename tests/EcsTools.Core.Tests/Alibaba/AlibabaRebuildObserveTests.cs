using System.Globalization;

using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaRebuildObserveTests : IDisposable
{
    private static readonly StepHandle Accepted = new() { RequestId = "R-1" };
    private readonly RebuildFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    // Each look is age:server:disk.
    [Theory]
    [InlineData(OperationKind.OsReinstall, true, "3:Stopped:In_use", "Pending")]
    [InlineData(OperationKind.OsReinstall, true, "3:Stopped:ReIniting", "Pending")]
    [InlineData(OperationKind.OsReinstall, true, "3:Stopped:ReIniting 6:Stopped:In_use", "Pending")]
    [InlineData(OperationKind.OsReinstall, true, "3:Stopped:ReIniting 6:Stopped:In_use 9:Starting:In_use 12:Running:In_use", "TookEffect")]
    [InlineData(OperationKind.OsReinstall, true, "3:Running:In_use", "TookEffect")]
    [InlineData(OperationKind.OsReinstall, true, "3:Stopped:ReIniting 6:Stopped:In_use 50:Stopped:In_use", "Pending")]
    [InlineData(OperationKind.OsReinstall, true, "3:Stopped:ReIniting 6:Stopped:In_use 66:Stopped:In_use", "Failed+Repair")]
    [InlineData(OperationKind.SystemDiskReset, true, "3:Stopped:In_use", "Pending")]
    [InlineData(OperationKind.SystemDiskReset, true, "3:Stopped:ReIniting 6:Stopped:In_use", "TookEffect")]
    [InlineData(OperationKind.SystemDiskReset, true, "60:Stopped:In_use", "TookEffect")]
    [InlineData(OperationKind.SystemDiskReset, true, "500:Stopped:ReIniting", "Pending")]
    [InlineData(OperationKind.SystemDiskReset, true, "500:Stopped:Detaching", "Pending")]
    [InlineData(OperationKind.OsReinstall, false, "3:Stopped:In_use 500:Stopped:In_use", "Unknown")]
    [InlineData(OperationKind.OsReinstall, false, "500:Running:In_use", "Unknown")]
    [InlineData(OperationKind.OsReinstall, false, "3:Stopped:ReIniting 6:Running:In_use", "TookEffect")]
    [InlineData(OperationKind.SystemDiskReset, false, "3:Stopped:In_use 6:Stopped:ReIniting 9:Stopped:In_use", "TookEffect")]
    public async Task Disk_and_server_tell_how_a_reinitialization_stands(OperationKind kind, bool answered, string looks, string ending)
    {
        StepObservation? seen = null;
        foreach (string[] look in looks.Split(' ').Select(l => l.Split(':')))
        {
            seen = await _bench.LookAsync(
                RebuildFixture.Options(kind), answered ? Accepted : null, int.Parse(look[0], CultureInfo.InvariantCulture),
                Json.Server("i-1", look[1]), Json.Disk("d-1", "i-1", look[2]));
        }

        Assert.Equal(ending, seen!.State + (seen.RepairByStart ? "+Repair" : ""));
        Assert.False(seen.MayRetry);
        Assert.NotNull(seen.Instance);
    }

    [Fact]
    public async Task What_was_seen_of_one_sending_proves_nothing_about_another()
    {
        OperationOptions options = RebuildFixture.Options(OperationKind.SystemDiskReset);
        await _bench.LookAsync(options, null, 3, Json.Server("i-1", "Stopped"), Json.Disk("d-1", "i-1", "ReIniting"), "token-1");

        StepObservation seen = await _bench.LookAsync(options, null, 3, Json.Server("i-1", "Stopped"), Json.Disk("d-1", "i-1", "In_use"), "token-2");

        Assert.Equal(ObservedState.Unknown, seen.State);
    }

    [Fact]
    public async Task A_server_that_is_gone_locked_or_has_another_disk_has_failed()
    {
        OperationOptions options = RebuildFixture.Options(OperationKind.OsReinstall);
        JObject disk = Json.Disk("d-1", "i-1", "In_use");
        JObject locked = Json.Server("i-1", "Stopped", lockReason: "financial");
        JObject free = Json.Server("i-1", "Stopped");

        Assert.Equal(EcsErrorId.InstanceNotFound, (await _bench.LookAsync(options, Accepted, 3, null, null)).Error?.ErrorId);
        Assert.Equal(EcsErrorId.IncorrectState, (await _bench.LookAsync(options, Accepted, 3, locked, disk)).Error?.ErrorId);
        Assert.Equal(EcsErrorId.OperationFailed, (await _bench.LookAsync(options, Accepted, 3, free, Json.Disk("d-2", "i-1", "In_use"))).Error?.ErrorId);
    }

    public static TheoryData<string?, string, string, string?, int, string> Replacements => new()
    {
        // new disk of the handle, disk seen, its status, lock, its size, ending
        { "d-2", "d-1", "In_use", null, 40, "Pending" },
        { "d-2", "d-2", "Attaching", null, 40, "Pending" },
        { "d-2", "d-2", "In_use", "replacing", 40, "Pending" },
        { "d-2", "d-2", "In_use", null, 20, "Pending" },
        { "d-2", "d-2", "In_use", "security", 40, "Failed" },
        { "d-2", "d-2", "In_use", null, 40, "TookEffect" },
        { "d-2", "d-3", "In_use", null, 40, "Pending" },
        { "", "d-2", "In_use", null, 40, "TookEffect" },
        { null, "d-1", "In_use", null, 40, "Unknown" },
        { null, "d-2", "Attaching", null, 40, "Pending" },
        { null, "d-2", "In_use", null, 40, "TookEffect" },
    };

    [Theory]
    [MemberData(nameof(Replacements))]
    public async Task Disk_image_size_and_lock_together_tell_how_a_replacement_stands(
        string? newDisk, string disk, string status, string? lockReason, int size, string ending)
    {
        StepHandle? handle = newDisk is null
            ? null
            : new() { Facts = newDisk.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["systemDiskId"] = newDisk } };

        StepObservation seen = await _bench.LookAsync(
            RebuildFixture.Options(OperationKind.SystemDiskSwitch, imageId: "img-1"), handle, 500,
            Json.Server("i-1", "Stopped", lockReason: lockReason), Json.Disk(disk, "i-1", status, size));

        Assert.Equal(ending, seen.State.ToString());
    }

    [Theory]
    [InlineData("DescribeDisks.reiniting", "Pending")]
    [InlineData("DescribeDisks.replaced", "Failed")]
    [InlineData("DescribeDisks", "TookEffect")]
    public async Task Samples_of_disks_are_judged(string file, string ending)
    {
        const string Id = "i-bp1a2b3c4d5e6f7g8h01";
        _bench.Ecs.On("DescribeDisks", Answer.Sample(file)).On("DescribeInstances", Json.Servers(Json.Server(Id, "Stopped")));
        StepTarget target = new(RebuildFixture.Make(Id), RebuildFixture.Options(OperationKind.SystemDiskReset))
        {
            Before = new Dictionary<string, string> { ["systemDiskId"] = "d-bp1aaaa1111bbbb2222c" },
        };

        StepObservation seen = await _bench.Step.ObserveAsync(target, Accepted, TimeSpan.FromMinutes(5));

        Assert.Equal(ending, seen.State.ToString());
    }
}
