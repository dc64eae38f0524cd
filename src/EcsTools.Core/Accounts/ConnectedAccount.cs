using System.Collections.Concurrent;

using EcsTools.Core.Auditing;
using EcsTools.Core.Clouds;
using EcsTools.Core.Http;
using EcsTools.Core.Journaling;
using EcsTools.Core.Providers;
using EcsTools.Core.Waiting;

namespace EcsTools.Core.Accounts;

/// <summary>An account that is open: what the user sees of it, and what speaks to its cloud.</summary>
public sealed class ConnectedAccount : IDisposable
{
    internal ConnectedAccount(EcsAccount info, ICloud cloud, TimeProvider time)
    {
        Info = info;
        Cloud = cloud;
        Time = time;
        Poller = new StepPoller(cloud, time);
    }

    /// <summary>What the user sees.</summary>
    public EcsAccount Info { get; internal set; }

    /// <summary>What stands on every object for the identity that reads it, so that another one with the same key is not taken for it.</summary>
    public string IdentityKey { get; internal init; } = "";

    /// <summary>What sentences call its provider.</summary>
    internal string Provider => CloudProviders.Get(Info.Cloud).Title;

    internal ICloud Cloud { get; }

    internal TimeProvider Time { get; }

    /// <summary>The clock on the wall.</summary>
    internal TimeProvider Wall { get; } = TimeProvider.System;

    /// <summary>Looks at all that is waited for at this account.</summary>
    internal StepPoller Poller { get; }

    /// <summary>What its clients may have under way.</summary>
    internal RequestAllowance Allowance { get; init; } = new();

    /// <summary>When reinstallations of this session ended, by <see cref="Time"/> and the operation's id.</summary>
    internal ConcurrentDictionary<string, long> RebuiltAt { get; } = new(StringComparer.Ordinal);

    /// <summary>The journal in which operations of ours on the account's servers are looked up; none for a program without one.</summary>
    internal Func<Journal>? Journal { get; set; }

    /// <summary>The journals of the sandbox that it belongs to; null for every other account.</summary>
    internal SandboxJournals? SandboxJournals { get; init; }

    /// <summary>The audit log to which changes of the account's servers are written.</summary>
    /// <param name="journal">The journal beside which it lies.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.JournalUnavailable"/>.</exception>
    public IAuditLog OpenAudit(Journal journal) => journal.Of(SandboxJournals).OpenAudit();

    /// <summary>Ends the account's connections. Nothing at the cloud changes.</summary>
    public void Dispose() => Cloud.Dispose();
}
