using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>
/// Some clouds take one change of a server's size, bandwidth or charge type in some minutes. What is left of them since the last one that the
/// journal knows is waited for before the server is stopped: stopped, it would be off for all that time.
/// </summary>
internal static class ChangeInterval
{
    private static readonly StepKind[] Changes = [StepKind.Resize, StepKind.ChangeBandwidth, StepKind.ChangeChargeType];

    /// <summary>Finds how long the cloud takes no such change yet.</summary>
    /// <param name="main">What the operation is about.</param>
    /// <returns>Zero if it may be sent at once.</returns>
    public static TimeSpan FindLeft(ConnectedAccount account, Journal journal, StepKind main, EcsInstance instance)
    {
        TimeSpan interval = account.Cloud.Capabilities.ChangeInterval;
        if (interval <= TimeSpan.Zero || !Changes.Contains(main))
        {
            return TimeSpan.Zero;
        }

        DateTimeOffset now = account.Wall.GetUtcNow();
        return journal.ReadOf(account.Info.AccountKey, [instance.Id])
            .SelectMany(e => e.Steps)
            .Where(s => Changes.Contains(s.Kind) && s.State != JournalStepState.Failed && s.SentAt <= now)
            .Select(s => interval - (now - s.SentAt))
            .Append(TimeSpan.Zero)
            .Max();
    }
}
