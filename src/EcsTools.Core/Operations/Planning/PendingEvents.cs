using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Operations;

/// <summary>
/// Events of the provider that would interrupt an operation: a restart or a move to another host in the middle of a wipe or a change of size. They are
/// read for all servers together. A user who has agreed with the provider, or who knows that the work ends in time, ignores the requirement.
/// </summary>
internal sealed class PendingEvents
{
    // No operation takes longer than that, with the backup before it.
    private static readonly TimeSpan Near = TimeSpan.FromHours(24);

    private readonly ILookup<string, EcsEvent> _events;
    private readonly EcsException? _error;
    private readonly DateTimeOffset _now;
    private readonly bool _isAsked;

    private PendingEvents(IEnumerable<EcsEvent> events, EcsException? error, DateTimeOffset now, bool isAsked)
    {
        _events = events.ToLookup(e => e.InstanceId, StringComparer.OrdinalIgnoreCase);
        _error = error;
        _now = now;
        _isAsked = isAsked;
    }

    /// <summary>Reads the events of all servers, if the operation could be interrupted and the cloud tells of events.</summary>
    /// <param name="instances">The servers, at least one.</param>
    public static async Task<PendingEvents> ReadAsync(
        ConnectedAccount account, OperationKind kind, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        DateTimeOffset now = account.Wall.GetUtcNow();
        if (account.Cloud.Events is null || !OperationDefinition.Of(kind).MustNotBeInterrupted)
        {
            return new PendingEvents([], null, now, isAsked: false);
        }

        try
        {
            EventQuery query = new() { InstanceIds = [.. instances.Select(i => i.Id)], States = EventQuery.Pending };
            return new PendingEvents(await Inventory.Events(account, query).ReadAllAsync(cancellation).ConfigureAwait(false), null, now, isAsked: true);
        }
        catch (EcsException error)
        {
            return new PendingEvents([], error, now, isAsked: true);
        }
    }

    /// <summary>The requirement that nothing of the provider's interrupts the operation.</summary>
    /// <returns>None for an operation that may be interrupted, and where the cloud tells of no events.</returns>
    public IEnumerable<EcsRequirement> Check(EcsInstance instance)
    {
        if (_isAsked)
        {
            yield return _error is null ? Judge([.. _events[instance.Id]]) : Excuse(_error);
        }
    }

    private EcsRequirement Judge(IReadOnlyList<EcsEvent> events)
    {
        EcsEvent[] near = [.. events.Where(IsNear)];
        return near.Length > 0
            ? Requirement.Failed(
                EcsRequirementId.Event,
                $"{Describe(near)} would interrupt the operation.",
                $"Wait until the event is over; see Get-EcsEvent. If you are sure that it does no harm, specify -IgnoreRequirement {EcsRequirementId.Event}.")
            : events.Count > 0
                ? Requirement.Warned(EcsRequirementId.Event, $"{Describe(events)} is pending.", "See Get-EcsEvent; Confirm-EcsEvent accepts an event that waits for it.")
                : Requirement.Passed(EcsRequirementId.Event, "No event of the provider is pending for the server.");
    }

    // One that waits for consent does not begin by itself within the time it was announced for.
    private bool IsNear(EcsEvent item) => item.State switch
    {
        EcsEventState.Executing => true,
        EcsEventState.Scheduled => item.NotBefore is not { } begin || begin - _now < Near,
        _ => false,
    };

    // Who may not list events could do without them so far; that is no reason to refuse or to ask.
    private static EcsRequirement Excuse(EcsException error) => error.ErrorId is EcsErrorId.AccessDenied or EcsErrorId.NotFound or EcsErrorId.NotSupported
        ? Requirement.Warned(EcsRequirementId.Event, $"Cannot check for events of the provider: {error.Message}", error.RecommendedAction)
        : Requirement.Unknown(EcsRequirementId.Event, "Cannot check for events of the provider", error);

    private static string Describe(IReadOnlyList<EcsEvent> events) => string.Join(" and ", events.Select(e =>
        $"Event {e.Type} ({e.Id}, {e.State.ToString().ToLowerInvariant()}{(e.NotBefore is { } begin && e.State != EcsEventState.Executing ? $", not before {begin.UtcDateTime:u}" : "")})"));
}
