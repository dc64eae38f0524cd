using System.Collections.Concurrent;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Guests;

/// <summary>
/// Finds out which guests answer: through the provider's agent, as an SSH server at the address of a login, or by a login prompt on a console
/// that shows the server as it runs. One of them is enough. Nothing is sent to a guest.
/// </summary>
/// <param name="port">Where their SSH servers listen.</param>
internal sealed class GuestAnswers(ConnectedAccount account, int port = SshLogin.DefaultPort)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Asks for running servers.</summary>
    /// <returns>The ids of those that answer.</returns>
    /// <exception cref="EcsException">The cloud could not be asked about its agent.</exception>
    public async Task<IReadOnlyCollection<string>> FindAsync(IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        IReadOnlyCollection<string> ready = account.Cloud is IAgentCommands agent && instances.Count > 0
            ? await agent.FindReadyAsync(instances, cancellation).ConfigureAwait(false)
            : [];
        ConcurrentBag<string> answered = [.. ready];
        EcsInstance[] silent = [.. instances.Where(i => !ready.Contains(i.Id))];
        await silent.ForEachAsync(
            AtOnce,
            async instance =>
            {
                if (await ShowsBannerAsync(instance, cancellation).ConfigureAwait(false) || await IsUpAsync(instance, cancellation).ConfigureAwait(false))
                {
                    answered.Add(instance.Id);
                }
            },
            cancellation).ConfigureAwait(false);
        return answered;
    }

    // A private address may be another machine's in the network of this one, so only a server without a public one is sought there, as for a login.
    // Addresses of a sandbox lead nowhere.
    private async Task<bool> ShowsBannerAsync(EcsInstance instance, CancellationToken cancellation) =>
        instance.OsType != EcsOsType.Windows && !account.Info.IsSandbox && AddressOf(instance) is { } address
        && await SshBanner.IsShownAsync(address, port, Patience, cancellation).ConfigureAwait(false);

    private static string? AddressOf(EcsInstance instance) =>
        instance.PublicIp is { Length: > 0 } ip ? ip : instance.PrivateIp is { Length: > 0 } own ? own : null;

    private async Task<bool> IsUpAsync(EcsInstance instance, CancellationToken cancellation)
    {
        if (account.Cloud is not IServerConsole { IsConsoleLive: true } console)
        {
            return false;
        }

        try
        {
            return ConsoleBoot.IsUp((await console.ReadConsoleAsync(instance, null, cancellation).ConfigureAwait(false)).Text);
        }
        catch (EcsException error)
        {
            // The other ways are still there, and so is the time-out.
            AmbientLog.Current.Verbose($"{instance}: cannot read the console ({error.ErrorId}).");
            return false;
        }
    }
}
