using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>A cloud whose agent in the guest runs commands.</summary>
internal interface IAgentCommands
{
    /// <summary>Finds the servers on which a command cannot run: one of them would refuse it for all.</summary>
    /// <exception cref="EcsException">The cloud could not be reached.</exception>
    Task<IReadOnlyDictionary<string, EcsException>> FindUnfitAsync(
        IReadOnlyList<EcsInstance> instances, GuestCommand command, CancellationToken cancellation);

    /// <summary>Finds the servers whose agent has been heard of since they started.</summary>
    /// <returns>Their ids.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    Task<IReadOnlyCollection<string>> FindReadyAsync(IReadOnlyList<EcsInstance> instances, CancellationToken cancellation);

    /// <summary>Runs a command on servers and waits for all of them.</summary>
    /// <param name="instances">The servers, each once.</param>
    /// <param name="onResult">Called for each server as it ends, from any thread; a server that was left alone has only an error.</param>
    Task RunAsync(IReadOnlyList<EcsInstance> instances, GuestCommand command, Action<EcsCommandResult> onResult, CancellationToken cancellation);
}
