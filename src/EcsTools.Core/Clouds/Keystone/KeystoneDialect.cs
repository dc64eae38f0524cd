using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Keystone;

/// <summary>The dialect of the login itself: nothing is signed and nothing can be renewed.</summary>
internal sealed class KeystoneDialect(Func<CloudRequest, CloudResponse, EcsException?> judge) : ICloudDialect
{
    public Task SignAsync(HttpRequestMessage request, CloudRequest call, CancellationToken cancellation) => Task.CompletedTask;

    public EcsException? Judge(CloudRequest call, CloudResponse answer) => judge(call, answer);

    // A login changes nothing.
    public string? FindRequestId(CloudResponse answer) => null;

    public bool IsForOneServer(EcsException throttle) => false;

    public Task<bool> TryRenewAsync(EcsException error, CancellationToken cancellation) => Task.FromResult(false);
}
