using System.Runtime.CompilerServices;

using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Keystone;

/// <summary>Proves by a token (docs/contracts/huawei-ecs.md 1.3).</summary>
internal sealed class TokenAuthenticator(KeystoneTokenProvider tokens) : IRequestAuthenticator
{
    // Which token a call was sent with, and which one an error refused: of many calls refused at the same time only the first
    // must log in again. Entries go with their keys.
    private readonly ConditionalWeakTable<object, KeystoneToken> _used = new();

    public async Task AddAsync(HttpRequestMessage request, CloudRequest call, CancellationToken cancellation)
    {
        KeystoneToken token = await tokens.GetAsync(cancellation).ConfigureAwait(false);
        _used.Remove(call);
        _used.Add(call, token);
        request.Headers.TryAddWithoutValidation("X-Auth-Token", token.Value);
    }

    public void Note(CloudRequest call, EcsException refusal)
    {
        if (_used.TryGetValue(call, out KeystoneToken? token))
        {
            _used.Add(refusal, token);
        }
    }

    public async Task<bool> TryRenewAsync(EcsException refusal, CancellationToken cancellation)
    {
        if (!_used.TryGetValue(refusal, out KeystoneToken? token))
        {
            return false;
        }

        await tokens.RenewAsync(token, cancellation).ConfigureAwait(false);
        return true;
    }
}
