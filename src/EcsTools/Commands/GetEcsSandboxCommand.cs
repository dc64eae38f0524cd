using EcsTools.Abstractions;

namespace EcsTools.Commands;

/// <summary>Writes the sandbox of this session, if there is one, with its counters.</summary>
[Cmdlet(VerbsCommon.Get, "EcsSandbox")]
[OutputType(typeof(EcsSandbox))]
public sealed class GetEcsSandboxCommand : EcsCmdlet
{
    private protected override void End()
    {
        if (Session.Sandbox is { } sandbox)
        {
            WriteObject(sandbox.Describe());
        }
    }
}
