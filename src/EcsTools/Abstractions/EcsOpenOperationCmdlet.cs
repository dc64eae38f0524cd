using System.ComponentModel;

using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Operations;
using EcsTools.Parameters;

namespace EcsTools.Abstractions;

/// <summary>A cmdlet that settles operations which were left open.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsOpenOperationCmdlet : EcsCmdlet
{
    private readonly List<KeyValuePair<EcsOperation, ConnectedAccount>> _operations = [];
    private Journal? _journal;

    private protected EcsOpenOperationCmdlet()
    {
    }

    /// <summary>The operations, as objects or ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ResourceIdTransformation(typeof(EcsOperation), nameof(EcsOperation.OperationId))]
    [ArgumentCompleter(typeof(OperationIdCompleter))]
    public string[] OperationId { get; set; } = [];

    /// <summary>How many seconds to wait for each.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int Timeout { get; set; } = 2400;

    /// <summary>How many servers are looked at at a time.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 5;

    /// <summary>The folder of the journal, where the usual one does not outlive this machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>True to do what is left that destroys nothing.</summary>
    private protected abstract bool DoesTheRest { get; }

    /// <summary>The heading of the progress bar.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Asks whether an operation may be settled.</summary>
    /// <returns>True to go on.</returns>
    private protected virtual bool Approves(ConnectedAccount account, EcsOperation operation) => true;

    private protected sealed override void Begin() => CheckJournalPath(JournalPath);

    private protected sealed override void Process()
    {
        _journal ??= OpenJournal(JournalPath);
        foreach (string id in OperationId)
        {
            EcsOperation? known = _journal.Find(new JournalQuery { OperationIds = [id] }).FirstOrDefault();
            if (known is null)
            {
                WriteError(new EcsException(EcsErrorId.NotFound, $"Cannot find operation '{id}' in the journal.") { RecommendedAction = "Run Get-EcsOperation to list the operations." }, id);
            }
            else if (FindAccount(known) is { } account && IsApproved(account, known))
            {
                _operations.Add(new(known, account));
                if (known.State is EcsOperationState.Running or EcsOperationState.Unknown or EcsOperationState.Interrupted)
                {
                    Ongoing.Add(known);
                }
            }
        }
    }

    private protected sealed override void End()
    {
        if (_operations.Count > 0)
        {
            Board.Begin(Activity, _operations.Count);
            Run(token => OperationReconciler.SettleAllAsync(
                _operations, _journal!, DoesTheRest, TimeSpan.FromSeconds(Timeout), ThrottleLimit, result => Post(() => Finish(result)), token));
        }
    }

    private bool IsApproved(ConnectedAccount account, EcsOperation operation)
    {
        try
        {
            return Approves(account, operation);
        }
        catch (EcsException error) when (!EndsCommand(error))
        {
            WriteError(error, operation);
            return false;
        }
    }

    private ConnectedAccount? FindAccount(EcsOperation operation)
    {
        try
        {
            AccountOrigin origin = new(operation.AccountKey, operation.AccountIdentity, operation.Account, operation.ToString()) { IsOfJournal = true };
            if (Accounts.FindOrigin(origin) is { } account)
            {
                return account;
            }

            WriteError(NotOpen(operation), operation);
        }
        catch (EcsException error) when (!EndsCommand(error))
        {
            WriteError(error, operation);
        }

        return null;
    }

    private static EcsException NotOpen(EcsOperation operation) => new(
        EcsErrorId.AccountNotFound, $"The account '{operation.Account}' ({operation.AccountKey}) of this operation is not connected.")
    {
        InstanceId = operation.InstanceId,
        RecommendedAction = "Run Connect-EcsAccount, and run the command again.",
    };

    private void Finish(OperationResult result)
    {
        Board.CountDone();
        Ongoing.Remove(result.Operation);
        WriteObject(result.Operation);
        if (result.Error is not null)
        {
            WriteError(result.Error, result.Operation);
        }
    }
}
