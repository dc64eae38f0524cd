using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>DescribeInstances, DescribeInstanceStatus, DescribeInstanceAttribute (docs/contracts/alibaba-ecs.md 3.2 to 3.4).</summary>
internal static class InstanceQueries
{
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeInstances", IsWrite: false, DescribeInstances) { NeedsRegion = true },
        new("DescribeInstanceStatus", IsWrite: false, DescribeInstanceStatus) { NeedsRegion = true },
        new("DescribeInstanceAttribute", IsWrite: false, DescribeInstanceAttribute),
    ];

    private static void DescribeInstances(AlibabaRequestContext call, ResponseWriter response)
    {
        Func<Server, bool> matches = InstanceFilter.Of(call);
        IReadOnlyList<Server> rows = call.JsonList("InstanceIds") is { } ids ? Find(call, ids) : call.Backend.Servers;
        if (call.Flag("DryRun"))
        {
            throw AlibabaErrors.DryRunPassed();
        }

        Pagination.Write(call, response, 100, rows, matches, page =>
            response.List("Instances", "Instance", page, server => InstanceText.Write(call, response, server)));
    }

    private static void DescribeInstanceStatus(AlibabaRequestContext call, ResponseWriter response)
    {
        IReadOnlyList<string> ids = call.RepeatList("InstanceId");
        if (ids.Count > 100)
        {
            throw AlibabaErrors.TooManyInstances();
        }

        string? zone = call.Text("ZoneId");
        IReadOnlyList<Server> rows = ids.Count > 0 ? Find(call, ids) : call.Backend.Servers;
        Pagination.WriteNumbered(call, response, 50, rows, s => zone is null || s.Zone == zone, page =>
            response.List("InstanceStatuses", "InstanceStatus", page, server =>
            {
                response.Text("InstanceId", server.Id);
                response.Text("Status", AlibabaWords.Status(call, server));
            }));
    }

    private static void DescribeInstanceAttribute(AlibabaRequestContext call, ResponseWriter response) =>
        InstanceText.WriteAttribute(call, response, call.Server());

    /// <summary>Unknown ids are not an error (docs/contracts/alibaba-ecs.md 3.2).</summary>
    private static IReadOnlyList<Server> Find(AlibabaRequestContext call, IReadOnlyList<string> ids) =>
        [.. ids.Distinct(StringComparer.Ordinal).Select(call.Backend.FindServer).OfType<Server>()];
}
