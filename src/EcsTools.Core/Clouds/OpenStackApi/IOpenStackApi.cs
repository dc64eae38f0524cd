namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Sends calls as one account: finds the service, signs or adds the token, and maps errors.</summary>
internal interface IOpenStackApi
{
    /// <summary>The clock on the wall.</summary>
    TimeProvider Wall { get; }

    /// <summary>What stands on every object of this account.</summary>
    Task<ResourceOrigin> GetOriginAsync(CancellationToken cancellation);

    /// <exception cref="EcsException">The call was refused, or its answer was lost.</exception>
    Task<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellation);
}
