using EcsTools.Abstractions;
using EcsTools.Core.Approvals;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Internal;

/// <summary>How long the plans that a command makes may be run.</summary>
internal static class PlanLife
{
    /// <summary>Ends the command if the time that was specified is none, or would be ignored.</summary>
    /// <param name="planOnly">True if plans are kept.</param>
    /// <param name="validFor">The time.</param>
    public static void Check(EcsCmdlet cmdlet, bool planOnly, TimeSpan validFor)
    {
        if (validFor <= TimeSpan.Zero || validFor > PlanSeal.LongestLife)
        {
            cmdlet.Fail(InputErrors.Create($"A plan cannot be valid for {validFor}.", "Specify a time of up to 366 days with -ValidFor, for example 8:00:00."));
        }

        if (!planOnly && cmdlet.MyInvocation.BoundParameters.ContainsKey("ValidFor"))
        {
            cmdlet.Fail(InputErrors.Create("-ValidFor would be ignored: no plan is kept.", "Specify -PlanOnly, or omit -ValidFor."));
        }
    }
}
