using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>How the services of an OpenStack cloud are spoken to: a token on every call, replaced when a service refuses it.</summary>
internal sealed class OpenStackDialect : ICloudDialect
{
    private readonly IRequestAuthenticator _proof;

    public OpenStackDialect(IRequestAuthenticator proof) => _proof = proof;

    public Task SignAsync(HttpRequestMessage request, CloudRequest call, CancellationToken cancellation) => _proof.AddAsync(request, call, cancellation);

    public EcsException? Judge(CloudRequest call, CloudResponse answer)
    {
        EcsException? error = OpenStackErrorMapper.Judge(call, answer);
        if (error is { ErrorId: EcsErrorId.InvalidCredential })
        {
            _proof.Note(call, error);
        }

        return error;
    }

    public bool IsForOneServer(EcsException throttle) => false;

    public async Task<bool> TryRenewAsync(EcsException error, CancellationToken cancellation) =>
        error.ErrorId == EcsErrorId.InvalidCredential && await _proof.TryRenewAsync(error, cancellation).ConfigureAwait(false);
}
