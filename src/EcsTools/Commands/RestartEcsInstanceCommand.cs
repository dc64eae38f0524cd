using EcsTools.Abstractions;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;

namespace EcsTools.Commands;

/// <summary>Restarts servers.</summary>
[Cmdlet(VerbsLifecycle.Restart, "EcsInstance", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(EcsInstance), typeof(EcsOperation))]
public sealed class RestartEcsInstanceCommand : EcsInterruptingCmdlet
{
    /// <summary>How: in an orderly way by default.</summary>
    [Parameter]
    public EcsStopMode StopMode { get; set; }

    /// <summary>The folder of the journal, where the usual one does not outlive this machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    private protected override OperationOptions Request => new() { Kind = OperationKind.Restart, Hard = StopMode == EcsStopMode.Hard };

    private protected override Journal? ChooseJournal() => OpenJournal(JournalPath);

    private protected override string Action => StopMode == EcsStopMode.Hard ? "Power off and start again" : "Restart";

    private protected override string Activity => "Restarting servers";

    private protected override void Begin() => CheckJournalPath(JournalPath);

    private protected override bool IsDone(EcsInstance instance) => false;
}
