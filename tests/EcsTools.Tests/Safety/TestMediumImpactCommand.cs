namespace EcsTools.Tests.Safety;

/// <summary>What the engine itself asks for a command of medium impact.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MediumImpact", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class TestMediumImpactCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => ShouldProcess("target", "action");
}
