using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>How a cloud's services are spoken to: a proof on every call, replaced when a service refuses it (docs/contracts/huawei-ecs.md 1.3 to 1.6).</summary>
/// <param name="judge">Makes the error of an answer, or null.</param>
/// <param name="isForOneServer">Whether a throttle concerns one server only; null if none does.</param>
internal sealed class ApiDialect(
    IRequestAuthenticator proof, Func<CloudRequest, CloudResponse, EcsException?> judge, Func<EcsException, bool>? isForOneServer = null) : ICloudDialect
{
    public Task SignAsync(HttpRequestMessage request, CloudRequest call, CancellationToken cancellation) => proof.AddAsync(request, call, cancellation);

    public EcsException? Judge(CloudRequest call, CloudResponse answer)
    {
        EcsException? error = judge(call, answer);
        if (error is not null && IsRefusedProof(error))
        {
            proof.Note(call, error);
        }

        return error;
    }

    // In the order in which Huawei's gateways and OpenStack's services name it.
    public string? FindRequestId(CloudResponse answer) =>
        answer.Header("X-Request-Id") ?? answer.Header("X-Openstack-Request-Id") ?? answer.Header("X-Compute-Request-Id");

    public bool IsForOneServer(EcsException throttle) => isForOneServer?.Invoke(throttle) == true;

    public async Task<bool> TryRenewAsync(EcsException error, CancellationToken cancellation) =>
        IsRefusedProof(error) && await proof.TryRenewAsync(error, cancellation).ConfigureAwait(false);

    // A wrong clock is not cured by another key or token.
    private static bool IsRefusedProof(EcsException error) => error is { HttpStatus: 401, ErrorId: EcsErrorId.InvalidCredential };
}
