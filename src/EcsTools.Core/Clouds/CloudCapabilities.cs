using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>What a cloud can do and how much of it at a time.</summary>
internal sealed record CloudCapabilities
{
    /// <summary>Servers in one start, stop or restart call.</summary>
    public required int PowerBatchSize { get; init; }

    /// <summary>True if a snapshot of the system disk is still good after the disk was made anew in place.</summary>
    public bool SnapshotSurvivesRebuild { get; init; }

    /// <summary>What to do in place of steps that the cloud does not offer.</summary>
    public IReadOnlyDictionary<StepKind, string> Instead { get; init; } = new Dictionary<StepKind, string>();

    /// <summary>What to do where the cloud does not tell of events; null if it does.</summary>
    public string? InsteadOfEvents { get; init; }

    /// <summary>Determines whether a lock, by its reason, forbids an action; see <see cref="ServerLocks"/>.</summary>
    public Func<ServerAction, string, bool> ForbidUnderLock { get; init; } = ServerLocks.ForbidChanges;

    /// <summary>Finds why the cloud does not offer a start, stop or restart in a way at all, whatever the server; null if it does.</summary>
    public Func<OperationOptions, (string Why, string Advice)?> FindUnofferedPower { get; init; } = _ => null;

    /// <summary>True if reinstallations are jobs, so that one's own are followed by the journal where no field of a server tells of them.</summary>
    public bool RebuildsAreJobs { get; init; }

    /// <summary>Operations that change a subscription by an order, which can be paid at once (<c>-AutoPay</c>).</summary>
    public IReadOnlyCollection<OperationKind> Orders { get; init; } = [];

    /// <summary>How long the cloud takes no second change of size, bandwidth or charge type of a server; zero if it takes them one after the other.</summary>
    public TimeSpan ChangeInterval { get; init; }

    /// <summary>What to do in place of the steps about subscriptions, where there are none.</summary>
    /// <param name="instead">How servers are paid for there, as a sentence.</param>
    public static Dictionary<StepKind, string> WithoutSubscriptions(string instead) => new()
    {
        [StepKind.RenewSubscription] = instead,
        [StepKind.SetAutoRenewal] = instead,
        [StepKind.ChangeChargeType] = instead,
    };

    /// <summary>The shortest time between two looks at the state of servers.</summary>
    public TimeSpan ShortestPoll { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The longest time between two looks.</summary>
    public TimeSpan LongestPoll { get; init; } = TimeSpan.FromSeconds(15);
}
