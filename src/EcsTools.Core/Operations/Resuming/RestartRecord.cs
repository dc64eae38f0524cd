using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>
/// What the journal keeps of one restart. Unlike a start or a stop, a restart may not be repeated and no state of the server tells whether it
/// took effect, so that its end is known from the journal alone.
/// </summary>
internal sealed class RestartRecord : IDisposable
{
    private readonly IDisposable _claim;
    private readonly JournalWriter _record;
    private readonly JournalStep _step;

    private RestartRecord(IDisposable claim, JournalWriter record, JournalStep step)
    {
        _claim = claim;
        _record = record;
        _step = step;
    }

    /// <summary>Writes down that a server is about to be restarted, and claims it until the record is disposed.</summary>
    /// <exception cref="EcsException">Another operation on the server is open, or the journal cannot be written.</exception>
    public static RestartRecord Begin(ConnectedAccount account, Journal journal, EcsInstance instance)
    {
        IDisposable claim = journal.Claim(instance.AccountKey, instance.Id);
        try
        {
            JournalEntry entry = new()
            {
                OperationId = Guid.NewGuid().ToString("N"),
                Kind = nameof(OperationKind.Restart),
                InstanceId = instance.Id,
                InstanceName = instance.Name,
                Account = instance.Account,
                AccountKey = instance.AccountKey,
                AccountIdentity = instance.AccountIdentity,
                Region = instance.Region,
                StartedAt = account.Wall.GetUtcNow(),
                IsAttended = true,
            };
            journal.RefuseAgain(entry);
            JournalWriter record = new(journal, entry, account.Wall);
            JournalStep step = record.Begin(StepKind.Restart, new Dictionary<string, string> { [StepFactKeys.Status] = instance.Status.ToString() });
            return new RestartRecord(claim, record, step);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>The operation as it stands.</summary>
    /// <param name="instance">The server as last read, or null.</param>
    public EcsOperation ToOperation(EcsInstance? instance) => _record.Entry.ToOperation(instance);

    /// <summary>Writes down that the provider has accepted it.</summary>
    public void Accept(StepHandle handle) => _record.Accept(_step, handle);

    /// <summary>Writes down that it is left to the provider.</summary>
    public void Leave() => _record.End(EcsOperationState.Running, null);

    /// <summary>Writes down how it ended.</summary>
    /// <param name="error">Why it did not succeed, or null.</param>
    public void End(EcsException? error)
    {
        (JournalStepState step, EcsOperationState operation) = error?.ErrorId switch
        {
            null => (JournalStepState.Done, EcsOperationState.Succeeded),
            EcsErrorId.OperationTimeout => (_step.State, EcsOperationState.Running),
            EcsErrorId.OutcomeUnknown => (JournalStepState.Unknown, EcsOperationState.Unknown),
            _ => (JournalStepState.Failed, EcsOperationState.Failed),
        };
        _record.Complete(_step, step, error);
        _record.End(operation, error);
    }

    public void Dispose() => _claim.Dispose();
}
