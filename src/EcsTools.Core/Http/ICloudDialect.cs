namespace EcsTools.Core.Http;

/// <summary>What differs between the clouds on the wire: how a request is signed, how an answer is judged.</summary>
internal interface ICloudDialect
{
    /// <summary>Adds what proves who we are. Called anew for every attempt, since nonce and date must be fresh.</summary>
    /// <param name="request">The request with its content in place; its address and content must not be changed.</param>
    Task SignAsync(HttpRequestMessage request, CloudRequest call, CancellationToken cancellation);

    /// <summary>Judges an answer.</summary>
    /// <returns>Null for success, else what the cloud says went wrong. A throttle has the id
    /// <see cref="EcsErrorId.ThrottledByService"/> and <see cref="EcsException.WasNotCarriedOut"/>.</returns>
    EcsException? Judge(CloudRequest call, CloudResponse answer);

    /// <summary>The cloud's id of the request that was answered, by which its support finds it.</summary>
    /// <returns>The id, or null if the answer has none.</returns>
    string? FindRequestId(CloudResponse answer);

    /// <summary>Tells whether a throttle is an interval that one server must keep, and not a limit of the account.</summary>
    /// <param name="throttle">What <see cref="Judge"/> said.</param>
    /// <returns>True if other calls of the same operation need not wait.</returns>
    bool IsForOneServer(EcsException throttle);

    /// <summary>Gets a new credential if this refusal may come from an expired one.</summary>
    /// <param name="error">What <see cref="Judge"/> said.</param>
    /// <returns>True if the call should be sent once more with the new credential.</returns>
    Task<bool> TryRenewAsync(EcsException error, CancellationToken cancellation);
}
