using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Changes name, description and deletion protection with ModifyInstanceAttribute (docs/contracts/alibaba-ecs.md 3.10).</summary>
internal sealed class AlibabaInstanceUpdater : IInstanceUpdater
{
    private readonly AlibabaApi _api;

    public AlibabaInstanceUpdater(AlibabaApi api) => _api = api;

    public Task EditAsync(EcsInstance instance, InstanceUpdate edit, CancellationToken cancellation) => _api.CallAsync(
        "ModifyInstanceAttribute",
        new AlibabaParameters()
            .Add("InstanceId", instance.Id)
            .Add("InstanceName", edit.Name)
            .Add("Description", edit.Description)
            .Add("DeletionProtection", edit.DeletionProtection),
        RequestIdempotency.NonIdempotent,
        instance.Id,
        cancellation);
}
