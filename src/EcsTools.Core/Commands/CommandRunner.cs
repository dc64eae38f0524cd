using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Model;

namespace EcsTools.Core.Commands;

/// <summary>Runs commands in the guests of one account's servers.</summary>
public static class CommandRunner
{
    /// <summary>Runs a command through the cloud's agent.</summary>
    /// <param name="account">The account all servers came from.</param>
    /// <param name="instances">The servers, each once.</param>
    /// <param name="command">The command.</param>
    /// <param name="onResult">Called for each server as it ends, from any thread; a server that was left alone has only an error.</param>
    /// <param name="cancellation">Stops what has not begun in a guest, and waiting.</param>
    /// <returns>A task that ends with the last.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud has no such agent.</exception>
    public static Task RunAsync(
        OpenAccount account, IReadOnlyList<EcsInstance> instances, GuestCommand command, Action<EcsCommandResult> onResult, CancellationToken cancellation) =>
        account.Cloud is IAgentCommands agent
            ? agent.RunAsync(instances, command, onResult, cancellation)
            : throw new EcsException(EcsErrorId.NotSupported, $"{account.Info.Cloud} has no agent that runs commands in the guest.") { WasNotCarriedOut = true };
}
