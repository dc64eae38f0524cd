using System.ComponentModel;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Parameters;

namespace EcsTools.Abstractions;

/// <summary>
/// A cmdlet that takes servers as objects, ids or names. What comes through the pipeline is collected by account; a full batch is read
/// and handed on at once, the rest at the end; the same server once only.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsTargetCmdlet : EcsCmdlet
{
    private readonly TargetCollector _collector = new();
    private readonly HashSet<(string AccountKey, string Id)> _seen = [];

    private protected EcsTargetCmdlet()
    {
    }

    private protected virtual bool AllowsWildcards => false;

    /// <summary>True if a name with wildcards was given.</summary>
    private protected bool HasWildcards { get; private set; }

    /// <summary>True if a server must still have the name it had when its object was read.</summary>
    private protected virtual bool MustBeAsSeen => false;

    /// <summary>After how many that came through the pipeline the servers of an account are handed on, without waiting for the rest.</summary>
    private protected virtual int BatchSize(ConnectedAccount account) => int.MaxValue;

    /// <summary>Takes a disk that came in place of its server.</summary>
    /// <returns>The identity of its server, or a refusal: a disk is no server, except to what changes disks.</returns>
    private protected virtual EcsInstanceIdentity TakeDisk(EcsInstanceIdentity identity, EcsDisk disk) => identity.RefuseDisk();

    /// <summary>Takes a snapshot that came in place of the server of its disk.</summary>
    /// <returns>The identity of that server, or a refusal: a snapshot is no server, except to what rolls back to it.</returns>
    private protected virtual EcsInstanceIdentity TakeSnapshot(EcsInstanceIdentity identity, EcsSnapshot snapshot) => identity.RefuseSnapshot();

    /// <summary>Acts on servers of one account.</summary>
    /// <param name="instances">The servers as just read, each once, at least one; a name with wildcards may stand for very many.</param>
    private protected abstract void Act(ConnectedAccount account, IReadOnlyList<EcsInstance> instances);

    private protected override void End()
    {
        foreach (ConnectedAccount account in _collector.Accounts)
        {
            Flush(account);
        }
    }

    /// <summary>Takes one identity; a full batch is acted on at once.</summary>
    /// <param name="accountName">The account the user named, or null.</param>
    /// <param name="region">The region the user named, or null.</param>
    private protected void Collect(EcsInstanceIdentity identity, string? accountName, string? region)
    {
        accountName ??= identity.RowAccount;
        region ??= identity.RowRegion;
        if (identity.Disk is { } disk)
        {
            identity = TakeDisk(identity, disk);
        }
        else if (identity.Snapshot is { } snapshot)
        {
            identity = TakeSnapshot(identity, snapshot);
        }

        if (identity.Refusal is not null)
        {
            WriteError(identity.Refusal, identity.Given);
            return;
        }

        ConnectedAccount account;
        try
        {
            account = TargetAccounts.Find(Accounts, identity, accountName, region);
        }
        catch (EcsException error) when (!EndsCommand(error))
        {
            WriteError(error, identity.Given);
            return;
        }

        HasWildcards |= identity.HasWildcards;
        if (_collector.Add(account, identity) >= BatchSize(account))
        {
            Flush(account);
        }
    }

    /// <summary>Takes one identity that is to be read in every one of several accounts, unless it tells its own.</summary>
    /// <param name="accountNames">Names of accounts, with wildcards; empty for the default one.</param>
    private protected void Collect(EcsInstanceIdentity identity, string[] accountNames)
    {
        if (identity.Origin is not null || identity.RowAccount is not null || accountNames.Length == 0)
        {
            Collect(identity, accountName: accountNames.Length == 1 && !NamePattern.HasWildcards(accountNames[0]) ? accountNames[0] : null, region: null);
            return;
        }

        foreach (ConnectedAccount account in Accounts.Find(accountNames))
        {
            Collect(identity, account.Info.Name, region: null);
        }
    }

    private void Flush(ConnectedAccount account)
    {
        IReadOnlyList<EcsInstanceIdentity> identities = _collector.Take(account);
        try
        {
            TargetReadResult reading = Run(token => TargetReader.ReadAsync(account, identities, AllowsWildcards, MustBeAsSeen, token));
            foreach ((EcsException error, object? target) in reading.Errors)
            {
                WriteError(error, target);
            }

            foreach (EcsInstance found in reading.Found)
            {
                Session.Known(account).Remember(found);
            }

            EcsInstance[] fresh = [.. reading.Found.Where(i => _seen.Add((i.AccountKey, i.Id)))];
            if (fresh.Length > 0)
            {
                Act(account, fresh);
            }
        }
        catch (EcsException error) when (!EndsCommand(error))
        {
            // One account that cannot be read is no reason to leave the servers of the others alone.
            WriteError(error, account.Info);
        }
    }
}
