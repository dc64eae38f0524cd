namespace EcsTools.Tests.Safety;

/// <summary>What the engine itself asks for a command of high impact: the measure for ours.</summary>
[Cmdlet(VerbsDiagnostic.Test, "HighImpact", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class TestHighImpactCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => ShouldProcess("target", "action");
}
