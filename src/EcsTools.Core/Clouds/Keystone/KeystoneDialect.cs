using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Model;

namespace EcsTools.Core.Clouds.Keystone;

/// <summary>The dialect of the login itself: nothing is signed and nothing can be renewed.</summary>
internal sealed class KeystoneDialect : ICloudDialect
{
    private readonly Func<CloudRequest, CloudResponse, EcsException?> _judge;

    /// <summary>Makes a dialect.</summary>
    /// <param name="judge">How the cloud's errors are read.</param>
    public KeystoneDialect(Func<CloudRequest, CloudResponse, EcsException?> judge) => _judge = judge;

    /// <inheritdoc/>
    public Task SignAsync(HttpRequestMessage request, CloudRequest call, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public EcsException? Judge(CloudRequest call, CloudResponse answer) => _judge(call, answer);

    /// <inheritdoc/>
    public bool IsForOneServer(EcsException throttle) => false;

    /// <inheritdoc/>
    public Task<bool> TryRenewAsync(EcsException error, CancellationToken cancellation) => Task.FromResult(false);
}
