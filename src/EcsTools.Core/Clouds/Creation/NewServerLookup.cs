namespace EcsTools.Core.Clouds;

/// <summary>Finds the server whose creation was not answered: the one of its name that was not there when it was planned.</summary>
internal static class NewServerLookup
{
    /// <summary>How long a creation may take to show its server. That none is seen by then is no proof that none comes, so that nothing is sent again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Looks how a creation stands that was not answered.</summary>
    public static async Task<StepObservation> ObserveAsync(ICloud cloud, SentStep sent, CancellationToken cancellation) =>
        await FindAsync(cloud, sent.Target, cancellation).ConfigureAwait(false) is { } now ? Judge(sent, now) : JudgeAbsent(sent);

    /// <summary>Judges a creation by its server.</summary>
    public static StepObservation Judge(SentStep sent, EcsInstance now)
    {
        sent.SawWork = true;
        Dictionary<string, string> facts = new() { [StepFactKeys.InstanceId] = now.Id };
        return now.Status switch
        {
            EcsInstanceStatus.Running => new StepObservation(ObservedState.TookEffect, now) { Facts = facts },
            EcsInstanceStatus.Error => Failed(sent, $"The server {now.Id} was created and does not run: {now.Fault ?? now.ProviderStatus}", "Delete it with Remove-EcsInstance, and run the command again with another size or zone.") with { Facts = facts },
            _ => StepObservation.Pending($"Waiting until it is running ({now.Status})", now) with { Facts = facts },
        };
    }

    /// <summary>Judges a creation whose server is not there.</summary>
    public static StepObservation JudgeAbsent(SentStep sent) => sent switch
    {
        { SawWork: true } => Failed(sent, "The provider deleted the server again while it was created.", "Check the provider's console for the reason, specify another zone or size, and run the command again."),
        { Handle: null } when sent.Age > Patience => new StepObservation(ObservedState.Unknown),
        _ when sent.Age > Patience => Failed(sent, "The provider accepted the request, but no server exists.", "Check the provider's console for the reason, specify another zone or size, and run the command again."),
        _ => StepObservation.Pending("Waiting for the server to appear", null),
    };

    private static StepObservation Failed(SentStep sent, string text, string advice) =>
        StepObservation.Failed(null, new EcsException(EcsErrorId.OperationFailed, text) { InstanceId = sent.Target.Instance.Id, RecommendedAction = advice });

    /// <summary>Looks for a server.</summary>
    /// <returns>The server; null if there is none yet. Several cannot be told apart.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AmbiguousName"/> if there is more than one.</exception>
    private static async Task<EcsInstance?> FindAsync(ICloud cloud, StepTarget target, CancellationToken cancellation)
    {
        string name = target.Instance.Name;
        string[] before = target.Before.TryGetValue(StepFactKeys.SameName, out string? known) ? known.Split(',') : [];
        IReadOnlyList<EcsInstance> found = await PageWalk.ListAllAsync(
            at => cloud.ListInstancesAsync(new InstanceQuery { Names = [name] }, at, null, cancellation)).ConfigureAwait(false);
        EcsInstance[] created = [.. found.Where(i => i.Name == name && !before.Contains(i.Id))];
        return created.Length <= 1 ? created.FirstOrDefault() : throw new EcsException(
            EcsErrorId.OutcomeUnknown, $"{created.Length} servers have the name {name}: {string.Join(", ", created.Select(i => i.Id))}. One of them may be the one that was created.")
        {
            RecommendedAction = "Check them, and delete what is not wanted with Remove-EcsInstance.",
        };
    }
}
