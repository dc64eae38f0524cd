using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Operations;

/// <summary>Consents to an event that waits for it, and reads back what became of it.</summary>
public static class EventAcceptance
{
    private const int MostLooks = 5;
    private static readonly TimeSpan LookDelay = TimeSpan.FromSeconds(2);

    /// <summary>Reads an event again.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotFound"/> if there is none; <see cref="EcsErrorId.IncorrectState"/> if it does not wait for
    /// consent.</exception>
    public static async Task<EcsEvent> RequireInquiringAsync(ConnectedAccount account, string id, CancellationToken cancellation)
    {
        EcsEvent item = await FindAsync(account, id, cancellation).ConfigureAwait(false) ?? throw new EcsException(
            EcsErrorId.NotFound, $"Cannot find an event '{id}' in account '{account.Info.Name}' ({account.Info.Region}).")
        {
            WasNotCarriedOut = true,
            RecommendedAction = "Run Get-EcsEvent to list the events, or specify another account with -Account.",
        };
        return item.State == EcsEventState.Inquiring ? item : throw new EcsException(
            EcsErrorId.IncorrectState, $"Event {item} does not wait for consent: it is {item.State.ToString().ToLowerInvariant()}.")
        {
            InstanceId = item.InstanceId,
            WasNotCarriedOut = true,
            RecommendedAction = "Only events in state Inquiring are accepted: Get-EcsEvent -State Inquiring lists them.",
        };
    }

    /// <summary>Sends the consent once, and looks until the event does not wait for it any more.</summary>
    /// <param name="item">The event as just read.</param>
    /// <param name="notBefore">When it may begin; null for the time that was announced.</param>
    /// <returns>The event as read afterwards.</returns>
    /// <exception cref="EcsException">The cloud refused; <see cref="EcsErrorId.OutcomeUnknown"/> if it was accepted, or its answer lost, and it does not
    /// show.</exception>
    public static async Task<EcsEvent> RunAsync(ConnectedAccount account, EcsEvent item, DateTimeOffset? notBefore, CancellationToken cancellation)
    {
        EcsException? lost = null;
        try
        {
            await Inventory.EventsOf(account).AcceptEventAsync(item, notBefore, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.OutcomeUnknown)
        {
            // What it was to bring about can be read.
            lost = error;
        }

        EcsException? unread = null;
        for (int look = 0; look < MostLooks; look++)
        {
            if (look > 0)
            {
                await account.Time.Delay(LookDelay, cancellation).ConfigureAwait(false);
            }

            try
            {
                if (await FindAsync(account, item.Id, cancellation).ConfigureAwait(false) is { } now && now.State != EcsEventState.Inquiring)
                {
                    return now;
                }
            }
            catch (EcsException error)
            {
                // Not being able to look is no verdict on what was sent.
                unread = error;
            }
        }

        throw lost ?? new EcsException(
            EcsErrorId.OutcomeUnknown,
            $"The outcome of accepting event {item} is unknown: {(unread is null ? "it still waits for consent" : $"it cannot be read back: {unread.Message.TrimEnd('.')}")}.",
            unread)
        {
            InstanceId = item.InstanceId,
            RecommendedAction = unread?.RecommendedAction ?? "Check the event with Get-EcsEvent before you run the command again.",
        };
    }

    private static Task<EcsEvent?> FindAsync(ConnectedAccount account, string id, CancellationToken cancellation) =>
        Inventory.Events(account, new EventQuery { Ids = [id] }).ReadFirstAsync(cancellation);
}
