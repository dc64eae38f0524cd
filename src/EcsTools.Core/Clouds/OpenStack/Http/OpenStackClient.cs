using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

using Newtonsoft.Json;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Sends requests to the services of one cloud, project and region. Thread-safe.</summary>
internal sealed class OpenStackClient(
    CloudHttp http, KeystoneTokenProvider tokens, OpenStackEndpoints endpoints, CloudConnection connection) : IOpenStackApi, IDisposable
{
    public TimeProvider Wall => connection.Wall;

    /// <summary>The clock of the account, by which is waited.</summary>
    public TimeProvider Time => connection.Time;

    /// <summary>Who one is and for which project.</summary>
    /// <exception cref="EcsException">The login was refused, or is for no project.</exception>
    public async Task<KeystoneToken> GetTokenAsync(CancellationToken cancellation)
    {
        KeystoneToken token = await tokens.GetAsync(cancellation).ConfigureAwait(false);
        return token.ProjectId is not null ? token : throw new EcsException(EcsErrorId.InvalidCredential, "The login is not scoped to a project.")
        {
            RecommendedAction = "Specify a project in which the user has a role, with -ProjectName or -ProjectId.",
        };
    }

    public async Task<ResourceOrigin> GetOriginAsync(CancellationToken cancellation)
    {
        KeystoneToken token = await GetTokenAsync(cancellation).ConfigureAwait(false);
        return new ResourceOrigin(connection.Cloud, connection.AccountName, token.ProjectId!, connection.Region, token.UserId)
        {
            Site = tokens.Site,
            Identity = (token.DomainName is null ? token.UserName ?? "" : $"{token.UserName} ({token.DomainName})")
                + (tokens.ApplicationCredential is { } credential ? $", application credential {credential}" : ""),
        };
    }

    /// <summary>The minor version of the compute API that both sides speak, for example 93 for 2.93.</summary>
    public async Task<int> GetComputeVersionAsync(CancellationToken cancellation) =>
        (await LocateAsync(ApiService.Compute, cancellation).ConfigureAwait(false)).Minor;

    /// <summary>The newest minor version of the block storage API, for example 70 for 3.70; 0 if it does not tell.</summary>
    public async Task<int> GetVolumeVersionAsync(CancellationToken cancellation) =>
        await endpoints.FindVolumeMinorAsync(await LocateAsync(ApiService.Volume, cancellation).ConfigureAwait(false), http, cancellation).ConfigureAwait(false);

    /// <summary>Tells whether the cloud offers a service here.</summary>
    public async Task<bool> OffersAsync(ApiService service, CancellationToken cancellation)
    {
        await GetTokenAsync(cancellation).ConfigureAwait(false);
        return endpoints.Offers(service);
    }

    /// <summary>Refuses what needs a service that the cloud does not offer.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if it does not stand in the catalogue.</exception>
    public Task RequireAsync(ApiService service, CancellationToken cancellation) => LocateAsync(service, cancellation);

    /// <summary>The regions in which the cloud offers servers.</summary>
    /// <returns>Id and address of each.</returns>
    public async Task<IReadOnlyList<(string Id, string Address)>> ListRegionsAsync(CancellationToken cancellation)
    {
        await GetTokenAsync(cancellation).ConfigureAwait(false);
        return endpoints.ListRegions();
    }

    public async Task<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellation)
    {
        OpenStackAddress address = await LocateAsync(request.Service, cancellation).ConfigureAwait(false);
        string query = string.Join("&", request.Query.Select(q => $"{Uri.EscapeDataString(q.Name)}={Uri.EscapeDataString(q.Value)}"));
        CloudRequest call = new(request.Operation, request.Method, new Uri($"{address.Root}{request.Path}{(query.Length == 0 ? "" : "?" + query)}"), request.Safety)
        {
            Body = request.Body?.ToString(Formatting.None),
            InstanceId = request.InstanceId,
            Early = request.Early,
            Headers = request.Microversion is { } version ? new Dictionary<string, string> { [ApiRequest.VersionHeader] = version } : address.Headers,
        };
        CloudResponse answer = await http.SendAsync(call, cancellation).ConfigureAwait(false);
        return new ApiReply(call, answer, OpenStackErrorMapper.FindRequestId(answer));
    }

    public void Dispose()
    {
        http.Dispose();
        tokens.Dispose();
    }

    private async Task<OpenStackAddress> LocateAsync(ApiService service, CancellationToken cancellation)
    {
        KeystoneToken token = await GetTokenAsync(cancellation).ConfigureAwait(false);
        return await endpoints.FindAsync(service, token.ProjectId!, http, cancellation).ConfigureAwait(false);
    }
}
