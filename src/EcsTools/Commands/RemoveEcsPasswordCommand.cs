using EcsTools.Abstractions;
using EcsTools.Core.Contracts;

namespace EcsTools.Commands;

/// <summary>Deletes the passwords that clouds keep for Windows servers. The servers' own passwords stay as they are.</summary>
[Cmdlet(VerbsCommon.Remove, "EcsPassword", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class RemoveEcsPasswordCommand : EcsOperationCmdlet
{
    private protected override string Activity => "Deleting stored passwords";

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.PasswordRemove,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };
}
