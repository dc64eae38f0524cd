using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Sends requests of one project.</summary>
internal sealed class HuaweiProjectTransport(HuaweiTransport client, IProjectResolver scope, CloudConnection connection) : IOpenStackApi, IDisposable
{
    public TimeProvider Wall => connection.Wall;

    public string Region => connection.Region;

    /// <summary>The project.</summary>
    /// <exception cref="EcsTools.Model.EcsException">It cannot be found.</exception>
    public Task<HuaweiProject> GetProjectAsync(CancellationToken cancellation) => scope.GetAsync(cancellation);

    public async Task<ResourceOrigin> GetOriginAsync(CancellationToken cancellation)
    {
        HuaweiProject project = await scope.GetAsync(cancellation).ConfigureAwait(false);
        return new ResourceOrigin(connection.Cloud, connection.AccountName, project.Id, connection.Region, project.UserId) { Identity = project.Identity };
    }

    public async Task<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellation)
    {
        HuaweiProject project = await scope.GetAsync(cancellation).ConfigureAwait(false);
        bool isOfProject = request.Service is not (ApiService.Billing or ApiService.InternationalBilling);
        Dictionary<string, string> headers = [];
        if (scope.NamesProject && isOfProject)
        {
            headers["X-Project-Id"] = project.Id;
        }

        if (request.Microversion is { } version)
        {
            headers[ApiRequest.VersionHeader] = version;
        }

        if (request.ClientToken is { } token)
        {
            headers["X-Client-Token"] = token;
        }

        return await client.SendAsync(request with { Path = request.Path.Replace("{p}", CloudId.InPath(project.Id)) }, headers, cancellation).ConfigureAwait(false);
    }

    /// <summary>Lists the projects of whoever sends: the call that a token may make is another one than a key's
    /// (docs/contracts/huawei-ecs.md 1.3).</summary>
    /// <exception cref="EcsTools.Model.EcsException">It was refused.</exception>
    public Task<ApiReply> ListProjectsAsync(CancellationToken cancellation) => client.SendAsync(
        ApiRequest.Get("ListProjects", ApiService.Identity, scope.NamesProject ? "/v3/projects" : "/v3/auth/projects"), null, cancellation);

    public void Dispose()
    {
        client.Dispose();
        scope.Dispose();
    }
}
