using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Guests;
using EcsTools.Model;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Runs a command in servers: by the cloud's agent or over SSH.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "EcsCommand", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(EcsCommandResult))]
public sealed class InvokeEcsCommandCommand : EcsInstanceCmdlet, IDynamicParameters
{
    private const string Action = "Command";
    private readonly SshParameters _ssh = new();
    private SshLogin? _login;

    /// <summary>The command.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = "";

    /// <summary>What runs it: the shell by default, PowerShell or Bat on Windows.</summary>
    [Parameter]
    public GuestLanguage Type { get; set; }

    /// <summary>How it gets there.</summary>
    [Parameter]
    public GuestCommandMethod Method { get; set; }

    /// <summary>Requirements that do not refuse: GuestIdentity, for guests that cannot tell which server they are.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] IgnoreRequirement { get; set; } = [];

    /// <summary>How many servers are logged in to at a time.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 5;

    /// <inheritdoc/>
    public object GetDynamicParameters() => _ssh;

    private protected override void Begin()
    {
        try
        {
            _login = _ssh.ToLogin(GetUnresolvedProviderPathFromPSPath);
        }
        catch (EcsException error)
        {
            Fail(error);
        }
    }

    private protected override void Act(OpenAccount account, IReadOnlyList<EcsInstance> instances)
    {
        EcsInstance[] wanted = [.. instances.Where(Allows)];
        if (wanted.Length == 0)
        {
            return;
        }

        GuestCommandRequest request = new()
        {
            Command = Command,
            Language = Type,
            Method = Method,
            Login = _login!,
            MayBeSilent = IgnoreRequirement.Contains(EcsRequirementId.GuestIdentity, StringComparer.OrdinalIgnoreCase),
            Timeout = _login!.CommandTimeout,
            ThrottleLimit = ThrottleLimit,
        };
        Board.Begin("Running the command", wanted.Length);
        Run(token => GuestCommands.RunAsync(account, request, wanted, (instance, result, error) => Post(() => Finish(instance, result, error)), token));
    }

    // The command itself may hold what nobody else should read.
    private bool Allows(EcsInstance instance) =>
        Asking(() => ShouldProcess($"{instance} in account {instance.Account}, {instance.Region}", "Run the command"), "-Confirm:$false")
        && IsPermitted(Action, instance);

    private void Finish(EcsInstance instance, EcsCommandResult? result, EcsException? error)
    {
        Board.CountDone();
        if (error is not null)
        {
            WriteError(error, instance);
        }
        else
        {
            WriteObject(result);
        }
    }
}
