namespace EcsTools.Core.State;

/// <summary>One operation as a store has it.</summary>
/// <param name="ServerKey">What its server is called in the store.</param>
/// <param name="OperationId">The operation's id.</param>
/// <param name="Name">What messages call it: a file's path, or the operation's id and where it is.</param>
/// <param name="ReadText">Reads it; throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> if it cannot be read or trusted.</param>
public sealed record StoredOperation(string ServerKey, string OperationId, string Name, Func<string> ReadText);
