using System.ComponentModel;

using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Auditing;
using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Abstractions;

/// <summary>
/// A cmdlet that deletes snapshots or images. Everything is checked and asked first and sent only at the end, so that an error further up
/// the pipeline means that nothing is sent.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsRemovalCmdlet : EcsResourceCmdlet
{
    private protected const string InputObjectSet = "InputObject";
    private protected const string IdSet = "Id";
    private readonly Dictionary<ConnectedAccount, List<ResourceIdentity>> _wanted = [];

    private protected EcsRemovalCmdlet()
    {
    }

    /// <summary>Requirements that do not refuse although they could not be checked.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RequirementCompleter))]
    public string[] IgnoreRequirement { get; set; } = [];

    /// <summary>The same as <c>-Confirm:$false</c>. It waives no requirement and answers no question of a policy.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many seconds to wait until the provider no longer lists what was deleted.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int Timeout { get; set; } = 300;

    internal sealed override bool IsForced => Force;

    private protected abstract RemovableKind Kind { get; }

    /// <summary>The name by which policies and the audit log know the deletion.</summary>
    private protected abstract string Operation { get; }

    /// <summary>What was given to this call of the pipeline.</summary>
    private protected abstract IEnumerable<ResourceIdentity> Given { get; }

    private protected sealed override void Process()
    {
        foreach (ResourceIdentity identity in Given)
        {
            WorkOn(identity.Given, () => Collect(identity));
        }
    }

    private protected sealed override void End()
    {
        (ConnectedAccount Account, IReadOnlyList<RemovalPreview> Items)[] approved =
            [.. _wanted.Select(w => (w.Key, Consider(w.Key, w.Value)))];
        foreach ((ConnectedAccount account, IReadOnlyList<RemovalPreview> items) in approved.Where(a => a.Items.Count > 0))
        {
            WorkOn(account.Info, () => Delete(account, items));
        }
    }

    private void Collect(ResourceIdentity identity)
    {
        if (identity.Refusal is not null)
        {
            throw identity.Refusal;
        }

        ConnectedAccount account = TargetAccounts.Find(Accounts, identity.Id, identity.Origin, identity.AccountName ?? Account);
        if (!_wanted.TryGetValue(account, out List<ResourceIdentity>? of))
        {
            _wanted.Add(account, of = []);
        }

        if (!of.Any(i => string.Equals(i.Id, identity.Id, StringComparison.OrdinalIgnoreCase)))
        {
            of.Add(identity);
        }
    }

    private IReadOnlyList<RemovalPreview> Consider(ConnectedAccount account, IReadOnlyList<ResourceIdentity> wanted)
    {
        IReadOnlyList<RemovalPreview> found;
        try
        {
            found = Run(token => RemovalOperation.PreviewAsync(account, Kind, [.. wanted.Select(i => i.Id)], token));
        }
        catch (EcsException error) when (!EndsCommand(error))
        {
            // One account that cannot be read is no reason to pass over the others.
            WriteError(error, account.Info);
            return [];
        }

        ReportMissing(account, [.. wanted.Where(i => !found.Any(f => string.Equals(f.Id, i.Id, StringComparison.OrdinalIgnoreCase)))]);

        return [.. found.Where(f => Approves(account, f with
        {
            Requirements = [.. f.Requirements.Where(r => r.Outcome != EcsRequirementOutcome.Unknown || !IgnoreRequirement.Contains(r.Id, StringComparer.OrdinalIgnoreCase))],
        }))];
    }

    // A runbook that was interrupted is begun again from the start: what its first run has deleted is as wanted.
    private void ReportMissing(ConnectedAccount account, IReadOnlyList<ResourceIdentity> missing)
    {
        if (missing.Count > 0)
        {
            ILookup<string, EcsAuditRecord> audits = Session.ReadJournal(null).FindAudits().SelectMany(AuditReader.Read)
                .Where(r => r.Operation == Operation && r.AccountKey == account.Info.AccountKey)
                .ToLookup(r => r.InstanceId, StringComparer.OrdinalIgnoreCase);
            foreach (ResourceIdentity identity in missing)
            {
                ReportMissing(account, identity, audits[identity.Id].LastOrDefault());
            }
        }
    }

    private void ReportMissing(ConnectedAccount account, ResourceIdentity missing, EcsAuditRecord? last)
    {
        string noun = Kind == RemovableKind.Snapshot ? "snapshot" : "image";
        if (last is not null && last.Outcome is not (AuditOutcome.Denied or AuditOutcome.Failed))
        {
            WriteVerbose($"{noun} {missing.Id}: already deleted by an earlier command ({last.Time:u}); skipping.");
            return;
        }

        WriteError(
            new EcsException(EcsErrorId.NotFound, $"Cannot find {noun} '{missing.Id}' in account '{account.Info.Name}' ({account.Info.Region}).")
            {
                WasNotCarriedOut = true,
                RecommendedAction = $"Run {(Kind == RemovableKind.Snapshot ? "Get-EcsSnapshot" : "Get-EcsImage")} to list what there is, or specify another account with -Account.",
            },
            missing.Given);
    }

    private bool Approves(ConnectedAccount account, RemovalPreview item)
    {
        EcsInstance subject = Describe(account, item);
        if (RemovalText.Refusal(item, includeUnknown: !Confirmation.WhatIf && Confirmation.IsSuppressed) is { } refusal)
        {
            WriteError(refusal, item.Id);
            return false;
        }

        Change change = new(subject, Operation);
        return Gate.Permits(change)
            && Confirmation.Ask(RemovalText.Describe(subject, item), RemovalText.Question(subject, item), ConfirmImpact.High)
            && Gate.Agrees(change)
            && (RemovalText.Doubt(item) is not { } doubt || Confirmation.AskDespiteDoubt(doubt, item.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Unknown).Select(r => r.Id)));
    }

    private void Delete(ConnectedAccount account, IReadOnlyList<RemovalPreview> items)
    {
        Audit.Begin(account, [.. items.Select(i => Record(account, i))]);
        Run(token => RemovalOperation.RunAsync(
            account, items, TimeSpan.FromSeconds(Timeout), (item, requestId, error) => Post(() => Finish(account, item, requestId, error)), token));
    }

    private void Finish(ConnectedAccount account, RemovalPreview item, string? requestId, EcsException? error)
    {
        Audit.End(account, (Record(account, item) with { RequestId = requestId ?? "" }).Ended(error));
        if (error is not null)
        {
            WriteError(error, item.Id);
            return;
        }

        WriteVerbose($"{item}: deleted.");
        foreach (string kept in item.Kept)
        {
            WriteWarning($"{item} was deleted. Kept: {kept}");
        }
    }

    private AuditEvent Record(ConnectedAccount account, RemovalPreview item) => AuditTrail.Change(Describe(account, item), Operation, item.Description);

    private static EcsInstance Describe(ConnectedAccount account, RemovalPreview item) =>
        Subject(account, item.Id, item.Name) with { Tags = item.Tags ?? new Dictionary<string, string>() };
}
