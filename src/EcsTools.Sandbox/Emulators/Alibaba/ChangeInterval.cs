using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>Five minutes between two changes of size or bandwidth of one server (docs/contracts/alibaba-ecs-lifecycle.md 13).</summary>
internal static class ChangeInterval
{
    private static readonly TimeSpan BetweenChanges = TimeSpan.FromMinutes(5);

    public static void Check(AlibabaRequestContext call, Server server)
    {
        if (call.Backend.Events.Now - server.ChangedAt < BetweenChanges)
        {
            throw new AlibabaApiError(
                400, "Throttling", "Request was denied due to request throttling, please try again after 5 minutes.");
        }
    }

    public static void Note(AlibabaRequestContext call, Server server) => server.ChangedAt = call.Backend.Events.Now;
}
