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

    public HuaweiProjectTransport(HuaweiTransport client, IProjectResolver scope)
    {
        _client = client;
        _scope = scope;
    }

    /// <summary>The project.</summary>
    /// <exception cref="EcsTools.Model.EcsException">It cannot be found.</exception>
    public Task<HuaweiProject> GetProjectAsync(CancellationToken cancellation) => _scope.GetAsync(cancellation);

    /// <summary>Sends a request.</summary>
    /// <exception cref="EcsTools.Model.EcsException">It was refused, or its answer was lost.</exception>
    public async Task<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellation)
    {
        HuaweiProject project = await _scope.GetAsync(cancellation).ConfigureAwait(false);
        Dictionary<string, string>? headers = _scope.NamesProject ? new() { ["X-Project-Id"] = project.Id } : null;
        return await _client.SendAsync(request with { Path = request.Path.Replace("{p}", CloudId.InPath(project.Id)) }, headers, cancellation).ConfigureAwait(false);
    }

    /// <summary>Lists the projects of whoever sends: the call that a token may make is another one than a key's
    /// (docs/contracts/huawei-ecs.md 1.3).</summary>
    /// <exception cref="EcsTools.Model.EcsException">It was refused.</exception>
    public Task<ApiReply> ListProjectsAsync(CancellationToken cancellation) => _client.SendAsync(
        ApiRequest.Get("ListProjects", ApiService.Identity, _scope.NamesProject ? "/v3/projects" : "/v3/auth/projects"), null, cancellation);

    public void Dispose()
    {
        _client.Dispose();
        _scope.Dispose();
    }
}
