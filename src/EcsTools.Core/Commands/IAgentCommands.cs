using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Commands;

/// <summary>A cloud whose agent in the guest runs commands.</summary>
internal interface IAgentCommands
{
    /// <summary>Runs a command on servers and waits for all of them.</summary>
    /// <param name="instances">The servers, each once.</param>
    /// <param name="command">The command.</param>
    /// <param name="onResult">Called for each server as it ends, from any thread.</param>
    /// <param name="cancellation">Stops what has not begun in a guest, and waiting.</param>
    /// <returns>A task that ends with the last.</returns>
    Task RunAsync(IReadOnlyList<EcsInstance> instances, GuestCommand command, Action<EcsCommandResult> onResult, CancellationToken cancellation);
}
