using EcsTools.Sandbox.Emulators.Alibaba;
using EcsTools.Sandbox.Emulators.Huawei;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators;

internal static class EmulatorFactory
{
    /// <summary>The first emulator that owns a request handles it.</summary>
    public static IReadOnlyList<IApiEmulator> All(EmulatorContext context) => [new AlibabaEmulator(context), new HuaweiEmulator(context)];
}
