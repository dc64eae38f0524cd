using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

using Newtonsoft.Json;

namespace EcsTools.Core.Journaling;

/// <summary>What the journal keeps of one operation. Holds no secret.</summary>
internal sealed class JournalEntry
{
    /// <summary>The form this version writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The form of this entry; a higher one than <see cref="CurrentSchema"/> is refused.</summary>
    public int Schema { get; set; } = CurrentSchema;

    /// <summary>The operation's id.</summary>
    public string OperationId { get; set; } = "";

    /// <summary>The kind of operation, by its name; perhaps one that only a later version knows.</summary>
    public string Kind { get; set; } = "";

    /// <summary>What a sentence calls the operation; of one that this version does not know, the name as written.</summary>
    [JsonIgnore]
    public string Noun => OperationDefinition.Parse(Kind) is not OperationKind.Unknown and var known ? OperationNames.Of(known) : Kind;

    /// <summary>How it stands.</summary>
    public EcsOperationState State { get; set; } = EcsOperationState.Running;

    /// <summary>The server; of one that is created, what its plan calls it, also when its id is known (<see cref="FindCreatedId"/>).</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>Its name when planned.</summary>
    public string InstanceName { get; set; } = "";

    /// <summary>The account's name.</summary>
    public string Account { get; set; } = "";

    /// <summary>The account's key.</summary>
    public string AccountKey { get; set; } = "";

    /// <summary>Who sent it; empty where the cloud does not say, and in version 0.1.</summary>
    public string? AccountIdentity { get; set; }

    /// <summary>The region.</summary>
    public string Region { get; set; } = "";

    /// <summary>When it was begun, by the wall's clock.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The error id it ended with.</summary>
    public string? ErrorId { get; set; }

    /// <summary>What happened, in one sentence.</summary>
    public string? Message { get; set; }

    /// <summary>The plan's id.</summary>
    public string PlanId { get; set; } = "";

    /// <summary>The plan's fingerprint.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary>True if the operation starts the server at the end unless it runs.</summary>
    public bool EndsRunning { get; set; }

    /// <summary>True if the operation stops the server at the end if the provider has started it.</summary>
    public bool EndsStopped { get; set; }

    /// <summary>True while the server is down because we stopped it and is to be started again if the main step is not reached.</summary>
    public bool OwesStart { get; set; }

    /// <summary>True while a disk is detached that belongs to the server, and is to be attached again.</summary>
    public bool OwesAttach { get; set; }

    /// <summary>True if its main step takes the system disk from another server, to which a rescue had given it.</summary>
    [JsonIgnore]
    public bool BringsDiskBack => Steps.LastOrDefault(s => s.Kind == StepKind.StopRescue) is { } main && main.Before.ContainsKey(StepFactKeys.DiskId);

    /// <summary>True while the user's check has still to say whether what was done holds or is to be undone.</summary>
    public bool AwaitsVerdict { get; set; }

    /// <summary>True from the first step until its end is written. It stays true when the command or process that carries it out ends before.</summary>
    public bool IsAttended { get; set; }

    /// <summary>True if it is open, and nobody carries it out any longer; found out when it is read.</summary>
    [JsonIgnore]
    public bool IsInterrupted { get; set; }

    /// <summary>What the user chose, without secrets; see <see cref="EcsPlan.Options"/>.</summary>
    public Dictionary<string, string> Options { get; set; } = new(StringComparer.Ordinal);

    /// <summary>How many reinstallations in a row had failed before this one was begun.</summary>
    public int FailedBefore { get; set; }

    /// <summary>What was sent, in order.</summary>
    public List<JournalStep> Steps { get; set; } = [];

    /// <summary>Whether one can log in with a password that was set.</summary>
    /// <returns>The effect; null if no password was set, as far as is known.</returns>
    public EcsLoginEffect? FindLoginEffect()
    {
        JournalStep? reset = Steps.LastOrDefault(s => s.Kind == StepKind.ResetPassword);
        return reset?.State switch
        {
            null or JournalStepState.Sending or JournalStepState.Failed => null,
            JournalStepState.Unknown => EcsLoginEffect.Unverified,
            _ when reset.Facts.TryGetValue(StepFactKeys.LoginEffect, out string? text) && Enum.TryParse(text, out EcsLoginEffect effect) => effect,

            // Set through the cloud: from the next start on, and a start does not tell whether the guest took it.
            _ => Steps.Any(s => s is { Kind: StepKind.Restart, State: JournalStepState.Done }) ? EcsLoginEffect.Unverified : EcsLoginEffect.AfterRestart,
        };
    }

    /// <summary>The id of the server that it created; null if there is none, or it is not known yet.</summary>
    public string? FindCreatedId() =>
        Steps.LastOrDefault(s => s.Kind == StepKind.CreateInstance) is { } creation && creation.Facts.TryGetValue(StepFactKeys.InstanceId, out string? id) ? id : null;

    /// <summary>True if it says which operation on which server it is of, and holds no text that is null; a file that somebody has changed may lack anything.</summary>
    [JsonIgnore]
    public bool IsWhole => OperationId.Length > 0 && Kind.Length > 0 && InstanceId.Length > 0 && AccountKey.Length > 0
        && HasTexts(Options) && Steps.TrueForAll(s => s is not null && HasTexts(s.Before) && HasTexts(s.Facts));

    /// <summary>Reads the options of the operation: looking at what was sent needs neither its password nor its user data.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if the entry holds what this version does not know.</exception>
    public OperationOptions ReadOptions(EcsInstance instance) => PlanOptions.Read(
        new EcsPlan { Kind = OperationDefinition.Parse(Kind), Instance = instance, Options = Options.Where(o => o.Key != "UserData").ToDictionary(o => o.Key, o => o.Value) },
        new PlanExecutionOptions { Password = new SecureString() }) with
    {
        EndState = EndsRunning ? EcsEndState.Running : EcsEndState.Stopped,
    };

    /// <summary>The entry as users see it.</summary>
    /// <param name="instance">The server as last read, or null.</param>
    public EcsOperation ToOperation(EcsInstance? instance) => new()
    {
        OperationId = OperationId,
        Kind = OperationDefinition.Parse(Kind),
        State = IsInterrupted ? EcsOperationState.Interrupted : State,
        InstanceId = FindCreatedId() ?? InstanceId,
        InstanceName = InstanceName,
        Account = Account,
        AccountKey = AccountKey,
        AccountIdentity = AccountIdentity ?? "",
        Region = Region,
        Instance = instance,
        Step = Steps.Count == 0 ? "" : Steps[Steps.Count - 1].Kind.ToString(),
        Steps = [.. Steps.Select(s => new EcsOperationStep { Name = s.Kind.ToString(), StartedAt = s.SentAt, EndedAt = s.EndedAt })],
        ErrorId = ErrorId,
        Message = Message,
        JobIds = [.. Steps.Select(s => s.JobId).OfType<string>()],
        RequestIds = [.. Steps.SelectMany(s => s.RequestId?.Split(',') ?? [])],
        ImageId = FindMade(StepKind.CreateImage),
        SnapshotId = FindMade(StepKind.CreateSnapshot),
        StartedAt = StartedAt,
        EndedAt = EndedAt,
    };

    // Named as soon as it exists: also what turned out unusable, or was not used, is billed.
    private string? FindMade(StepKind kind) => Steps.LastOrDefault(s => s.Kind == kind)?.FindBackupId();

    private static bool HasTexts(Dictionary<string, string> texts) => texts.Values.All(t => t is not null);
}
