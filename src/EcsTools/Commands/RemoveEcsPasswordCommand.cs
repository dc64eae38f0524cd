using System.Collections.Generic;
using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Guests;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Deletes the passwords of Windows servers that the cloud keeps. The passwords themselves stay, and cannot be fetched again.</summary>
[Cmdlet(VerbsCommon.Remove, "EcsPassword", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = InputObjectSet)]
public sealed class RemoveEcsPasswordCommand : EcsInstanceCmdlet
{
    private const string Action = "PasswordRemove";

    private protected override void Act(OpenAccount account, IReadOnlyList<EcsInstance> instances)
    {
        foreach (EcsInstance instance in instances)
        {
            string description = $"Delete the stored password of {instance} in account {instance.Account}, {instance.Region}; whoever has not fetched it never can";
            if (!Ask(description, description + ".\nGo on?") || !IsPermitted(Action, instance))
            {
                continue;
            }

            try
            {
                Run(token => StoredPasswords.DeleteAsync(account, instance, token));
            }
            catch (EcsException error) when (!EndsCommand(error))
            {
                WriteError(error, instance);
            }
        }
    }
}
