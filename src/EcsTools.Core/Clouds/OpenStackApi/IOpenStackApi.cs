using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Sends calls as one account: finds the service, signs or adds the token, and maps errors.</summary>
internal interface IOpenStackApi
{
    Task<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellation);
}
