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
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);

    /// <summary>Finds the keys of a server. A guest answers seconds before its keys are printed: while Cloud-Init is at work, they are waited for.</summary>
    /// <param name="patience">How long.</param>
    /// <returns>The keys in SSH's form; none where the console is not of the server as it runs, where the journal knows of no reinstallation
    /// that succeeded, and where nothing proves that the keys are newer than that.</returns>
    public async Task<IReadOnlyList<byte[]>> FindAsync(EcsInstance instance, TimeSpan patience, CancellationToken cancellation)
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

            IReadOnlyList<byte[]> keys = await ReadAsync(console, instance, sentAt, patience, cancellation).ConfigureAwait(false);
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

    private async Task<IReadOnlyList<byte[]>> ReadAsync(
        IServerConsole console, EcsInstance instance, DateTimeOffset sentAt, TimeSpan patience, CancellationToken cancellation)
    {
        long begun = account.Time.GetTimestamp();
        while (true)
        {
            string text = (await console.ReadConsoleAsync(instance, null, cancellation).ConfigureAwait(false)).Text;
            DateTimeOffset now = account.Wall.GetUtcNow();
            IReadOnlyList<byte[]> keys = HostKeyBlock.Find(text, sentAt, now);
            if (keys.Count > 0 || !HostKeyBlock.MayCome(text, sentAt, now) || account.Time.GetElapsedTime(begun) + Pace > patience)
            {
                return keys;
            }

            AmbientLog.Current.Verbose($"{instance}: Cloud-Init has not printed the SSH host keys yet; reading the console again in {Pace.TotalSeconds:0} s.");
            await account.Time.Delay(Pace, cancellation).ConfigureAwait(false);
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
