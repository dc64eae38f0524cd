namespace EcsTools.Tests.Safety;

/// <summary>What the engine itself asks for a command of low impact.</summary>
[Cmdlet(VerbsDiagnostic.Test, "LowImpact", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class TestLowImpactCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => ShouldProcess("target", "action");
}
