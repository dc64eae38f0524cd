using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>How Huawei Cloud and Open Telekom Cloud are spoken to: docs/contracts/huawei-ecs.md 1.3 to 1.6.</summary>
internal sealed class HuaweiDialect : ICloudDialect
{
    private readonly IRequestAuthenticator _proof;

    public HuaweiDialect(IRequestAuthenticator proof) => _proof = proof;

    public Task SignAsync(HttpRequestMessage request, CloudRequest call, CancellationToken cancellation) => _proof.AddAsync(request, call, cancellation);

    public EcsException? Judge(CloudRequest call, CloudResponse answer)
    {
        EcsException? error = HuaweiErrorMapper.Judge(call, answer);
        if (error is not null && IsRefusedProof(error))
        {
            _proof.Note(call, error);
        }

        return error;
    }

    public bool IsForOneServer(EcsException throttle) => throttle.CloudCode == HuaweiErrorCodes.Busy;

    public async Task<bool> TryRenewAsync(EcsException error, CancellationToken cancellation) =>
        IsRefusedProof(error) && await _proof.TryRenewAsync(error, cancellation).ConfigureAwait(false);

    // A wrong clock is not cured by another key or token.
    private static bool IsRefusedProof(EcsException error) => error is { HttpStatus: 401, ErrorId: EcsErrorId.InvalidCredential };
}
