using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Terms as BSS counts them (docs/contracts/huawei-ecs-lifecycle.md 3.4).</summary>
internal static class HuaweiPeriods
{
    /// <summary>The number of a unit: 2 for months, 3 for years.</summary>
    public static int Type(EcsPeriodUnit unit) => unit == EcsPeriodUnit.Year ? 3 : 2;
}
