using EcsTools.Tests.Hosting;
using EcsTools.Tests.Safety;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Tests.Reliability;

/// <summary>
/// Tries commands under faults at one account: each on a sandbox of its own that is reached through a socket, with a journal of its own.
/// What a command does without a fault is the measure for what it may do with one.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="database">Where its state is; null for a folder.</param>
internal sealed class FaultMatrixFixture(string account, ChildDatabase? database = null) : IDisposable
{
    // What these say is that the cloud took the command; how it ended there is another thing.
    private static readonly string[] AfterAcceptance =
        [EcsErrorId.OperationTimeout, EcsErrorId.OperationFailed, EcsErrorId.OsReinstallFailed, EcsErrorId.BackupFailed, EcsErrorId.GuestCommandTimeout];

    private readonly ModuleSession _session = new();
    private readonly string? _state = Environment.GetEnvironmentVariable("ECSTOOLS_STATE");
    private readonly Dictionary<string, (IReadOnlyDictionary<string, int> Effects, string State)> _measures = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        if (database is not null)
        {
            Environment.SetEnvironmentVariable("ECSTOOLS_STATE", _state);
        }
    }

    /// <summary>Tries a command under a fault.</summary>
    /// <param name="name">The cmdlet, perhaps with a parameter that makes it another row.</param>
    /// <param name="command">How it is called.</param>
    /// <param name="fault">The fault.</param>
    /// <returns>What came of it.</returns>
    public FaultMatrixResult Try(string name, ChangingCommand command, FaultCase fault)
    {
        if (!_measures.TryGetValue(name, out (IReadOnlyDictionary<string, int> Effects, string State) measure))
        {
            measure = _measures[name] = Measure(name, command);
        }

        Open(fault.Plan);
        try
        {
            using IJournalScenario journal = MakeJournal(fault.Journal);
            if (!journal.IsPossible)
            {
                return new FaultMatrixResult(account, name, fault, ReportedOutcome.NotPlayed, "", []);
            }

            EcsInstance target = Prepare(command, journal);
            EcsSandbox before = Sandbox();
            string others = Others(target);
            journal.Break(target, _session);
            Outcome outcome;
            try
            {
                outcome = Play(name, command);
            }
            finally
            {
                journal.Mend();
            }

            IReadOnlyDictionary<string, int> effects = Since(before);
            ReportedOutcome told = Judge(outcome);
            List<string> problems = [.. Compare(told, outcome, effects, Allowed(fault, effects, measure.Effects))];
            if (fault.MustSucceed && told != ReportedOutcome.Done)
            {
                problems.Add($"ended in {string.Join(", ", outcome.Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e}"))}");
            }

            if (told == ReportedOutcome.Done && State(target) is var state && state != measure.State)
            {
                problems.Add($"told as done, but the server is {state}, not {measure.State}");
            }

            string settled = fault.Journal == JournalFault.None ? Settle(problems, before, effects, Allowed(fault, effects, measure.Effects)) : "";
            if (Others(target) != others)
            {
                problems.Add("other servers are not as they were");
            }

            problems.AddRange(CapturedOutput.Find(CapturedOutput.Collect(_session.Records, outcome, journal.Folder), Secrets(before)).Select(s => $"a secret was written, of {s.Length} letters"));
            return new FaultMatrixResult(account, name, fault, told, settled, problems);
        }
        finally
        {
            Close();
        }
    }

    // A wipe whose job has failed is sent once more, and the user is warned of it.
    private IReadOnlyDictionary<string, int> Allowed(FaultCase fault, IReadOnlyDictionary<string, int> effects, IReadOnlyDictionary<string, int> measure) =>
        fault.Attempts == 1 || _session.Records.Warnings.Count == 0
            ? measure
            : measure.ToDictionary(m => m.Key, m => Math.Clamp(effects.GetValueOrDefault(m.Key), m.Value, m.Value * fault.Attempts));

    private static ReportedOutcome Judge(Outcome outcome) =>
        outcome.Errors.Count == 0 ? ReportedOutcome.Done
        : outcome.ErrorIds.Contains(EcsErrorId.OutcomeUnknown) ? ReportedOutcome.Unknown
        : outcome.ErrorIds.Any(AfterAcceptance.Contains) ? ReportedOutcome.NotEnded
        : ReportedOutcome.NotDone;

    private static IEnumerable<string> Compare(ReportedOutcome told, Outcome outcome, IReadOnlyDictionary<string, int> effects, IReadOnlyDictionary<string, int> measure)
    {
        string found = Text(effects);
        switch (told)
        {
            case ReportedOutcome.Done when found != Text(measure):
                yield return $"told as done, but the effects are {found}, not {Text(measure)}";
                break;
            case ReportedOutcome.NotDone when effects.Count > 0:
                yield return $"told as not done ({string.Join(", ", outcome.ErrorIds)}), but the effects are {found}";
                break;
            default:
                foreach (KeyValuePair<string, int> effect in effects.Where(e => e.Value > measure.GetValueOrDefault(e.Key)))
                {
                    yield return $"more than was told: {effect.Key} {effect.Value} times";
                }

                break;
        }

        foreach (ErrorRecord error in outcome.Errors.Where(e => e.Exception is not EcsException))
        {
            yield return $"an error of another kind: {error.FullyQualifiedErrorId}: {error.Exception}";
        }

        foreach (ErrorRecord error in outcome.Errors.Where(e => !NamesServer(e)))
        {
            yield return $"an error that does not name its server: {error.FullyQualifiedErrorId} of {error.TargetObject}: {error}";
        }

        foreach (ErrorRecord error in outcome.Errors.Where(e => e.ErrorDetails?.RecommendedAction is null or "" && e.Exception is EcsException { RecommendedAction: null or "" }))
        {
            yield return $"no advice: {error.FullyQualifiedErrorId}";
        }
    }

    // If the servers themselves could not be read, only the account or what was typed can be named. Without a journal or audit log the
    // command ends, whatever the server.
    private static bool NamesServer(ErrorRecord error) => error.TargetObject switch
    {
        // Before it is made, a server has no id but ours.
        EcsInstance created when created.Id.StartsWith("new-", StringComparison.Ordinal) => Has(error, created.Name),
        EcsInstance instance => Has(error, instance.Name, instance.Id),
        EcsOperation operation => Has(error, operation.InstanceName, operation.InstanceId),
        EcsKeyPair pair => Has(error, pair.Name),
        EcsEvent announced => Has(error, announced.Id),
        EcsAccount => true,
        string typed => Has(error, typed),
        null => error.FullyQualifiedErrorId.Split(',')[0] is EcsErrorId.JournalUnavailable or EcsErrorId.AuditUnavailable,
        _ => false,
    };

    private static bool Has(ErrorRecord error, params string[] texts) =>
        Array.TrueForAll(texts, t => error.ToString().Contains(t, StringComparison.Ordinal) && error.Exception.Message.Contains(t, StringComparison.Ordinal));

    private static string Text(IReadOnlyDictionary<string, int> effects) =>
        effects.Count == 0 ? "none" : string.Join(" ", effects.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={e.Value}"));

    private static IEnumerable<string> Secrets(EcsSandbox sandbox) => [ChangingCommand.Canary, sandbox.AccessKeySecret, sandbox.Password];

    private (IReadOnlyDictionary<string, int> Effects, string State) Measure(string name, ChangingCommand command)
    {
        Open("");
        try
        {
            using IJournalScenario journal = MakeJournal(JournalFault.None);
            EcsInstance target = Prepare(command, journal);
            EcsSandbox before = Sandbox();
            Outcome outcome = Play(name, command);
            return outcome.Errors.Count == 0
                ? (Since(before), State(target))
                : throw new InvalidOperationException($"{name} fails without a fault at {account}: {outcome.Errors[0]}");
        }
        finally
        {
            Close();
        }
    }

    private void Open(string plan)
    {
        _session.Run(
            $"$null = Start-EcsSandbox -ThroughSocket -TimeScale ([double]::PositiveInfinity) {(plan.Length == 0 ? "" : $"-Fault '{plan}'")}; $null = Select-EcsAccount {account}");
        PlayFaults(false);
        if (database is not null)
        {
            Environment.SetEnvironmentVariable("ECSTOOLS_STATE", database.Variables["ECSTOOLS_STATE"]);
            _session.Run($"[{typeof(FaultToggle).FullName}]::KeepStateOutside()");
        }

        _session.Records.Clear();
    }

    private IJournalScenario MakeJournal(JournalFault fault) => database is null ? new FolderJournal(fault) : new DatabaseJournal(database, fault);

    private void Close() => _session.Run("$PSDefaultParameterValues = @{}; Stop-EcsSandbox -Confirm:$false; $Error.Clear()");

    private EcsInstance Prepare(ChangingCommand command, IJournalScenario journal)
    {
        if (journal.JournalPath is { } folder)
        {
            _session.Run("$PSDefaultParameterValues = @{ '*-Ecs*:JournalPath' = $folder }", ("folder", folder));
        }

        _session.Run(command.Before);
        string name = command.Arguments.Split(' ')[0];
        return (EcsInstance)_session.Run(name.Length > 0 && char.IsAsciiLetter(name[0]) ? $"Get-EcsInstance {name}" : "Get-EcsInstance db-01")[0].BaseObject;
    }

    private Outcome Play(string name, ChangingCommand command)
    {
        bool hasForce = (bool)_session.Run($"(Get-Command {name.Split(' ')[0]}).Parameters.ContainsKey('Force')")[0].BaseObject;
        PlayFaults(true);
        try
        {
            return _session.Invoke($"$VerbosePreference = $DebugPreference = 'Continue'; {name} {command.Arguments} -Confirm:$false {(hasForce ? "-Force" : "")}");
        }
        finally
        {
            PlayFaults(false);
        }
    }

    // Settling may start a server that we have stopped, and give a new disk what the old one had; all else would be done a second time.
    private static bool MaySettle(string effect) =>
        effect.EndsWith(":start", StringComparison.Ordinal) || effect.EndsWith(":apply-policy", StringComparison.Ordinal);

    // A disk that was detached and is attached again is where it was.
    private static bool IsPutBack(IReadOnlyDictionary<string, int> effects, string effect)
    {
        string cloud = effect.Split(':')[0];
        return effect.Split(':')[1] is "attach" or "detach" && effects.GetValueOrDefault($"{cloud}:attach") == effects.GetValueOrDefault($"{cloud}:detach");
    }

    private string Settle(List<string> problems, EcsSandbox before, IReadOnlyDictionary<string, int> effects, IReadOnlyDictionary<string, int> measure)
    {
        int warnings = _session.Records.Warnings.Count;
        Outcome outcome = _session.Invoke("Get-EcsOperation | Where-Object State -in Running, Unknown | Resume-EcsOperation -Confirm:$false");
        string[] states = [.. outcome.Of<EcsOperation>().Select(o => o.State.ToString()).Distinct()];
        IReadOnlyDictionary<string, int> after = Since(before);
        foreach (KeyValuePair<string, int> effect in after.Where(e => !MaySettle(e.Key) && !IsPutBack(after, e.Key) && e.Value != effects.GetValueOrDefault(e.Key)))
        {
            problems.Add($"settling did {effect.Key}");
        }

        // A stop that was to come last is left to the user, who is warned of it: by now somebody may work on the server.
        bool isStopLeft = _session.Records.Warnings.Count > warnings;
        IEnumerable<KeyValuePair<string, int>> owed = measure.Where(e => !isStopLeft || !e.Key.EndsWith(":stop", StringComparison.Ordinal) || after.ContainsKey(e.Key));
        if (states.Contains(nameof(EcsOperationState.Succeeded)) && Text(after) != Text(owed.ToDictionary(e => e.Key, e => e.Value)))
        {
            problems.Add($"settled as succeeded, but the effects are {Text(after)}");
        }

        if (states.Contains(nameof(EcsOperationState.Abandoned)) && after.Keys.Any(k => !MaySettle(k) && !IsPutBack(after, k)))
        {
            problems.Add($"settled as abandoned, but the effects are {Text(after)}");
        }

        problems.AddRange(outcome.Errors.Where(e => e.Exception is not EcsException).Select(e => $"settling: {e.FullyQualifiedErrorId}: {e.Exception}"));
        return string.Join("+", [.. states, .. outcome.ErrorIds.Distinct()]);
    }

    private EcsSandbox Sandbox() => (EcsSandbox)_session.Run("Get-EcsSandbox")[0].BaseObject;

    private Dictionary<string, int> Since(EcsSandbox before) => Sandbox().Effects
        .Select(e => (e.Key, Count: e.Value - before.Effects.GetValueOrDefault(e.Key)))
        .Where(e => e.Count != 0)
        .ToDictionary(e => e.Key, e => e.Count);

    private string State(EcsInstance target) => Describe(Servers().Where(s => s.Id == target.Id));

    private string Others(EcsInstance target) => Describe(Servers().Where(s => s.Id != target.Id && s.Name is not ("db-02" or "created-01") && !s.IsTemporary));

    private IEnumerable<EcsInstance> Servers() => _session.Run("Get-EcsInstance").Select(o => (EcsInstance)o.BaseObject);

    private static string Describe(IEnumerable<EcsInstance> servers) =>
        string.Join("; ", servers.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => $"{s.Name} {s.Status} {s.Size} {s.DeletionProtection}"));

    private void PlayFaults(bool plays) => _session.Run($"[{typeof(FaultToggle).FullName}]::Set(${plays})");
}
