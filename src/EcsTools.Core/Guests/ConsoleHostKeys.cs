using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Guests;

/// <summary>
/// The SSH host keys that a server printed on its console after it was reinstalled. The console comes from the cloud, over a connection of which the
/// other end is proven: what stands there needs no question, if it is of the new system.
/// </summary>
internal sealed class ConsoleHostKeys(ConnectedAccount account)
{
    /// <summary>Finds the keys of a server.</summary>
    /// <returns>The keys in SSH's form; none where the console is not of the server as it runs, where the journal knows of no reinstallation
    /// that succeeded, and where nothing proves that the keys are newer than that.</returns>
    public async Task<IReadOnlyList<byte[]>> FindAsync(EcsInstance instance, CancellationToken cancellation)
    {
        if (account.Cloud is not IServerConsole { IsConsoleLive: true } console || instance.OsType == EcsOsType.Windows)
        {
            return [];
        }

        try
        {
            if (FindRebuild(instance) is not { } sentAt)
            {
                return [];
            }

            ConsoleText read = await console.ReadConsoleAsync(instance, null, cancellation).ConfigureAwait(false);
            IReadOnlyList<byte[]> keys = HostKeyBlock.Find(read.Text, sentAt, account.Wall.GetUtcNow());
            AmbientLog.Current.Verbose(keys.Count == 0
                ? $"{instance}: the console shows no SSH host keys that are newer than the last reinstallation."
                : $"{instance}: the console shows {keys.Count} SSH host keys of the reinstalled system.");
            return keys;
        }
        catch (EcsException error)
        {
            // Then the keys are as unknown as before.
            AmbientLog.Current.Verbose($"{instance}: cannot read SSH host keys from the console ({error.ErrorId}).");
            return [];
        }
    }

    // When the last one was sent; null if its end is not known, or if it did not succeed.
    private DateTimeOffset? FindRebuild(EcsInstance instance)
    {
        JournalEntry? last = account.Journal?.Invoke().Of(account.SandboxJournals).ReadOf(account.Info.AccountKey, [instance.Id])
            .FirstOrDefault(e => OperationDefinition.Find(e.Kind) is { Rebuilds: true });
        return last is { State: EcsOperationState.Succeeded } ? last.Steps.LastOrDefault(s => s.Kind == StepKind.RebuildSystemDisk)?.SentAt : null;
    }
}
