using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about what was done to a server (compute API, <c>/servers/{id}/os-instance-actions</c>): the proof of a write whose answer was lost.</summary>
internal sealed class NovaActionsClient(OpenStackClient client)
{
    // Nova's times are whole seconds, and the request was some time on its way.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>Reads an action of whose request the id is known.</summary>
    /// <returns>The action, or null if the server is gone or Nova does not know it.</returns>
    public async Task<NovaAction?> FindAsync(string serverId, string requestId, CancellationToken cancellation) => !CloudId.IsId(serverId) || !CloudId.IsId(requestId)
        ? null
        : await client.TryReadAsync(
            ApiRequest.Get("ShowServerAction", ApiService.Compute, $"/servers/{CloudId.InPath(serverId)}/os-instance-actions/{CloudId.InPath(requestId)}"),
            reply => NovaAction.Read(reply.ReadObject("instanceAction")),
            cancellation).ConfigureAwait(false);

    /// <summary>Looks for an action that was sent and not answered: of this user, of that name, and not older than it can be.</summary>
    /// <param name="age">How long ago it was sent. The cloud's own clock says when that was, so that a wrong one here does no harm.</param>
    /// <returns>The newest that fits, or null.</returns>
    public async Task<NovaAction?> FindLostAsync(string serverId, string name, TimeSpan age, CancellationToken cancellation)
    {
        ResourceOrigin origin = await client.GetOriginAsync(cancellation).ConfigureAwait(false);
        ApiReply reply = await client.SendAsync(
            ApiRequest.Get("ListServerActions", ApiService.Compute, $"/servers/{CloudId.InPath(serverId)}/os-instance-actions"), cancellation).ConfigureAwait(false);
        DateTimeOffset sentAt = (reply.Date ?? client.Wall.GetUtcNow()).Moved(-Tolerance).Moved(-age);
        return reply.ReadList("instanceActions").OfType<JObject>().Select(NovaAction.Read).OfType<NovaAction>()
            .Where(a => a.Name == name && a.StartedAt >= sentAt && (a.UserId is null || origin.UserId is null || a.UserId == origin.UserId))
            .OrderByDescending(a => a.StartedAt)
            .FirstOrDefault();
    }
}
