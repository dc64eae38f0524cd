using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Finds out on which servers Cloud Assistant cannot run a command, before it is sent
/// (docs/contracts/alibaba-ecs.md 3.20, 3.22).</summary>
internal sealed class AlibabaAgents
{
    private readonly AlibabaApi _api;

    public AlibabaAgents(AlibabaApi api) => _api = api;

    /// <summary>Finds the servers that would refuse a command for all.</summary>
    /// <exception cref="EcsException">The cloud could not be reached.</exception>
    public async Task<IReadOnlyDictionary<string, EcsException>> FindUnfitAsync(
        IReadOnlyList<EcsInstance> instances, GuestCommand command, CancellationToken cancellation)
    {
        Dictionary<string, EcsException> unfit = instances.Select(i => (i.Id, Error: Judge(i, command))).Where(i => i.Error is not null)
            .ToDictionary(i => i.Id, i => i.Error!, StringComparer.Ordinal);
        EcsInstance[] rest = [.. instances.Where(i => !unfit.ContainsKey(i.Id))];

        // Without the right to look, the command itself tells.
        LookupResult<HashSet<string>> dead = await LookupResult<HashSet<string>>.ReadAsync(
            () => FindDeadAsync(rest, cancellation)).ConfigureAwait(false);
        foreach (EcsInstance instance in rest.Where(i => dead.Value?.Contains(i.Id) == true))
        {
            unfit[instance.Id] = NotInstalled(instance, "its agent has not reported since the server started, or for two minutes");
        }

        return unfit;
    }

    /// <summary>Finds the running servers whose agent has been heard of since they started.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyCollection<string>> FindReadyAsync(IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
        [.. (await ReadAsync(instances.Where(i => i.Status == EcsInstanceStatus.Running), cancellation).ConfigureAwait(false)).Where(a => a.IsAlive).Select(a => a.Id)];

    /// <summary>The error for a server whose agent does not answer.</summary>
    public static EcsException NotInstalled(EcsInstance instance, string detail) => new(
        EcsErrorId.AgentNotInstalled, $"Cloud Assistant cannot run commands on {instance}: {detail}.")
    {
        InstanceId = instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = "If the server has just started, wait a minute or two. Otherwise, install or start the Cloud Assistant agent in the guest.",
    };

    private static EcsException? Judge(EcsInstance instance, GuestCommand command)
    {
        if (instance.Status != EcsInstanceStatus.Running)
        {
            return new EcsException(EcsErrorId.IncorrectState, $"{instance} is {StatusText.Of(instance)}; commands run on running servers only.")
            {
                InstanceId = instance.Id,
                WasNotCarriedOut = true,
                RecommendedAction = "Run Start-EcsInstance.",
            };
        }

        bool isForWindows = command.KindFor(instance.OsType) != EcsCommandType.Shell;
        return instance.OsType == EcsOsType.Unknown || isForWindows == (instance.OsType == EcsOsType.Windows) ? null : InputErrors.Create(
            $"{instance} is a {instance.OsType} server and does not run a command of the type {command.Kind}.",
            "Specify another -CommandType, or omit it.",
            instance.Id);
    }

    // A server that is not told of may have an agent all the same.
    private async Task<HashSet<string>> FindDeadAsync(EcsInstance[] instances, CancellationToken cancellation) =>
        [.. (await ReadAsync(instances, cancellation).ConfigureAwait(false)).Where(a => !a.IsAlive).Select(a => a.Id)];

    private async Task<IEnumerable<(string Id, bool IsAlive)>> ReadAsync(IEnumerable<EcsInstance> instances, CancellationToken cancellation)
    {
        Dictionary<string, DateTimeOffset?> starts = instances.ToDictionary(i => i.Id, i => i.StartedAt, StringComparer.Ordinal);
        JObject[] answers = await starts.Keys.InCalls().ForEachAsync(
            call => _api.CallAsync("DescribeCloudAssistantStatus", new AlibabaParameters().AddList("InstanceId", call), RequestIdempotency.ReadOnly, null, cancellation),
            cancellation).ConfigureAwait(false);
        return answers.SelectMany(a => a.Object("InstanceCloudAssistantStatusSet").Objects("InstanceCloudAssistantStatus"))
            .Where(s => s.Text("InstanceId") is { } id && starts.ContainsKey(id))
            .Select(s => (s.Text("InstanceId")!, !IsDead(s, starts[s.Text("InstanceId")!])));
    }

    // A heartbeat from before the last start says nothing about the system that runs now.
    private static bool IsDead(JObject status, DateTimeOffset? start) =>
        string.Equals(status.Text("CloudAssistantStatus"), "false", StringComparison.OrdinalIgnoreCase) || status.Time("LastHeartbeatTime") < start;
}
