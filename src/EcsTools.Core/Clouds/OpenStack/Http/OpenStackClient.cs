using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Sends requests to the services of one cloud, project and region. Thread-safe.</summary>
internal sealed class OpenStackClient : IOpenStackApi, IDisposable
{
    private readonly CloudHttp _http;
    private readonly KeystoneTokenProvider _tokens;
    private readonly OpenStackEndpoints _endpoints;
    private readonly CloudConnection _connection;

    public OpenStackClient(CloudHttp http, KeystoneTokenProvider tokens, OpenStackEndpoints endpoints, CloudConnection connection)
    {
        _http = http;
        _tokens = tokens;
        _endpoints = endpoints;
        _connection = connection;
    }

    public TimeProvider Wall => _connection.Wall;

    /// <summary>Who one is and for which project.</summary>
    /// <exception cref="EcsException">The login was refused, or is for no project.</exception>
    public async Task<KeystoneToken> GetTokenAsync(CancellationToken cancellation)
    {
        KeystoneToken token = await _tokens.GetAsync(cancellation).ConfigureAwait(false);
        return token.ProjectId is not null ? token : throw new EcsException(EcsErrorId.InvalidCredential, "The login is good for no project.")
        {
            RecommendedAction = "Name a project in which the user has a role, with -ProjectName or -ProjectId.",
        };
    }

    public async Task<ResourceOrigin> GetOriginAsync(CancellationToken cancellation)
    {
        KeystoneToken token = await GetTokenAsync(cancellation).ConfigureAwait(false);
        return new ResourceOrigin(_connection.Cloud, _connection.AccountName, token.ProjectId!, _connection.Region, token.UserId)
        {
            Site = _tokens.Site,
            Identity = (token.DomainName is null ? token.UserName ?? "" : $"{token.UserName} ({token.DomainName})")
                + (_tokens.ApplicationCredential is { } credential ? $", application credential {credential}" : ""),
        };
    }

    /// <summary>The minor version of the compute API that both sides speak, for example 93 for 2.93.</summary>
    public async Task<int> GetComputeVersionAsync(CancellationToken cancellation) =>
        (await LocateAsync(ApiService.Compute, cancellation).ConfigureAwait(false)).Minor;

    /// <summary>Tells whether the cloud offers a service here.</summary>
    public async Task<bool> OffersAsync(ApiService service, CancellationToken cancellation)
    {
        await GetTokenAsync(cancellation).ConfigureAwait(false);
        return _endpoints.Offers(service);
    }

    /// <summary>Refuses what needs a service that the cloud does not offer.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if it does not stand in the catalogue.</exception>
    public Task RequireAsync(ApiService service, CancellationToken cancellation) => LocateAsync(service, cancellation);

    /// <summary>The regions in which the cloud offers servers.</summary>
    /// <returns>Id and address of each.</returns>
    public async Task<IReadOnlyList<(string Id, string Address)>> ListRegionsAsync(CancellationToken cancellation)
    {
        await GetTokenAsync(cancellation).ConfigureAwait(false);
        return _endpoints.ListRegions();
    }

    public async Task<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellation)
    {
        OpenStackAddress address = await LocateAsync(request.Service, cancellation).ConfigureAwait(false);
        string query = string.Join("&", request.Query.Select(q => $"{Uri.EscapeDataString(q.Name)}={Uri.EscapeDataString(q.Value)}"));
        CloudRequest call = new(request.Operation, request.Method, new Uri($"{address.Root}{request.Path}{(query.Length == 0 ? "" : "?" + query)}"), request.Safety)
        {
            Body = request.Body?.ToString(Formatting.None),
            InstanceId = request.InstanceId,
            Headers = address.Headers,
        };
        CloudResponse answer = await _http.SendAsync(call, cancellation).ConfigureAwait(false);
        return new ApiReply(call, answer, OpenStackErrorMapper.FindRequestId(answer));
    }

    public void Dispose()
    {
        _http.Dispose();
        _tokens.Dispose();
    }

    private async Task<OpenStackAddress> LocateAsync(ApiService service, CancellationToken cancellation)
    {
        KeystoneToken token = await GetTokenAsync(cancellation).ConfigureAwait(false);
        return await _endpoints.FindAsync(service, token.ProjectId!, _http, cancellation).ConfigureAwait(false);
    }
}
