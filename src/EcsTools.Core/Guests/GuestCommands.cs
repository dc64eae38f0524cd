using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Guests;

/// <summary>Runs commands in guests: by the cloud's agent or over SSH, with the same result.</summary>
public static class GuestCommands
{
    /// <summary>Runs a command in guests of one account.</summary>
    /// <param name="account">The account all servers came from.</param>
    /// <param name="request">The command.</param>
    /// <param name="instances">The servers, each once.</param>
    /// <param name="onResult">Called for each as it ends, from any thread; a server that was left alone has only an error.</param>
    /// <param name="cancellation">Stops waiting, and what has not begun in a guest.</param>
    /// <returns>A task that ends with the last.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud has no such agent.</exception>
    public static Task RunAsync(
        ConnectedAccount account,
        GuestCommandRequest request,
        IReadOnlyList<EcsInstance> instances,
        Action<EcsCommandResult> onResult,
        CancellationToken cancellation)
    {
        return IsByAgent(account, request.Method, request.Login)
            ? account.Cloud is IAgentCommands agent ? agent.RunAsync(instances, request.Command, onResult, cancellation)
            : throw StepErrors.NotSupported($"{account.Provider} has no agent that runs commands in guests.", "Use -Method Ssh.")
            : SshCommands.RunAsync(new ConsoleHostKeys(account), request, instances, onResult, cancellation);
    }

    /// <summary>Determines which way a command goes.</summary>
    /// <param name="method">What the user chose.</param>
    /// <param name="login">How to log in over SSH.</param>
    /// <returns>true for the cloud's agent; false for SSH.</returns>
    public static bool IsByAgent(ConnectedAccount account, GuestCommandMethod method, SshLogin login) => method switch
    {
        GuestCommandMethod.Ssh => false,
        GuestCommandMethod.Agent => true,
        _ => !login.HasSecret && account.Cloud is IAgentCommands,
    };
}
