using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about the password that a Windows guest has posted (compute API, <c>/servers/{id}/os-server-password</c>).</summary>
internal sealed class NovaPasswords
{
    private readonly OpenStackClient _client;

    /// <summary>Makes the family.</summary>
    /// <param name="client">Sends.</param>
    public NovaPasswords(OpenStackClient client) => _client = client;

    /// <summary>Reads the stored text.</summary>
    /// <param name="serverId">The server.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>Base64 of the encrypted password; empty if there is none.</returns>
    public async Task<string> ReadStoredAsync(string serverId, CancellationToken cancellation)
    {
        OpenStackRequest request = OpenStackRequest.Get("ShowServerPassword", OpenStackService.Compute, $"/servers/{CloudId.InPath(serverId)}/os-server-password") with { InstanceId = serverId };
        return (await _client.SendAsync(request, cancellation).ConfigureAwait(false)).Read().Text("password") ?? "";
    }

    /// <summary>Erases the stored text; the password itself stays, and doing it again changes nothing.</summary>
    /// <param name="serverId">The server.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>What the cloud gave.</returns>
    public async Task<StepReceipt> DeleteStoredAsync(string serverId, CancellationToken cancellation)
    {
        OpenStackRequest request = new("DeleteServerPassword", HttpMethod.Delete, OpenStackService.Compute, $"/servers/{CloudId.InPath(serverId)}/os-server-password")
        {
            Safety = CallSafety.Repeatable,
            InstanceId = serverId,
        };
        return new StepReceipt { RequestId = (await _client.SendAsync(request, cancellation).ConfigureAwait(false)).RequestId };
    }
}
