using System.Text.Json.Nodes;

using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>Disks of servers that run, changed at a real Cinder and Nova.</summary>
public sealed class RealOpenStackDiskTests(OpenStackLab lab) : IClassFixture<OpenStackLab>
{
    [Fact]
    public async Task A_disk_in_use_is_extended_and_retyped_and_kept()
    {
        lab.Require();
        string id = (await lab.CreateAsync("disk", volumeGiB: 11)).Single();
        using LabFixture bench = await LabFixture.OpenAsync(lab);
        string volume = (await bench.FindAsync(id)).SystemDiskId!;

        OperationResult extended = await bench.RunAsync(id, new OperationOptions { Kind = OperationKind.DiskExtend, SizeGiB = 12 });
        OperationResult retyped = await bench.RunAsync(id, new OperationOptions { Kind = OperationKind.DiskTypeChange, Category = "spare" });
        OperationResult kept = await bench.RunAsync(id, new OperationOptions { Kind = OperationKind.DiskRetentionChange, DeleteWithInstance = false });

        Assert.Null(extended.Error);
        Assert.Null(retyped.Error);
        Assert.Null(kept.Error);
        JsonNode disk = (await lab.SendAsync(HttpMethod.Get, "volume", $"/{lab.ProjectId}/volumes/{volume}"))!["volume"]!;
        Assert.Equal((12, "spare", "in-use"), ((int)disk["size"]!, (string)disk["volume_type"]!, (string)disk["status"]!));
        Assert.False((bool)(await lab.ShowAsync(id))["os-extended-volumes:volumes_attached"]![0]!["delete_on_termination"]!);

        await bench.RunAsync(id, new OperationOptions { Kind = OperationKind.DiskRetentionChange, DeleteWithInstance = true }); // so that it goes with its server
    }
}
