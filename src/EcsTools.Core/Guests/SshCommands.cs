using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Guests;

/// <summary>Runs commands in Linux guests over SSH.</summary>
internal static class SshCommands
{
    /// <summary>Runs a command in guests, after each has said that it is the server that is meant.</summary>
    /// <param name="instances">The servers, each once.</param>
    /// <param name="onResult">Called for each as it ends, from any thread.</param>
    public static Task RunAsync(
        ConsoleHostKeys hostKeys, GuestCommandRequest request, IReadOnlyList<EcsInstance> instances, Action<EcsCommandResult> onResult, CancellationToken cancellation)
    {
        return instances.ForEachAsync(request.ThrottleLimit, RunOneAsync, cancellation);

        async Task RunOneAsync(EcsInstance instance)
        {
            try
            {
                Require(request, instance);
                onResult(await RunInAsync(hostKeys, request, instance, cancellation).ConfigureAwait(false));
            }
            catch (EcsException error)
            {
                onResult(new EcsCommandResult { Instance = instance, Method = nameof(GuestCommandMethod.Ssh), Error = error });
            }
        }
    }

    private static async Task<EcsCommandResult> RunInAsync(ConsoleHostKeys hostKeys, GuestCommandRequest request, EcsInstance instance, CancellationToken cancellation)
    {
        GuestCommand command = request.Command;
        using SshGuest guest = await SshGuest.ConnectAsync(request.Login.AddressOf(instance)!, request.Login, cancellation, token => hostKeys.FindAsync(instance, request.Login.ConnectTimeout, token)).ConfigureAwait(false);
        await GuestIdentityVerifier.RequireAsync(guest, instance, request.MayBeSilent, command.Timeout, cancellation).ConfigureAwait(false);
        guest.Remember();
        GuestOutput output = await guest.RunAsync(command.Content, null, command.Timeout, cancellation).ConfigureAwait(false);
        return new EcsCommandResult
        {
            Instance = instance,
            Method = nameof(GuestCommandMethod.Ssh),
            Status = output.ExitCode == 0 ? "Success" : "Failed",
            ExitCode = output.ExitCode,
            Output = output.Output,
            ErrorOutput = output.ErrorOutput,
            IsTruncated = output.IsTruncated,
            UserName = request.Login.UserName,
        };
    }

    private static void Require(GuestCommandRequest request, EcsInstance instance)
    {
        GuestCommand command = request.Command;
        (string Id, string Message, string Action)? flaw =
            instance.Status != EcsInstanceStatus.Running ? (EcsErrorId.IncorrectState, $"{instance} is {StatusText.Of(instance)}; it must be running to run commands.", "Run Start-EcsInstance.")
            : instance.OsType == EcsOsType.Windows ? (EcsErrorId.NotSupported, $"{instance} runs Windows; SSH is supported only for Linux.", "Specify -Method Agent where the cloud supports it.")
            : command.KindFor(instance.OsType) != EcsCommandType.Shell ? (EcsErrorId.InvalidInput, $"{instance} runs Linux; over SSH, only shell commands are supported.", "Omit -CommandType.")
            : command.UserName is not null ? (EcsErrorId.InvalidInput, "Over SSH, a command runs as the user who logs in.", "Specify -LoginUserName or -LoginCredential, and omit -UserName.")
            : command.WorkingDirectory is not null ? (EcsErrorId.InvalidInput, "Over SSH, a command starts in the home directory of the user who logs in.", "Omit -WorkingDirectory, and begin the command with cd.")
            : command.Parameters.Count > 0 ? (EcsErrorId.InvalidInput, "Only the provider's agent supports parameters.", "Include the values in the command.")
            : !request.Login.HasSecret ? (EcsErrorId.InvalidInput, "No key and no password for the guest was specified.", "Specify -KeyFile or -LoginCredential.")
            : request.Login.AddressOf(instance) is not { Length: > 0 } ? (EcsErrorId.GuestUnreachable, $"{instance} has no such address.", "Specify -HostName or -UsePrivateAddress.")
            : null;
        if (flaw is { } found)
        {
            throw new EcsException(found.Id, found.Message) { InstanceId = instance.Id, WasNotCarriedOut = true, RecommendedAction = found.Action };
        }
    }
}
