using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Operations;
using EcsTools.Core.Policies;
using EcsTools.Internal;

namespace EcsTools.Commands;

/// <summary>Changes name, description, deletion protection and key pair of servers.</summary>
[Cmdlet(VerbsCommon.Set, "EcsInstance", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsInstance))]
public sealed class SetEcsInstanceCommand : EcsInstanceCmdlet
{
    private readonly List<(ConnectedAccount Account, EcsInstance Instance)> _wanted = [];

    /// <summary>The new name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    /// <summary>The new description; an empty one clears it.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>Whether the servers are protected against release. At Huawei Cloud and OTC this is the server's lock, which refuses every other change too.</summary>
    [Parameter]
    public bool? DeletionProtection { get; set; }

    /// <summary>The key pair that the servers are to have.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KeyPairCompleter))]
    public string? KeyPairName { get; set; }

    /// <summary>Takes the key pair from the servers.</summary>
    [Parameter]
    public SwitchParameter RemoveKeyPair { get; set; }

    /// <summary>Writes each server as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin()
    {
        base.Begin();
        if (NewName is null && Description is null && DeletionProtection is null && KeyPairName is null && !RemoveKeyPair)
        {
            Fail(InputErrors.Create("No changes specified.", "Specify -NewName, -Description, -DeletionProtection, -KeyPairName, or -RemoveKeyPair."));
        }

        if (KeyPairName is not null && RemoveKeyPair)
        {
            Fail(InputErrors.Create("A server cannot get a key pair and have none.", "Specify either -KeyPairName or -RemoveKeyPair."));
        }
    }

    private protected override void Act(ConnectedAccount account, IReadOnlyList<EcsInstance> instances) => _wanted.AddRange(instances.Select(i => (account, i)));

    private protected override void End()
    {
        base.End();
        if (NewName is not null && _wanted.Count > 1)
        {
            Fail(InputErrors.Create(
                $"-NewName applies to one server, but {_wanted.Count} were specified: {string.Join(", ", _wanted.Select(w => w.Instance))}.",
                "Rename the servers one by one."));
        }

        InstanceUpdate edit = new(NewName, Description, DeletionProtection) { KeyPairName = KeyPairName, RemovesKeyPair = RemoveKeyPair };
        foreach ((ConnectedAccount account, EcsInstance instance) in _wanted)
        {
            if (edit.IsDone(instance))
            {
                WriteVerbose($"{instance}: already as requested; skipping.");
                Pass(instance);
            }
            else if ((InstanceGuard.RefuseEdit(account, instance) ?? InstanceUpdateOperation.Refuse(account, instance, edit)) is { } refusal)
            {
                WriteError(refusal, instance);
            }
            else if (Gate.Permits(ChangeOf(instance, edit)) && Asks(account, instance, edit) && Gate.Agrees(ChangeOf(instance, edit)))
            {
                Change(account, instance, edit);
            }
        }
    }

    // What a protection keeps from being deleted is gone with it, and nothing else asks on that way.
    private static bool Exposes(InstanceUpdate edit) => edit.DeletionProtection == false;

    private static Change ChangeOf(EcsInstance instance, InstanceUpdate edit)
    {
        List<string> operations = [PolicyOperations.Set];
        if (Exposes(edit))
        {
            operations.Add(PolicyOperations.Unprotect);
        }

        if (edit.ChangesKeyPair)
        {
            operations.Add(PolicyOperations.KeyPairAttach);
        }

        return new Change(instance, operations);
    }

    // Whoever has only a password, or only the old key, may be locked out by another key pair.
    private bool Asks(ConnectedAccount account, EcsInstance instance, InstanceUpdate edit)
    {
        string server = $"{instance} in account {instance.Account}, {instance.Region}";
        List<string> questions = [];
        if (InstanceUpdateOperation.FindEffect(account, edit) is { } effect)
        {
            questions.Add(edit.RemovesKeyPair
                ? $"{effect}\nRemove the key pair {Display.Line(instance.KeyPairName)} from {Display.Line(instance.Name)}?"
                : $"{effect}\nChange the key pair of {Display.Line(instance.Name)} to {Display.Line(edit.KeyPairName)}?");
        }

        if (Exposes(edit))
        {
            questions.Add($"End the deletion protection of {Display.Line(instance.Name)}?");
        }

        return questions.Count > 0
            ? Confirmation.Ask($"{Describe(edit)}: {server}", $"Performing the operation \"{Describe(edit)}\" on target \"{server}\".\n{string.Join("\n", questions)}", ConfirmImpact.High)
            : Confirmation.Ask(server, Describe(edit));
    }

    private static string Describe(InstanceUpdate edit)
    {
        List<string> changes = [];
        if (edit.Name is not null)
        {
            changes.Add($"rename to '{Display.Line(edit.Name)}'");
        }

        if (edit.Description is not null)
        {
            changes.Add(edit.Description.Length == 0 ? "clear the description" : $"set the description to '{Display.Line(edit.Description)}'");
        }

        if (edit.DeletionProtection is { } isProtected)
        {
            changes.Add(isProtected ? "enable deletion protection" : "disable deletion protection");
        }

        if (edit.KeyPairName is not null)
        {
            changes.Add($"change the key pair to '{edit.KeyPairName}'");
        }

        if (edit.RemovesKeyPair)
        {
            changes.Add("remove the key pair");
        }

        string text = string.Join(", ", changes);
        return char.ToUpperInvariant(text[0]) + text.Substring(1);
    }

    private void Change(ConnectedAccount account, EcsInstance instance, InstanceUpdate edit) => WorkOn(instance, () =>
    {
        Pass(Audit.Around(
            account,
            AuditTrail.Change(instance, ChangeOf(instance, edit).Operations.Last(), Describe(edit)),
            () => Run(token => InstanceUpdateOperation.RunAsync(account, instance, edit, token))));
        if (InstanceUpdateOperation.FindEffect(account, edit) is { } effect)
        {
            WriteWarning($"{instance}: {effect}");
        }
    });

    private void Pass(EcsInstance instance)
    {
        if (PassThru)
        {
            WriteObject(instance);
        }
    }
}
