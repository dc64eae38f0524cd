using System.Runtime.CompilerServices;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Auditing;
using EcsTools.Core.Http;
using EcsTools.Core.Policies;

namespace EcsTools.Internal;

/// <summary>
/// What one command writes to the audit log, beside what the journal records of operations. Before a change it must be written, or the
/// change is not sent; what came of it only warns if it cannot be.
/// </summary>
internal sealed class AuditTrail(EcsCmdlet cmdlet)
{
    private readonly ConditionalWeakTable<ConnectedAccount, IAuditLog> _logs = new();

    /// <summary>Records what is about to be done, with one flush for all servers.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditUnavailable"/>; then nothing may be done.</exception>
    public void Begin(ConnectedAccount account, IReadOnlyList<AuditEvent> events) =>
        LogOf(account).Append([.. events.Select(e => e with { Outcome = AuditOutcome.Sending })]);

    /// <summary>Records what came of it, with one flush for all servers.</summary>
    public void End(ConnectedAccount account, params AuditEvent[] events)
    {
        try
        {
            LogOf(account).Append(events);
        }
        catch (EcsException error)
        {
            foreach (AuditEvent item in events)
            {
                cmdlet.WriteWarning($"{item.Instance}: the outcome of {item.Operation} is not in the audit log. {error.Message}");
            }
        }
    }

    /// <summary>Does something that is recorded before and after.</summary>
    public T Around<T>(ConnectedAccount account, AuditEvent item, Func<T> work)
    {
        Begin(account, [item]);
        using IDisposable noting = RequestTrail.Begin(out RequestTrail requests);
        try
        {
            T made = work();
            Finish(null);
            return made;
        }
        catch (EcsException error)
        {
            Finish(error);
            throw;
        }

        void Finish(EcsException? error) => End(account, (item with { RequestId = requests.IdsOf(item.Instance.Id) ?? "" }).Ended(error));
    }

    /// <summary>Records that a policy refused a change. That nothing is done must not depend on a log that can be written.</summary>
    public void Refuse(Change change, EcsException refusal)
    {
        ConnectedAccount? account = cmdlet.Accounts.All.FirstOrDefault(a => string.Equals(a.Info.Name, change.Instance.Account, StringComparison.OrdinalIgnoreCase));
        if (account is not null)
        {
            End(account, new AuditEvent
            {
                Kind = EcsAuditKind.Refusal,
                Operation = change.Operations[0],
                Outcome = AuditOutcome.Denied,
                ErrorId = refusal.ErrorId,
                Instance = change.Instance,
                Detail = refusal.Message,
            });
        }
    }

    /// <summary>A change, as the log describes it.</summary>
    /// <param name="operation">The action, by the name that <see cref="PolicyOperations"/> has for it.</param>
    public static AuditEvent Change(EcsInstance instance, string operation, string detail = "") =>
        new() { Kind = EcsAuditKind.Change, Operation = operation, Instance = instance, Detail = detail };

    private IAuditLog LogOf(ConnectedAccount account)
    {
        if (!_logs.TryGetValue(account, out IAuditLog log))
        {
            log = account.OpenAudit(cmdlet.OpenJournal(null));
            _logs.Add(account, log);
        }

        return log;
    }
}
