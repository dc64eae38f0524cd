using EcsTools.Core.Providers.Alibaba;
using EcsTools.Core.Providers.Huawei;
using EcsTools.Core.Providers.OpenStack;
using EcsTools.Core.Providers.Registration;

namespace EcsTools.Core.Providers;

/// <summary>The providers. Outside their folders this is the only place that names them.</summary>
internal static class CloudProviders
{
    public static IReadOnlyList<CloudProvider> All { get; } =
    [
        new AlibabaProvider(),
        HuaweiProvider.HuaweiCloud,
        HuaweiProvider.OpenTelekomCloud,
        new OpenStackProvider(),
    ];

    public static CloudProvider Get(EcsCloud cloud) => All.First(p => p.Id == cloud);
}
