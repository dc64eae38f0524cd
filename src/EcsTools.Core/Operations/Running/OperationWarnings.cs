using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>What is said of an operation while it is carried out, although nothing is wrong with it.</summary>
internal static class OperationWarnings
{
    /// <summary>Said before the stop, also in a session without prompts: what waits for its payment keeps the server stopped.</summary>
    public static void GivePayment(PlannedOperation planned)
    {
        foreach (EcsRequirement unpaid in planned.Plan.Requirements.Where(r => r is { Id: EcsRequirementId.Payment, Outcome: EcsRequirementOutcome.Warning }))
        {
            AmbientLog.Current.Warning($"{planned.Plan.Instance}: {unpaid.Detail} {unpaid.Remedy}".TrimEnd());
        }
    }

    /// <summary>Says what <c>-NoWait</c> leaves to be done.</summary>
    public static void GiveRest(PlannedOperation planned, JournalEntry entry, EcsInstance instance)
    {
        bool attaches = DiskDetour.IsAfter(planned.Options, planned.Facts);
        if ((entry.EndsRunning && planned.Step.Kind != StepKind.RebuildSystemDisk) || attaches)
        {
            string rest = attaches ? "attach the disk again" : "start the server";
            AmbientLog.Current.Warning($"{instance}: -NoWait does not wait for what follows. To {rest} when the operation has ended, run Resume-EcsOperation -OperationId {entry.OperationId}.");
        }

        if (planned.Options.WaitForGuest)
        {
            AmbientLog.Current.Warning($"{instance}: with -NoWait the guest is not waited for. Once the operation has ended, run Wait-EcsInstance -For Guest.");
        }

        if (BandwidthFollowUp.FindStep(planned.Account, planned.Options) is not null)
        {
            AmbientLog.Current.Warning($"{instance}: with -NoWait the bandwidth is not changed. Once the operation has ended, run Set-EcsBandwidth -Bandwidth {planned.Options.Bandwidth}.");
        }
    }
}
