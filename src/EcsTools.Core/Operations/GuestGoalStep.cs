using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Operations;

/// <summary>Observes whether guests have reached a goal. Sends nothing: it is only ever waited for.</summary>
internal sealed class GuestGoalStep : ICloudStep
{
    private readonly ConnectedAccount _account;
    private readonly GuestGoal _goal;
    private readonly IAgentCommands? _agent;
    private readonly GuestAnswers _answers;

    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud has no agent to wait for.</exception>
    public GuestGoalStep(ConnectedAccount account, GuestGoal goal)
    {
        _account = account;
        _goal = goal;
        _answers = new GuestAnswers(account);
        _agent = account.Cloud as IAgentCommands;
        if (goal == GuestGoal.Agent && _agent is null)
        {
            throw StepErrors.NotSupported($"{account.Provider} has no agent that runs commands.", "Use -For Settled, or -For Running.");
        }
    }

    public StepKind Kind => StepKind.Start;

    /// <summary>Tells whether nothing in the guest is under way any more, as far as our journal and the cloud tell.</summary>
    public static bool IsSettled(EcsInstance instance) => instance.SettlesUntil is null && !OpenRebuilds.IsShownOn(instance);

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        throw new NotSupportedException("A goal of the guest is waited for and never planned.");

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        throw new NotSupportedException("A goal of the guest is waited for and never sent.");

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.WithAsync(ReadAsync(sent, cancellation), (s, read) => read.Servers.TryGetValue(s.Target.Instance.Id, out EcsInstance? now)
            ? new StepObservation(read.Reached.Contains(now.Id) ? ObservedState.TookEffect : ObservedState.Pending, now) { Activity = Describe(now) }
            : StepObservation.Gone(s.Target));

    private async Task<(IReadOnlyDictionary<string, EcsInstance> Servers, HashSet<string> Reached)> ReadAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, EcsInstance> servers = await InstanceLookup.FindByIdAsync(
            _account, [.. sent.Select(s => s.Target.Instance.Id)], cancellation).ConfigureAwait(false);
        IEnumerable<string> reached = _goal switch
        {
            GuestGoal.Settled => servers.Values.Where(IsSettled).Select(i => i.Id),
            GuestGoal.Agent => await _agent!.FindReadyAsync([.. servers.Values], cancellation).ConfigureAwait(false),
            _ => await _answers.FindAsync([.. servers.Values.Where(CanAnswer)], cancellation).ConfigureAwait(false),
        };
        return (servers, new HashSet<string>(reached, StringComparer.Ordinal));
    }

    // What responds during a rebuild is the old system.
    private static bool CanAnswer(EcsInstance instance) => instance.Status == EcsInstanceStatus.Running && !OpenRebuilds.IsShownOn(instance);

    private string Describe(EcsInstance now) => _goal == GuestGoal.Agent && now.Status == EcsInstanceStatus.Running ? "Waiting for the agent"
        : _goal == GuestGoal.Guest && CanAnswer(now) ? "Waiting for the guest"
        : now.SettlesUntil is not null ? "Taking its key or password"
        : now.Status.ToString();
}
