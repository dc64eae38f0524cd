using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Commands;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Runs a command in the guests of servers and writes what it printed.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "EcsCommand", SupportsShouldProcess = true, DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(EcsCommandResult))]
public sealed class InvokeEcsCommandCommand : EcsInstanceCmdlet
{
    /// <summary>The script's text.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = "";

    /// <summary>What runs it; by default the shell on Linux and PowerShell on Windows.</summary>
    [Parameter]
    public EcsCommandType CommandType { get; set; }

    /// <summary>Who it runs as; by default root on Linux and System on Windows.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>The folder it runs in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    /// <summary>How many seconds it may run before it is killed; 60 by default.</summary>
    [Parameter]
    [ValidateRange(10, 86400)]
    public int CommandTimeout { get; set; } = 60;

    /// <summary>Values for {{name}} in the command, at most ten.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable Parameter { get; set; } = [];

    private protected override void Act(OpenAccount account, IReadOnlyList<EcsInstance> instances)
    {
        EcsInstance[] wanted = [.. instances.Where(Allows)];
        if (wanted.Length == 0)
        {
            return;
        }

        GuestCommand command = new(Command)
        {
            Kind = CommandType,
            UserName = UserName,
            WorkingDirectory = WorkingDirectory,
            Timeout = TimeSpan.FromSeconds(CommandTimeout),
            Parameters = Parameter.Cast<DictionaryEntry>().ToDictionary(
                p => p.Key.ToString(), p => Convert.ToString(p.Value, CultureInfo.InvariantCulture) ?? ""),
        };
        Board.Begin("Running the command", wanted.Length);
        Run(token => CommandRunner.RunAsync(account, wanted, command, result => Post(() => Finish(result)), token));
    }

    private bool Allows(EcsInstance instance) =>
        Asking(() => ShouldProcess($"{instance} in account {instance.Account}, {instance.Region}", "Run the command"), "-Confirm:$false")
        && IsPermitted("Command", instance);

    // A command that ran has a result, whatever its exit code; one that did not, or not to its end, has an error too.
    private void Finish(EcsCommandResult result)
    {
        Board.CountDone();
        if (result.Status.Length > 0)
        {
            WriteObject(result);
        }

        if (result.IsTruncated)
        {
            WriteWarning($"{result.DroppedBytes} bytes of what the command printed on {result.Instance} were cut off.");
        }

        if (result.Error is not null)
        {
            WriteError(result.Error, result.Instance);
        }
    }
}
