using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Model;

namespace EcsTools.Core.Guests;

/// <summary>Runs commands in guests: by the cloud's agent or over SSH, with the same result.</summary>
public static class GuestCommands
{
    /// <summary>Runs a command in guests of one account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="request">The command.</param>
    /// <param name="instances">The servers, each once.</param>
    /// <param name="onResult">Called for each as it ends, from any thread: with a result or an error.</param>
    /// <param name="cancellation">Stops waiting; what was begun goes on in the guests.</param>
    /// <returns>A task that ends with the last.</returns>
    public static Task RunAsync(
        OpenAccount account,
        GuestCommandRequest request,
        IReadOnlyList<EcsInstance> instances,
        Action<EcsInstance, EcsCommandResult?, EcsException?> onResult,
        CancellationToken cancellation)
    {
        bool overSsh = request.Method == GuestCommandMethod.Ssh
            || (request.Method == GuestCommandMethod.Auto && (request.Login.HasSecret || account.Cloud is not IGuestCommands));
        List<EcsInstance> fit = [];
        foreach (EcsInstance instance in instances)
        {
            if (FindFlaw(request, instance, overSsh, account.Cloud is IGuestCommands) is { } flaw)
            {
                onResult(instance, null, flaw);
            }
            else
            {
                fit.Add(instance);
            }
        }

        return overSsh ? RunOverSshAsync(request, fit, onResult, cancellation) : RunByAgentAsync((account.Cloud as IGuestCommands)!, request, fit, onResult, cancellation);
    }

    private static EcsException? FindFlaw(GuestCommandRequest request, EcsInstance instance, bool overSsh, bool hasAgent) =>
        !overSsh && !hasAgent ? Refuse(EcsErrorId.NotSupported, $"{instance.Cloud} runs no commands in guests.", "Use -Method Ssh.")
        : instance.Status != EcsInstanceStatus.Running ? Refuse(EcsErrorId.IncorrectState, $"{instance} is {instance.Status}: no command can run in it.", "Start it first.")
        : overSsh && instance.OsType == EcsOsType.Windows ? Refuse(EcsErrorId.NotSupported, $"{instance} runs Windows; SSH is for Linux.", "Use -Method Agent where the cloud has one.")
        : (request.Language == GuestLanguage.Shell) == (instance.OsType == EcsOsType.Windows) ? Refuse(EcsErrorId.InvalidInput, $"{instance} runs {instance.OsType}, which has no {request.Language}.", "Choose another -Type.")
        : overSsh && !request.Login.HasSecret ? Refuse(EcsErrorId.InvalidInput, "There is nothing to log in to the guest with.", "Give -KeyFile or -LoginCredential.")
        : overSsh && request.Login.AddressOf(instance) is not { Length: > 0 } ? Refuse(EcsErrorId.GuestUnreachable, $"{instance} has no such address.", "Give -HostName or -UsePrivateAddress.")
        : null;

    private static EcsException Refuse(string id, string message, string action) => new(id, message) { WasNotCarriedOut = true, RecommendedAction = action };

    private static async Task RunByAgentAsync(
        IGuestCommands cloud,
        GuestCommandRequest request,
        List<EcsInstance> instances,
        Action<EcsInstance, EcsCommandResult?, EcsException?> onResult,
        CancellationToken cancellation)
    {
        // One guest that does not fit refuses the whole call, so those are left out first.
        IReadOnlyCollection<string> ready = instances.Count == 0 ? [] : await cloud.FindAgentsAsync(instances, cancellation).ConfigureAwait(false);
        foreach (EcsInstance absent in instances.Where(i => !ready.Contains(i.Id)))
        {
            onResult(absent, null, Refuse(EcsErrorId.AgentNotInstalled, $"The cloud's agent does not answer in {absent}.", "Wait some minutes after a start, or use -Method Ssh."));
        }

        EcsInstance[] fit = [.. instances.Where(i => ready.Contains(i.Id))];
        if (fit.Length == 0)
        {
            return;
        }

        IReadOnlyDictionary<string, GuestRun> runs = await cloud.RunScriptAsync(
            new GuestScript(request.Language, request.Command), fit, request.Timeout, cancellation).ConfigureAwait(false);
        foreach (EcsInstance instance in fit)
        {
            GuestRun run = runs[instance.Id];
            onResult(instance, run.Output is { } output ? Result(instance, output, GuestCommandMethod.Agent) : null, run.Error);
        }
    }

    private static async Task RunOverSshAsync(
        GuestCommandRequest request,
        List<EcsInstance> instances,
        Action<EcsInstance, EcsCommandResult?, EcsException?> onResult,
        CancellationToken cancellation)
    {
        using SemaphoreSlim slots = new(request.ThrottleLimit);
        await Task.WhenAll(instances.Select(OneAsync)).ConfigureAwait(false);

        async Task OneAsync(EcsInstance instance)
        {
            await slots.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                using SshGuest guest = await SshGuest.ConnectAsync(request.Login.AddressOf(instance)!, request.Login, cancellation).ConfigureAwait(false);
                await GuestIdentity.RequireAsync(guest, instance, request.MayBeSilent, request.Timeout, cancellation).ConfigureAwait(false);
                guest.Remember();
                GuestOutput output = await guest.RunAsync(request.Command, null, request.Timeout, cancellation).ConfigureAwait(false);
                onResult(instance, Result(instance, output, GuestCommandMethod.Ssh), null);
            }
            catch (EcsException error)
            {
                onResult(instance, null, error);
            }
            finally
            {
                slots.Release();
            }
        }
    }

    private static EcsCommandResult Result(EcsInstance instance, GuestOutput output, GuestCommandMethod method) => new()
    {
        InstanceId = instance.Id,
        InstanceName = instance.Name,
        Account = instance.Account,
        Region = instance.Region,
        Method = method.ToString(),
        ExitCode = output.ExitCode,
        Output = output.Output,
        ErrorOutput = output.ErrorOutput,
        IsTruncated = output.IsTruncated,
    };
}
