namespace EcsTools.Core.Operations;

/// <summary>What became of a start, stop or restart of one server.</summary>
/// <param name="Before">The server as it was handed in.</param>
/// <param name="Instance">The server as last read; null if it was not read again.</param>
/// <param name="Error">Null if the wanted state was reached (or, without waiting, the call accepted).</param>
/// <param name="Warning">What the user should know although it is done.</param>
public sealed record PowerResult(EcsInstance Before, EcsInstance? Instance, EcsException? Error, string? Warning)
{
    /// <summary>The operation that the journal keeps, where the action is one; else null.</summary>
    public EcsOperation? Operation { get; init; }

    /// <summary>The cloud's id of the request, or null.</summary>
    public string? RequestId { get; init; }
}
