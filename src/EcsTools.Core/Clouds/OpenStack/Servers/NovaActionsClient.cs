using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about what was done to a server (compute API, <c>/servers/{id}/os-instance-actions</c>): the proof of a write whose answer was lost.</summary>
internal sealed class NovaActionsClient(OpenStackClient client)
{
    // Nova's times are whole seconds, and the request was some time on its way.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);
    private static readonly HashSet<string> Boots =
        new(StringComparer.Ordinal) { "create", "start", "reboot", "rebuild", "rescue", "unrescue", "unshelve", "resize", "revertResize", "evacuate", "restore" };

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
        (IEnumerable<NovaAction> actions, DateTimeOffset now) = await ListAsync(serverId, cancellation).ConfigureAwait(false);
        DateTimeOffset sentAt = now.Moved(-Tolerance).Moved(-age);
        return actions
            .Where(a => a.Name == name && a.StartedAt >= sentAt && (a.UserId is null || origin.UserId is null || a.UserId == origin.UserId))
            .OrderByDescending(a => a.StartedAt)
            .FirstOrDefault();
    }

    /// <summary>Finds out for how long a server has been booting or running.</summary>
    /// <returns>The time since it was last booted, by the cloud's own clock; null if Nova does not know of it.</returns>
    public async Task<TimeSpan?> FindUptimeAsync(string serverId, CancellationToken cancellation)
    {
        (IEnumerable<NovaAction> actions, DateTimeOffset now) = await ListAsync(serverId, cancellation).ConfigureAwait(false);
        return now - actions.Where(a => Boots.Contains(a.Name)).Max(a => a.StartedAt);
    }

    private async Task<(IEnumerable<NovaAction> Actions, DateTimeOffset Now)> ListAsync(string serverId, CancellationToken cancellation)
    {
        ApiReply reply = await client.SendAsync(
            ApiRequest.Get("ListServerActions", ApiService.Compute, $"/servers/{CloudId.InPath(serverId)}/os-instance-actions"), cancellation).ConfigureAwait(false);
        return (reply.ReadList("instanceActions").OfType<JObject>().Select(NovaAction.Read).OfType<NovaAction>(), reply.Date ?? client.Wall.GetUtcNow());
    }
}
