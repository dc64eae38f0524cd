using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>
/// What a replacement of the system disk leaves to be done: the old disk's automatic snapshot policies are applied to the new one. The
/// replacement itself is over by then, so whatever goes wrong here is a warning and never makes it a failure. Nothing here destroys anything,
/// so Resume-EcsOperation does it where a process could not.
/// </summary>
internal sealed class SnapshotPolicyFollowUp
{
    // Neither what is left of the operation's own time counts, nor is it worth more.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private const int Attempts = 2;
    private readonly ConnectedAccount _account;
    private readonly JournalWriter _record;
    private readonly StepExecutor _driver;

    public SnapshotPolicyFollowUp(ConnectedAccount account, JournalWriter record, StepExecutor driver)
    {
        _account = account;
        _record = record;
        _driver = driver;
    }

    /// <summary>True if something is left to be done.</summary>
    public bool IsOwed => Owed().Any();

    /// <summary>Does what is left.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.JournalUnavailable"/> alone.</exception>
    public async Task RunAsync(EcsInstance instance, CancellationToken cancellation)
    {
        foreach (string policy in Owed().ToArray())
        {
            try
            {
                await ApplyAsync(instance, policy, cancellation).ConfigureAwait(false);
            }
            catch (EcsException error) when (error.ErrorId != EcsErrorId.JournalUnavailable)
            {
                AmbientLog.Current.Warning(
                    $"{instance}: its system disk was replaced, but the automatic snapshot policy {policy} cannot be applied to the new one, "
                    + $"and creates no more snapshots: {error.Message} Apply it in the provider's console.");
            }
        }
    }

    private IEnumerable<string> Owed() => Main is { State: JournalStepState.Done } main && main.Before.TryGetValue(StepFactKeys.SnapshotPolicies, out string? policies)
        ? policies.Split([','], StringSplitOptions.RemoveEmptyEntries).Where(p => !Notes(p).Any(n => !n.IsOpen))
        : [];

    private JournalStep? Main => _record.Entry.Steps.LastOrDefault(s => s.Kind == StepKind.RebuildSystemDisk);

    private IEnumerable<JournalStep> Notes(string policy) => _record.Entry.Steps.Where(
        s => s.Kind == StepKind.ApplySnapshotPolicy && s.Before.TryGetValue(StepFactKeys.SnapshotPolicies, out string? noted) && noted == policy);

    private async Task ApplyAsync(EcsInstance instance, string policy, CancellationToken cancellation)
    {
        ICloudStep step = _account.Cloud.FindStep(StepKind.ApplySnapshotPolicy)
            ?? throw new EcsException(EcsErrorId.NotSupported, $"{_account.Provider} does not offer this.");
        StepTarget target = new(instance, new OperationOptions { Kind = OperationKind.SystemDiskSwitch })
        {
            Before = new Dictionary<string, string> { [StepFactKeys.SnapshotPolicies] = policy },
        };

        // A process that was killed may have done it; that it is left open in the journal tells nothing.
        JournalStep[] open = [.. Notes(policy)];
        if (open.Length > 0 && (await _driver.AwayAsync(() => step.ObserveAsync([new SentStep(target, null)], cancellation)[0]).ConfigureAwait(false)).State == ObservedState.TookEffect)
        {
            Array.ForEach(open, note => _record.Complete(note, JournalStepState.Done, null));
            return;
        }

        StepPreview preview = (await _driver.AwayAsync(() => step.PreviewAsync([target], cancellation)).ConfigureAwait(false))[0];
        target = target with { Before = preview.Facts.Concat(target.Before).ToDictionary(f => f.Key, f => f.Value) };
        for (int attempt = 1; ; attempt++)
        {
            RecordedStep sent = await _driver.SendAsync(step, target, cancellation).ConfigureAwait(false);
            StepObservation end = await _driver.ObserveAsync(sent, Limit, cancellation).ConfigureAwait(false);
            if (end.State == ObservedState.TookEffect)
            {
                return;
            }

            // Only what got no answer is sent again, once it was looked for in vain.
            if (sent.IsAccepted || attempt == Attempts)
            {
                throw end.Error ?? OperationErrors.Unknown(_record.Entry);
            }
        }
    }
}
