using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;

using EcsTools.Core.Accounts;
using EcsTools.Core.Operations;
using EcsTools.Model;

namespace EcsTools.Abstractions;

/// <summary>A cmdlet that settles operations which were left open.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsSettlingCmdlet : EcsCmdlet
{
    private readonly List<EcsOperation> _operations = [];

    private protected EcsSettlingCmdlet()
    {
    }

    /// <summary>The operations, as objects or ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] OperationId { get; set; } = [];

    /// <summary>How many seconds to wait for each.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int Timeout { get; set; } = 2400;

    /// <summary>True to do what is left that destroys nothing.</summary>
    private protected abstract bool DoesTheRest { get; }

    /// <summary>The heading of the progress bar.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Asks whether an operation may be settled.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>True to go on.</returns>
    private protected virtual bool Approves(EcsOperation operation) => true;

    private protected sealed override void Process()
    {
        Journal journal = Journal.Open();
        foreach (string id in OperationId)
        {
            EcsOperation? known = journal.Find(new JournalQuery { OperationIds = [id] }).FirstOrDefault();
            if (known is null)
            {
                WriteError(new EcsException(EcsErrorId.NotFound, $"The journal has no operation '{id}'.") { RecommendedAction = "See what it has with Get-EcsOperation." }, id);
            }
            else if (Approves(known))
            {
                _operations.Add(known);
            }
        }
    }

    private protected sealed override void End()
    {
        Journal journal = Journal.Open();
        Board.Begin(Activity, _operations.Count);
        foreach (EcsOperation operation in _operations)
        {
            Settle(journal, operation);
        }
    }

    private void Settle(Journal journal, EcsOperation operation)
    {
        try
        {
            OpenAccount account = Accounts.FindByKey(operation.AccountKey) ?? throw new EcsException(
                EcsErrorId.AccountNotFound, $"The account '{operation.Account}' ({operation.AccountKey}) of this operation is not open.")
            {
                InstanceId = operation.InstanceId,
                RecommendedAction = "Open it with Connect-EcsAccount and give the command again.",
            };
            OperationResult result = Run(token => OperationSettler.SettleAsync(
                account, journal, operation.OperationId, DoesTheRest, TimeSpan.FromSeconds(Timeout), token));
            Board.CountDone();
            WriteObject(result.Operation);
            if (result.Error is not null)
            {
                WriteError(result.Error, result.Operation);
            }
        }
        catch (EcsException error) when (!EndsCommand(error))
        {
            WriteError(error, operation);
        }
    }
}
