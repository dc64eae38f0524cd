using EcsTools.Core.Diagnostics;

namespace EcsTools.Abstractions;

/// <summary>The choice between <c>-Start</c> and <c>-LeaveStopped</c>.</summary>
internal static class EndStateChoice
{
    /// <summary>Ends the command if both are given.</summary>
    /// <param name="start">True if <c>-Start</c> is given.</param>
    /// <param name="leaveStopped">True if <c>-LeaveStopped</c> is given.</param>
    public static void Check(EcsCmdlet cmdlet, SwitchParameter start, SwitchParameter leaveStopped)
    {
        if (start && leaveStopped)
        {
            cmdlet.Fail(InputErrors.Create("-Start and -LeaveStopped cannot be combined.", "Specify only one of them."));
        }
    }
}
