namespace EcsTools.Core.Http;

/// <summary>How a request proves who sends it: by a signature or by a token.</summary>
internal interface IRequestAuthenticator
{
    /// <summary>Adds the proof.</summary>
    Task AddAsync(HttpRequestMessage request, CloudRequest call, CancellationToken cancellation);

    /// <summary>Learns that the proof of a call was refused.</summary>
    void Note(CloudRequest call, EcsException refusal);

    /// <summary>Gets another proof after a refusal.</summary>
    /// <param name="refusal">The error given to <see cref="Note"/>.</param>
    /// <returns>True if the call should be sent once more.</returns>
    Task<bool> TryRenewAsync(EcsException refusal, CancellationToken cancellation);
}
