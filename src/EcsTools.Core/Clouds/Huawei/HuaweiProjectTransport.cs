using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Sends requests of one project.</summary>
internal sealed class HuaweiProjectTransport : IOpenStackApi, IDisposable
{
    private readonly HuaweiTransport _client;
    private readonly IProjectResolver _scope;

    /// <summary>Makes a sender.</summary>
    /// <param name="client">Sends; disposed with this object.</param>
    /// <param name="scope">Where the project comes from; disposed with this object.</param>
    public HuaweiProjectTransport(HuaweiTransport client, IProjectResolver scope)
    {
        _client = client;
        _scope = scope;
    }

    /// <summary>The project.</summary>
    /// <param name="cancellation">Stops the search.</param>
    /// <returns>The project.</returns>
    /// <exception cref="EcsTools.Model.EcsException">It cannot be found.</exception>
    public Task<HuaweiProject> GetProjectAsync(CancellationToken cancellation) => _scope.GetAsync(cancellation);

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The reply, judged a success.</returns>
    /// <exception cref="EcsTools.Model.EcsException">It was refused, or its answer was lost.</exception>
    public async Task<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellation)
    {
        HuaweiProject project = await _scope.GetAsync(cancellation).ConfigureAwait(false);
        Dictionary<string, string>? headers = _scope.NamesProject ? new() { ["X-Project-Id"] = project.Id } : null;
        return await _client.SendAsync(request with { Path = request.Path.Replace("{p}", CloudId.InPath(project.Id)) }, headers, cancellation).ConfigureAwait(false);
    }

    /// <summary>Lists the projects of whoever sends: the call that a token may make is another one than a key's
    /// (docs/contracts/huawei-ecs.md 1.3).</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The reply, judged a success.</returns>
    /// <exception cref="EcsTools.Model.EcsException">It was refused.</exception>
    public Task<ApiReply> ListProjectsAsync(CancellationToken cancellation) => _client.SendAsync(
        ApiRequest.Get("ListProjects", ApiService.Identity, _scope.NamesProject ? "/v3/projects" : "/v3/auth/projects"), null, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _scope.Dispose();
    }
}
