using System.Globalization;

using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Proves by the signature of an access key (docs/contracts/huawei-ecs.md 1.4).</summary>
internal sealed class AccessKeyAuthenticator(IAccessKeyProvider keys, TimeProvider wall) : IRequestAuthenticator
{
    private static readonly string[] SignedHeaders = ["X-Project-Id", "X-Sdk-Date", "X-Security-Token"];

    public async Task AddAsync(HttpRequestMessage request, CloudRequest call, CancellationToken cancellation)
    {
        AccessKey key = await keys.GetAsync(cancellation).ConfigureAwait(false);
        Uri uri = request.RequestUri!;
        request.Headers.Host = uri.Authority;
        request.Headers.TryAddWithoutValidation("X-Sdk-Date", wall.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        if (key.SecurityToken is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Security-Token", key.SecurityToken);
        }

        Dictionary<string, string> signed = new() { ["host"] = uri.Authority };
        if (request.Content?.Headers.ContentType is { } type)
        {
            signed["content-type"] = type.ToString();
        }

        foreach (string name in SignedHeaders)
        {
            if (request.Headers.TryGetValues(name, out IEnumerable<string>? values))
            {
                signed[name] = values.First();
            }
        }

        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        HuaweiSignature signature = HuaweiSignature.Create(request.Method.Method, uri, signed, body, key);
        request.Headers.TryAddWithoutValidation("Authorization", signature.Authorization);
    }

    public void Note(CloudRequest call, EcsException refusal)
    {
        // The source of keys knows by itself which key is the present one.
    }

    public Task<bool> TryRenewAsync(EcsException refusal, CancellationToken cancellation) => Task.FromResult(keys.TryInvalidate());
}
