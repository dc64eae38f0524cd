using System.ComponentModel;

using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Policies;
using EcsTools.Internal;

namespace EcsTools.Abstractions;

/// <summary>A cmdlet that changes something of an account that is no server, by one call that may be sent again.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsResourceCmdlet : EcsCmdlet
{
    private protected EcsResourceCmdlet()
    {
    }

    /// <summary>The account; the default one without it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string? Account { get; set; }

    /// <summary>What rules of a policy and the audit log know a resource by: its name and ID in the place of a server's.</summary>
    private protected static EcsInstance Subject(ConnectedAccount account, string id, string name) => new()
    {
        Id = id,
        Name = name,
        Account = account.Info.Name,
        AccountKey = account.Info.AccountKey,
        AccountIdentity = account.IdentityKey,
        Region = account.Info.Region,
    };

    /// <summary>Carries out a change: policy, question, policy again, audit log, call. What goes wrong is an error of the object.</summary>
    /// <param name="subject">The resource, as <see cref="Subject"/> describes it.</param>
    /// <param name="target">The resource, as errors have it for their target.</param>
    /// <param name="operation">The change, by the name that <see cref="PolicyOperations"/> has for it.</param>
    /// <param name="shown">The resource and its account, for the question.</param>
    /// <param name="action">What is done, for question and audit log.</param>
    /// <returns>What came of it; null if it was not carried out.</returns>
    private protected T? Change<T>(
        ConnectedAccount account, EcsInstance subject, object target, string operation, string shown, string action, Func<CancellationToken, Task<T>> work)
        where T : class
    {
        Change change = new(subject, operation);
        try
        {
            return Gate.Permits(change) && Confirmation.Ask(Display.Line($"{shown} in account {account.Info.Name}, {account.Info.Region}"), Display.Line(action)) && Gate.Agrees(change)
                ? Audit.Around(account, AuditTrail.Change(subject, operation, action), () => Run(work))
                : null;
        }
        catch (EcsException error) when (!EndsCommand(error))
        {
            WriteError(error, target);
            return null;
        }
    }
}
