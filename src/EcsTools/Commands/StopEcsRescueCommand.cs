using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Operations;

namespace EcsTools.Commands;

/// <summary>Ends the rescue of a server: its system disk is its own again, and it boots from it.</summary>
[Cmdlet(VerbsLifecycle.Stop, "EcsRescue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class StopEcsRescueCommand : EcsOperationCmdlet
{
    /// <summary>Creates the command.</summary>
    public StopEcsRescueCommand() => Timeout = (int)OperationOptions.UsualTimeout(OperationKind.RescueStop).TotalSeconds;

    /// <summary>The system disk (Huawei Cloud, Open Telekom Cloud); without it the one that the journal has for the server's last rescue.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DiskIdCompleter))]
    public string? DiskId { get; set; }

    /// <summary>Leaves the server stopped.</summary>
    [Parameter]
    public SwitchParameter LeaveStopped { get; set; }

    private protected override string Activity => "Ending rescues";

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.RescueStop,
        DiskId = DiskId,
        LeaveStopped = LeaveStopped,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };

    private protected override Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        Journal journal = Session.ReadJournal(JournalPath is null ? null : ResolvePath(JournalPath));
        return OperationPlanner.PlanAsync(
            account, [.. instances.Select(i => (i, options with { DiskId = DiskId ?? RescueRecord.FindDisk(journal, account, i) }))], cancellation);
    }
}
