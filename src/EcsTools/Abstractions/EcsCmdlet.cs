using System.ComponentModel;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;
using EcsTools.Core.Operations;
using EcsTools.Core.State;
using EcsTools.Errors;
using EcsTools.Formatting;
using EcsTools.Internal;
using EcsTools.Loading;

namespace EcsTools.Abstractions;

/// <summary>
/// A cmdlet of this module: knows what is open in its runspace, runs work beside the pipeline thread and writes what that work has
/// to say, turns errors into records, asks.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsCmdlet : EcsCancellableCmdlet
{
    private PipelineDispatcher? _pump;
    private ProgressReporter? _board;
    private Confirmation? _confirmation;
    private ChangeGate? _gate;
    private AuditTrail? _audit;
    private readonly PriceMemory _prices = new();
    private bool _isOngoingNamed;

    private protected EcsCmdlet()
    {
    }

    /// <summary>What is open in this runspace.</summary>
    internal EcsSession Session { get; private set; } = null!;

    /// <summary>The accounts that are open in this runspace.</summary>
    internal AccountRegistry Accounts => Session.Accounts;

    /// <summary>The progress bars.</summary>
    internal ProgressReporter Board => _board ??= new ProgressReporter(HostCapabilities.IsInteractive(Host) ? WriteProgress : _ => { });

    /// <summary>What was sent and is not reported on yet.</summary>
    internal OngoingWork Ongoing { get; } = new();

    /// <summary>The gate through which every change of this command passes.</summary>
    internal ChangeGate Gate => _gate ??= new ChangeGate(this);

    /// <summary>What this command writes to the audit log.</summary>
    internal AuditTrail Audit => _audit ??= new AuditTrail(this);

    /// <summary>What this invocation asks.</summary>
    internal Confirmation Confirmation => _confirmation ??= new Confirmation(this);

    /// <summary>True if <c>-Force</c> was given, on a command that has it: the same as <c>-Confirm:$false</c>.</summary>
    internal virtual bool IsForced => false;

    private PipelineDispatcher Pump => _pump ??= new PipelineDispatcher(WriteVerbose, WriteWarning, Board.Show, ShowsDebug ? WriteDebug : null);

    private bool ShowsDebug => LanguagePrimitives.ConvertTo<ActionPreference>(GetVariableValue("DebugPreference")) is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore)
        || IsDebugGiven;

    private bool IsDebugGiven => MyInvocation.BoundParameters.TryGetValue("Debug", out object? given) && LanguagePrimitives.IsTrue(given);

    /// <summary>Runs <see cref="Begin"/>. What is wrong with the parameters ends the command before it does anything.</summary>
    protected sealed override void BeginProcessing()
    {
        ModuleViews.Ensure(MyInvocation.MyCommand.Module);
        Session = EcsSession.Current;
        Session.Screen ??= new Screen(Host, SessionState.PSVariable.GetValue("global:PSStyle"));
        Guard(
            () =>
            {
                StateDatabases.FetchSecret(InvokeCommand, StateLocation.FindDatabase());
                Begin();
            },
            endsAlways: true);
    }

    /// <summary>Writes what running work has posted, and runs <see cref="Process"/>.</summary>
    protected sealed override void ProcessRecord() => Guard(() =>
    {
        _pump?.WritePosted();
        Process();
    });

    /// <summary>Runs <see cref="End"/>.</summary>
    protected sealed override void EndProcessing()
    {
        Guard(() =>
        {
            End();
            Session.KeepNames();
        });
        Board.Complete();
    }

    private protected sealed override void OnEnding() => NameOngoing();

    private protected virtual void Begin()
    {
    }

    private protected virtual void Process()
    {
    }

    private protected virtual void End()
    {
    }

    /// <summary>Writes detail; what comes from outside cannot command the terminal.</summary>
    internal new void WriteVerbose(string? text)
    {
        // With -Debug alone the engine would stop and ask after each of these lines, in the middle of an operation.
        if (IsDebugGiven && !MyInvocation.BoundParameters.ContainsKey("Verbose"))
        {
            WriteDebug(Display.Text(text));
        }
        else
        {
            base.WriteVerbose(Display.Text(text));
        }
    }

    /// <summary>Writes a warning; what comes from outside cannot command the terminal.</summary>
    internal new void WriteWarning(string? text) => base.WriteWarning(Display.Text(text));

    /// <summary>Runs work beside the pipeline thread, and writes meanwhile what it posts.</summary>
    /// <typeparam name="T">What the work makes.</typeparam>
    /// <param name="work">The work; it gets a token that is cancelled when the pipeline stops.</param>
    /// <returns>What the work made.</returns>
    internal T Run<T>(Func<CancellationToken, Task<T>> work)
    {
        PipelineDispatcher pump = Pump;
        Task<T> task = Task.Run(
            async () =>
            {
                using (WriteGuard.Use(() => Gate.IsOpen))
                using (PriceMemory.Use(_prices))
                {
                    return await work(Cancellation).ConfigureAwait(false);
                }
            },
            Cancellation);
        try
        {
            pump.RunUntilEnd(task);
        }
        catch
        {
            // Writing failed, so the pipeline is ending: nothing of ours may outlive it.
            Cancel();
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
            throw;
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Runs work that makes nothing.</summary>
    internal void Run(Func<CancellationToken, Task> work) => Run(async token =>
    {
        await work(token).ConfigureAwait(false);
        return true;
    });

    /// <summary>Has running work write something; may be called from any thread.</summary>
    /// <param name="write">What is done on the pipeline thread.</param>
    internal void Post(Action write) => Pump.Post(write);

    /// <summary>Writes what was read from an account; completion knows it from then on.</summary>
    /// <param name="item">What was read.</param>
    internal void WriteRead(ConnectedAccount account, object? item)
    {
        Session.Known(account).Remember(item);
        WriteObject(item);
    }

    /// <summary>Works on one object of several; an error of it is written, and the command goes on with the others unless nothing could still work.</summary>
    /// <param name="target">The object, for the error.</param>
    private protected void WorkOn(object? target, Action work)
    {
        try
        {
            work();
        }
        catch (EcsException error) when (!EndsCommand(error))
        {
            WriteError(error, target);
        }
    }

    /// <summary>Reads each account; one that cannot be read is no reason to leave out the others.</summary>
    /// <param name="read">Reads one.</param>
    /// <returns>The accounts, or none if one of them could not be read.</returns>
    private protected IReadOnlyList<ConnectedAccount> ReadEach(IReadOnlyList<ConnectedAccount> accounts, Action<ConnectedAccount> read)
    {
        bool isWhole = true;
        foreach (ConnectedAccount account in accounts)
        {
            try
            {
                read(account);
            }
            catch (EcsException error) when (accounts.Count > 1 && !EndsCommand(error))
            {
                isWhole = false;
                WriteError(error, account.Info);
            }
        }

        return isWhole ? accounts : [];
    }

    /// <summary>Reports what was asked for by its exact name or id and is not there.</summary>
    /// <param name="accounts">Where it was looked for.</param>
    private protected void WriteMissing(WantedNames missing, IReadOnlyList<ConnectedAccount> accounts)
    {
        foreach ((EcsException error, string name) in missing.Errors(accounts))
        {
            WriteError(error, name);
        }
    }

    /// <summary>Writes an error that concerns one object; the command goes on.</summary>
    /// <param name="target">The object.</param>
    internal void WriteError(EcsException error, object? target) => WriteError(EcsErrors.From(error, target));

    /// <summary>Ends the command with an error.</summary>
    internal void Fail(EcsException error) => ThrowTerminatingError(EcsErrors.From(error, null));

    /// <summary>Opens the journal.</summary>
    /// <param name="path">The folder that the user named, or null for the usual place.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.JournalUnavailable"/>.</exception>
    internal Journal OpenJournal(string? path) => Session.OpenJournal(path is null ? null : ResolvePath(path));

    /// <summary>Reads user data from a text or a file.</summary>
    /// <param name="text">The text, or null.</param>
    /// <param name="file">The path of the file, or null.</param>
    /// <returns>The user data; null without any.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> for both together, or for what the guest could not read.</exception>
    internal UserData? ReadUserData(string? text, string? file) => (text, file) switch
    {
        (null, null) => null,
        (_, null) => new UserData(text),
        (null, _) => UserData.ReadFile(ResolvePath(file)),
        _ => throw InputErrors.Create("User data is specified twice.", "Specify either -UserData or -UserDataFile."),
    };

    /// <summary>Finds the file or folder that a path of the session means. It may not exist.</summary>
    /// <param name="path">The path as the user gave it.</param>
    /// <returns>The path in the file system.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> for a path that is in no file system.</exception>
    internal string ResolvePath(string path)
    {
        string? found = null;
        Exception? cause = null;
        if (path.Contains("\0"))
        {
            throw NotAPath(path, null);
        }

        try
        {
            string resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            found = provider.Name == "FileSystem" ? resolved : null;
        }
        catch (Exception error) when (error is SessionStateException or ProviderInvocationException or NotSupportedException or ArgumentException)
        {
            cause = error;
        }

        return found ?? throw NotAPath(path, cause);
    }

    /// <summary>Refuses a journal that can be no folder, also where nothing is written to it.</summary>
    /// <param name="path">The folder that the user named, or null.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/>.</exception>
    internal void CheckJournalPath(string? path)
    {
        if (path is not null)
        {
            _ = ResolvePath(path);
            EcsSession.RefuseBoth(path);
        }
    }

    private static EcsException NotAPath(string path, Exception? cause) => new(EcsErrorId.InvalidInput, $"'{path}' is not a path in the file system.", cause)
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Specify the path of a file or folder.",
    };

    /// <summary>Tells whether an error leaves nothing that could still work.</summary>
    /// <returns>True if it ends the command.</returns>
    private protected static bool EndsCommand(EcsException error) => error.ErrorId is EcsErrorId.NotConnected
        or EcsErrorId.JournalUnavailable or EcsErrorId.AuditUnavailable
        or EcsErrorId.StateAccessDenied or EcsErrorId.StateAddressInvalid or EcsErrorId.StateClockSkew or EcsErrorId.StateLoginFailed or EcsErrorId.StateSchemaMismatch;

    // A downstream cmdlet that wants no more, or Ctrl+C, ends this one in the middle, and it is not called again but for Dispose.
    private void Guard(Action body, bool endsAlways = false)
    {
        bool goesOn = false;
        try
        {
            Pump.RunOnPipeline(() => GuardErrors(body, endsAlways));
            goesOn = true;
        }
        finally
        {
            if (!goesOn)
            {
                NameOngoing();
            }
        }
    }

    private void NameOngoing()
    {
        IReadOnlyList<OngoingItem> left = Ongoing.Items;
        if (left.Count > 0 && !_isOngoingNamed)
        {
            _isOngoingNamed = true;
            new LastWarning(this).Write(OngoingText.Describe(left));
        }
    }

    private void GuardErrors(Action body, bool endsAlways)
    {
        try
        {
            body();
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (WildcardPatternException error)
        {
            Fail(InputErrors.Create(error.Message, "To search for a character that has a meaning in wildcards, put a backtick before it.", inner: error));
        }
        catch (EcsException error) when (endsAlways || EndsCommand(error))
        {
            Board.Complete();
            Fail(error);
        }
        catch (EcsException error)
        {
            WriteError(error, null);
        }
    }
}
