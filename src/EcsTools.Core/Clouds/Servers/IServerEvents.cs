namespace EcsTools.Core.Clouds;

/// <summary>A cloud that announces what it is going to do to servers, and tells what it did.</summary>
internal interface IServerEvents
{
    /// <summary>Reads one page of events, in as few calls as the cloud takes, however many servers are asked for.</summary>
    /// <param name="query">What is wanted; the caller filters what the cloud cannot.</param>
    /// <param name="continuation">Null for the first page, else what the page before gave.</param>
    Task<Page<EcsEvent>> ListEventsAsync(EventQuery query, string? continuation, CancellationToken cancellation);

    /// <summary>Consents to an event that waits for it. Sent once.</summary>
    /// <param name="notBefore">When it may begin; null for a cloud that decides itself.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> for a time that the cloud does not take.</exception>
    Task AcceptEventAsync(EcsEvent item, DateTimeOffset? notBefore, CancellationToken cancellation);
}
