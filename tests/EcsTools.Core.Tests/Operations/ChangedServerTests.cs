using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;
using EcsTools.Sandbox.Fleet;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Core.Tests.Operations;

/// <summary>Somebody else touches a server between the question and the wipe: it is left alone, and what we stopped is started again.</summary>
public sealed class ChangedServerTests
{
    private static readonly Dictionary<string, Action<RegionBackend, Server>> Changes = new()
    {
        ["renamed"] = (_, server) => server.Name = "payroll",
        ["protected"] = (_, server) => server.IsProtected = true,
        ["other disk"] = (world, server) =>
        {
            Disk old = server.SystemDisk!;
            world.Detach(server, old);
            world.Attach(server, new Disk { Id = world.NewShortId("d"), IsSystem = true, Category = old.Category, ImageId = old.ImageId, CreatedAt = world.Now });
        },
        ["gone"] = (world, server) => world.Servers.Remove(server),
    };

    public static MatrixTheoryData<EcsCloud, string> Cases => new([EcsCloud.Alibaba, EcsCloud.Huawei, EcsCloud.OpenTelekom], Changes.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_not_as_it_was_planned_is_not_wiped(EcsCloud cloud, string change)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        EcsInstance instance = await bench.GetAsync("web-01");
        bool isDone = false;
        bench.Proxy.Rule = call =>
        {
            // The first look after the stop was accepted, so that the change is there for the fresh look.
            if (!isDone && call.IsRead && bench.Proxy.Calls.Any(c => c.Kind == "stop" && c.IsDone))
            {
                isDone = true;
                bench.Change(Changes[change], "web-01");
            }

            return ProxyAction.Free;
        };

        OperationResult result = await bench.RunAsync(
            instance, new OperationOptions { Kind = OperationKind.OsReinstall, StopFirst = true, Backup = BackupKind.None });

        Assert.True(isDone);
        Assert.DoesNotContain(bench.Proxy.Calls, c => c.Kind is "wipe" or "write");

        // Where a lock forbids the start too, the start is still owed: the operation stays open for Resume-EcsOperation.
        bool isStuck = change == "protected" && cloud != EcsCloud.Alibaba;
        Assert.Equal(isStuck ? EcsOperationState.Running : EcsOperationState.Abandoned, result.Operation.State);
        Assert.Equal(change == "gone" ? EcsErrorId.InstanceNotFound : EcsErrorId.PlanChanged, result.Error?.ErrorId);
        if (change != "gone")
        {
            Assert.Equal(isStuck ? EcsInstanceStatus.Stopped : EcsInstanceStatus.Running, (await bench.FindAsync(change == "renamed" ? "payroll" : "web-01"))?.Status);
        }
    }
}
