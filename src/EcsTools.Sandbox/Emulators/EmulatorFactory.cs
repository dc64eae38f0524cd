using System.Collections.Generic;

using EcsTools.Sandbox.Emulators.Alibaba;
using EcsTools.Sandbox.Emulators.Huawei;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators;

/// <summary>The front doors there are.</summary>
internal static class EmulatorFactory
{
    /// <summary>Makes one of each.</summary>
    /// <param name="context">What they stand in front of.</param>
    /// <returns>The doors; the first that owns a request answers it.</returns>
    public static IReadOnlyList<IApiEmulator> All(EmulatorContext context) => [new AlibabaEmulator(context), new HuaweiEmulator(context)];
}
