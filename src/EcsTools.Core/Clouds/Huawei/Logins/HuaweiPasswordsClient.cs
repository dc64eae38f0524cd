using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The calls about passwords (docs/contracts/huawei-ecs.md 3.5).</summary>
internal sealed class HuaweiPasswordsClient(HuaweiProjectTransport api)
{
    /// <summary>Asks whether the plug-in that resets passwords is in the guest.</summary>
    /// <returns>True if it is; null if the cloud does not tell.</returns>
    public async Task<bool?> HasPlugInAsync(string instanceId, CancellationToken cancellation)
    {
        ApiRequest request = ApiRequest.Get(
            "ShowResetPasswordFlag", ApiService.Compute, $"/v1/{{p}}/cloudservers/{CloudId.InPath(instanceId)}/os-resetpwd-flag");
        return (await api.SendAsync(request with { InstanceId = instanceId }, cancellation).ConfigureAwait(false)).Read().Flag("resetpwd_flag");
    }

    /// <summary>Sets a password, which the cloud is told to check: else it takes an unusable one too. Sent once.</summary>
    public async Task<StepHandle> ResetAsync(string instanceId, string password, CancellationToken cancellation)
    {
        JObject body = new() { ["reset-password"] = new JObject { ["new_password"] = password, ["is_check_password"] = true } };
        ApiRequest request = ApiRequest.Once(
            "ResetServerPassword", HttpMethod.Put, ApiService.Compute, $"/v1/{{p}}/cloudservers/{CloudId.InPath(instanceId)}/os-reset-password", body, instanceId);
        ApiReply reply = await api.SendAsync(request, cancellation).ConfigureAwait(false);
        return new StepHandle { RequestId = reply.RequestId };
    }

    /// <summary>Sets one password on several servers. Sent once; if some cannot be done it is refused, and the others may have been.</summary>
    public async Task<StepHandle> ResetManyAsync(IEnumerable<string> ids, string password, CancellationToken cancellation)
    {
        JObject body = new()
        {
            ["new_password"] = password,
            ["dry_run"] = false,
            ["servers"] = new JArray(ids.Select(id => new JObject { ["id"] = id })),
        };
        ApiRequest request = ApiRequest.Once("ResetServersPassword", HttpMethod.Put, ApiService.Compute, "/v1/{p}/cloudservers/os-reset-passwords", body, null);
        return new StepHandle { RequestId = (await api.SendAsync(request, cancellation).ConfigureAwait(false)).RequestId };
    }
}
