using EcsTools.Core.Accounts;

namespace EcsTools.Core.Tests.Fuzzing;

/// <summary>One thing that is read from a cloud.</summary>
/// <param name="Name">What is read.</param>
/// <param name="Book">The answers when all went well, those of the login among them.</param>
/// <param name="Ended">How it ended then: <c>read</c>, or the id of the error.</param>
/// <param name="WalkAsync">Reads it.</param>
internal sealed record ReadStep(string Name, RecordedResponses Book, string Ended, Func<ConnectedAccount, CancellationToken, Task> WalkAsync)
{
    public override string ToString() => Name;
}
