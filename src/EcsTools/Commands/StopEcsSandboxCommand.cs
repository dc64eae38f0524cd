using EcsTools.Abstractions;

namespace EcsTools.Commands;

/// <summary>Stops the sandbox and closes its accounts. No other account becomes the default.</summary>
[Cmdlet(VerbsLifecycle.Stop, "EcsSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class StopEcsSandboxCommand : EcsCmdlet
{
    private protected override void End()
    {
        if (Session.Sandbox is null)
        {
            throw new EcsException(EcsErrorId.SandboxNotRunning, "No sandbox is running in this session.")
            {
                RecommendedAction = "Run Start-EcsSandbox to start one.",
            };
        }

        if (Confirmation.Ask("The sandbox of this session, with all that was done in it", "Stop"))
        {
            Session.StopSandbox();
        }
    }
}
