using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The project of an access key: given by id, or looked up once by its name (docs/contracts/huawei-ecs.md 1.3).</summary>
internal sealed class NamedProjectResolver : IProjectResolver
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly HuaweiTransport _client;
    private readonly string _name;
    private readonly string? _accessKeyId;
    private volatile HuaweiProject? _project;

    public NamedProjectResolver(HuaweiTransport client, string? id, string name, string? accessKeyId = null)
    {
        _client = client;
        _name = name;
        _accessKeyId = accessKeyId;
        _project = id is null ? null : new HuaweiProject(id, null) { AccessKeyId = accessKeyId };
    }

    public bool NamesProject => true;

    public async Task<HuaweiProject> GetAsync(CancellationToken cancellation)
    {
        if (_project is { } known)
        {
            return known;
        }

        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _project ??= await FindAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<HuaweiProject> FindAsync(CancellationToken cancellation)
    {
        ApiRequest request = ApiRequest.Get("ListProjects", ApiService.Identity, "/v3/projects", ("name", _name));
        ApiReply reply = await _client.SendAsync(request, null, cancellation).ConfigureAwait(false);
        JObject? project = reply.ReadList("projects").OfType<JObject>()
            .FirstOrDefault(p => p.Text("name") == _name && p.Text("id") is not null && p.Flag("enabled") != false);
        return project is null
            ? throw new EcsException(EcsErrorId.RegionNotFound, $"These keys have no project named '{_name}'.")
            {
                RecommendedAction = "Check the region, or specify the project or its ID.",
            }
            : new HuaweiProject(project.Text("id")!, _name) { AccessKeyId = _accessKeyId };
    }
}
