using System.Collections.Generic;

using EcsTools.Sandbox.Doors.Alibaba;
using EcsTools.Sandbox.Doors.Huawei;
using EcsTools.Sandbox.Serving;

namespace EcsTools.Sandbox.Doors;

/// <summary>The front doors there are.</summary>
internal static class FrontDoors
{
    /// <summary>Makes one of each.</summary>
    /// <param name="context">What they stand in front of.</param>
    /// <returns>The doors; the first that owns a request answers it.</returns>
    public static IReadOnlyList<IFrontDoor> All(DoorContext context) => [new AlibabaDoor(context), new HuaweiDoor(context)];
}
