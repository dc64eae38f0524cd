using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>DescribeInstances, DescribeInstanceStatus, DescribeInstanceAttribute (docs/contracts/alibaba-ecs.md 3.2 to 3.4).</summary>
internal static class InstanceQueries
{
    /// <summary>Lists them.</summary>
    /// <returns>The operations.</returns>
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeInstances", IsWrite: false, DescribeInstances) { NeedsRegion = true },
        new("DescribeInstanceStatus", IsWrite: false, DescribeInstanceStatus) { NeedsRegion = true },
        new("DescribeInstanceAttribute", IsWrite: false, DescribeInstanceAttribute),
    ];

    private static void DescribeInstances(AlibabaCall call, AnswerWriter answer)
    {
        Func<Server, bool> matches = InstanceFilter.Of(call);
        IReadOnlyList<Server> rows = call.JsonList("InstanceIds") is { } ids ? Find(call, ids) : call.World.Servers;
        if (call.Flag("DryRun"))
        {
            throw Refusals.DryRunPassed();
        }

        Pages.Write(call, answer, 100, rows, matches, page =>
            answer.List("Instances", "Instance", page, server => InstanceText.Write(call, answer, server)));
    }

    private static void DescribeInstanceStatus(AlibabaCall call, AnswerWriter answer)
    {
        IReadOnlyList<string> ids = call.RepeatList("InstanceId");
        if (ids.Count > 100)
        {
            throw Refusals.TooManyInstances();
        }

        string? zone = call.Text("ZoneId");
        IReadOnlyList<Server> rows = ids.Count > 0 ? Find(call, ids) : call.World.Servers;
        Pages.WriteNumbered(call, answer, 50, rows, s => zone is null || s.Zone == zone, page =>
            answer.List("InstanceStatuses", "InstanceStatus", page, server =>
            {
                answer.Text("InstanceId", server.Id);
                answer.Text("Status", AlibabaWords.Status(call, server));
            }));
    }

    private static void DescribeInstanceAttribute(AlibabaCall call, AnswerWriter answer) =>
        InstanceText.WriteAttribute(call, answer, call.Server());

    /// <summary>Those of the ids that exist: an unknown one is no error (docs/contracts/alibaba-ecs.md 3.2).</summary>
    private static IReadOnlyList<Server> Find(AlibabaCall call, IReadOnlyList<string> ids) =>
        [.. ids.Distinct(StringComparer.Ordinal).Select(call.World.FindServer).OfType<Server>()];
}
