using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Guests;
using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>A cloud whose agent runs commands in guests.</summary>
internal interface IGuestCommands
{
    /// <summary>Asks in which guests the agent answers.</summary>
    /// <param name="instances">The servers.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The ids of those where it does.</returns>
    Task<IReadOnlyCollection<string>> FindAgentsAsync(IReadOnlyCollection<EcsInstance> instances, CancellationToken cancellation);

    /// <summary>Runs a script, once, in guests that all fit it, and waits for it.</summary>
    /// <param name="script">The script.</param>
    /// <param name="instances">The servers, each once.</param>
    /// <param name="timeout">How long the script may run in each guest.</param>
    /// <param name="cancellation">Stops waiting; the script goes on.</param>
    /// <returns>What became of it in each guest, by id.</returns>
    /// <exception cref="EcsException">The cloud refused, or its answer was lost.</exception>
    Task<IReadOnlyDictionary<string, GuestRun>> RunScriptAsync(
        GuestScript script, IReadOnlyList<EcsInstance> instances, TimeSpan timeout, CancellationToken cancellation);
}
