using System.Diagnostics;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;
using EcsTools.Core.State;
using EcsTools.Formatting;

namespace EcsTools.Internal;

/// <summary>What is open in one runspace: its accounts and perhaps a sandbox. Ends with the runspace.</summary>
internal sealed class EcsSession : IDisposable
{
    private static readonly ConditionalWeakTable<Runspace, EcsSession> Sessions = new();
    private static readonly TimeSpan KeepEvery = TimeSpan.FromMinutes(1);

    private readonly ConditionalWeakTable<ConnectedAccount, CompletionCache> _known = new();
    private readonly Stopwatch _sinceKept = new();

    static EcsSession() => StateLocation.OpenDatabase = StateDatabases.Open;

    /// <summary>Makes a session without accounts.</summary>
    public EcsSession() => Accounts = new AccountRegistry(() => ReadJournal(null));

    /// <summary>The open accounts.</summary>
    public AccountRegistry Accounts { get; }

    /// <summary>The sandbox, or null.</summary>
    public SandboxSession? Sandbox { get; set; }

    /// <summary>The screen of the runspace, for views; null until a cmdlet has run.</summary>
    public Screen? Screen { get; set; }

    /// <summary>The screen of the runspace that runs on this thread.</summary>
    public static Screen CurrentScreen =>
        Runspace.DefaultRunspace is { } runspace && Sessions.TryGetValue(runspace, out EcsSession session) && session.Screen is { } screen ? screen : Screen.Unknown;

    /// <summary>The session of the runspace that runs on this thread.</summary>
    public static EcsSession Current => Sessions.GetValue(Runspace.DefaultRunspace, Open);

    /// <summary>Opens the journal, with the operations of this session's sandbox.</summary>
    /// <param name="path">Its folder, or null for the usual place.</param>
    /// <exception cref="EcsTools.Model.EcsException">The journal cannot be opened.</exception>
    public Journal OpenJournal(string? path)
    {
        RefuseBoth(path);
        return Journal.Open(path, Sandbox?.Journals);
    }

    /// <summary>The journal for reading, with the operations of this session's sandbox. Creates nothing.</summary>
    /// <param name="path">Its folder, or null for the usual place.</param>
    public Journal ReadJournal(string? path)
    {
        RefuseBoth(path);
        return Journal.ToRead(path, Sandbox?.Journals);
    }

    /// <summary>Refuses a folder for the journal where a database is chosen: operations would be kept apart that must exclude each other.</summary>
    /// <param name="path">The folder, or null.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/>.</exception>
    public static void RefuseBoth(string? path)
    {
        if (path is not null && StateLocation.Default.Database is { } database)
        {
            throw InputErrors.Create(
                $"-JournalPath names a folder, but ECSTOOLS_STATE names the database {database}.", "Omit -JournalPath, or clear the environment variable ECSTOOLS_STATE.");
        }
    }

    /// <summary>What commands have shown of an account; forgotten with it.</summary>
    public CompletionCache Known(ConnectedAccount account) => _known.GetValue(account, static a => new CompletionCache(a));

    /// <summary>Keeps names that commands have shown for the completion of later sessions; not after every command.</summary>
    public void KeepNames()
    {
        if (!_sinceKept.IsRunning || _sinceKept.Elapsed >= KeepEvery)
        {
            KeepAllNames();
            _sinceKept.Restart();
        }
    }

    /// <summary>Keeps all names that commands have shown for the completion of later sessions.</summary>
    public void KeepAllNames()
    {
        foreach (ConnectedAccount account in Accounts.All)
        {
            if (_known.TryGetValue(account, out CompletionCache known))
            {
                known.Keep();
            }
        }
    }

    /// <summary>Ends the session of the runspace that runs on this thread, if there is one.</summary>
    public static void CloseCurrent()
    {
        if (Runspace.DefaultRunspace is { } runspace)
        {
            Close(runspace);
        }
    }

    /// <summary>Stops the sandbox, if there is one, and closes its accounts; no other becomes the default.</summary>
    public void StopSandbox()
    {
        Sandbox?.Dispose();
        Sandbox = null;
    }

    public void Dispose()
    {
        StopSandbox();
        KeepAllNames();
        Accounts.Dispose();
    }

    private static EcsSession Open(Runspace runspace)
    {
        runspace.StateChanged += CloseWithRunspace;
        return new EcsSession();
    }

    private static void CloseWithRunspace(object sender, RunspaceStateEventArgs change)
    {
        if (change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
        {
            Close((Runspace)sender);
        }
    }

    private static void Close(Runspace runspace)
    {
        runspace.StateChanged -= CloseWithRunspace;
        if (Sessions.TryGetValue(runspace, out EcsSession session))
        {
            Sessions.Remove(runspace);
            session.Dispose();
        }
    }
}
