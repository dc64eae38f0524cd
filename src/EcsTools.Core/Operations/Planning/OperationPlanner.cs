using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Guests;
using EcsTools.Core.Http;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Operations;

/// <summary>Makes plans: what an operation would need, do and destroy. Sends no write.</summary>
public static class OperationPlanner
{
    // Waiving one of these would wipe a server that somebody has said must not be touched.
    private static readonly HashSet<string> NeverIgnored = new(StringComparer.OrdinalIgnoreCase)
    {
        EcsRequirementId.Lock, EcsRequirementId.Protection, EcsRequirementId.Temporary, EcsRequirementId.Reinstalling, EcsRequirementId.Account,

        // And one of this: what costs money is paid because -AutoPay says so.
        EcsRequirementId.Payment,
    };

    // A waiver with a slip of the pen would be given and not hold.
    private static readonly HashSet<string> Known = new(
        typeof(EcsRequirementId).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()), StringComparer.OrdinalIgnoreCase);

    /// <summary>The ids of the requirements that a user may waive, in alphabetical order.</summary>
    public static IEnumerable<string> Waivable => Known.Except(NeverIgnored, StringComparer.OrdinalIgnoreCase).OrderBy(id => id, StringComparer.Ordinal);

    /// <summary>Plans an operation for servers of one account, with few calls however many there are.</summary>
    /// <param name="account">The account all servers came from.</param>
    /// <param name="options">What the user chose.</param>
    /// <param name="instances">The servers, each once.</param>
    /// <returns>A plan for each server, in the order given.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud does not offer the operation, or the cloud
    /// could not be read.</exception>
    public static async Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
        await PlanAsync(account, [.. instances.Select(i => new StepTarget(i, options))], [.. instances.Select(_ => NewPlanId())], cancellation).ConfigureAwait(false);

    /// <summary>Plans one kind of operation for disks or snapshots of one account, of which a server may have several.</summary>
    /// <param name="targets">The servers, each with what the user chose and the disk or snapshot.</param>
    /// <returns>A plan for each target, in the order given.</returns>
    /// <exception cref="EcsException">As for other plans.</exception>
    public static Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, IReadOnlyList<(EcsInstance Server, OperationOptions Options)> targets, CancellationToken cancellation) =>
        PlanAsync(account, [.. targets.Select(t => new StepTarget(t.Server, t.Options))], [.. targets.Select(_ => NewPlanId())], cancellation);

    /// <summary>Plans an operation, or plans it again, whose secret may differ from server to server.</summary>
    /// <param name="account">The account all servers came from.</param>
    /// <param name="targets">The servers, each once; one kind of operation done in one way.</param>
    /// <param name="planIds">The plans' ids, one for each server.</param>
    /// <returns>A plan for each server, in the order given.</returns>
    /// <exception cref="EcsException">As for a first plan.</exception>
    internal static async Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, IReadOnlyList<StepTarget> targets, IReadOnlyList<string> planIds, CancellationToken cancellation)
    {
        targets = [.. targets.Select(t => t with { Options = t.Options with { EndState = OperationDefinition.FindEndState(t.Instance, t.Options) } })];
        OperationOptions options = targets[0].Options;
        RefuseForbiddenWaivers(options);
        WarnOfUnusedOptions(account, targets);
        ICloudStep step = FindMain(account, options);
        ICloudStep? backup = BackupStep(account, options);
        IReadOnlyList<StepPreview> previews = await step.PreviewAsync(targets, cancellation).ConfigureAwait(false);
        IReadOnlyList<StepPreview?> backups = backup is null
            ? new StepPreview?[previews.Count]
            : [.. await backup.PreviewAsync(targets, cancellation).ConfigureAwait(false)];
        IReadOnlyList<StepPreview?> bandwidths = BandwidthFollowUp.FindStep(account, options) is not { } bandwidth
            ? new StepPreview?[previews.Count]
            : [.. await bandwidth.PreviewAsync(targets, cancellation).ConfigureAwait(false)];
        OpenOrders orders = OpenOrders.Read(account, targets);
        PendingEvents events = await PendingEvents.ReadAsync(account, options.Kind, [.. targets.Select(t => t.Instance)], cancellation).ConfigureAwait(false);
        return [.. targets.Select((target, i) => Build(account, target.Options, step, backup, target.Instance, planIds[i], previews[i], backups[i], bandwidths[i], orders, events))];
    }

    /// <summary>The backups that can be made before a wipe and restored after it.</summary>
    /// <param name="kind">The operation.</param>
    /// <returns>The kinds, None last.</returns>
    public static IReadOnlyList<BackupKind> BackupsFor(ConnectedAccount account, OperationKind kind) =>
    [
        .. SnapshotHelps(account, kind) ? [BackupKind.Snapshot] : Array.Empty<BackupKind>(),
        .. account.Cloud.FindStep(StepKind.CreateImage) is null ? Array.Empty<BackupKind>() : [BackupKind.Image],
        BackupKind.None,
    ];

    /// <summary>A new plan's id.</summary>
    /// <returns>A text that no other plan has.</returns>
    internal static string NewPlanId() => Guid.NewGuid().ToString("N");

    /// <summary>Finds the step that an operation is about.</summary>
    /// <param name="options">What the user chose.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud does not offer it.</exception>
    internal static ICloudStep FindMain(ConnectedAccount account, OperationOptions options) => (options.Kind, options.Method, account.Cloud) switch
    {
        (OperationKind.PasswordReset, PasswordMethod.Ssh, _) => new SshPasswordStep(new ConsoleHostKeys(account)),
        (OperationKind.PasswordReset, PasswordMethod.Agent, IAgentCommands agent) => new AgentPasswordStep(agent, account.Cloud.Capabilities),
        _ => Find(account, OperationDefinition.Of(options.Kind).Main),
    };

    /// <summary>The digest of what must not change between plan and wipe.</summary>
    /// <param name="options">What the user chose: a plan whose text was changed is another plan.</param>
    /// <param name="facts">What the cloud's step saw.</param>
    /// <returns>Lower-case hex.</returns>
    internal static string Fingerprint(EcsInstance instance, OperationOptions options, IReadOnlyDictionary<string, string> facts)
    {
        IEnumerable<string> lines = new[]
        {
            options.Kind.ToString(), instance.AccountKey, instance.Id, instance.Name, string.Join(",", instance.LockReasons.OrderBy(r => r, StringComparer.Ordinal)),
            instance.DeletionProtection ? "protected" : "free", options.EndState?.ToString() ?? "",
        }.Concat(Sorted(facts.Where(f => f.Key != StepFactKeys.Status))).Concat(Sorted(PlanOptions.Write(options)));

        // With their lengths, so that no text can pass for two.
        return HexDigest.Sha256(string.Join("\n", lines.Select(l => $"{l.Length}:{l}")));
    }

    private static IEnumerable<string> Sorted(IEnumerable<KeyValuePair<string, string>> texts) =>
        texts.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}");

    /// <summary>Finds a cloud's way of doing a step.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud does not offer it.</exception>
    internal static ICloudStep Find(ConnectedAccount account, StepKind kind) => account.Cloud.FindStep(kind)
        ?? throw StepErrors.NotSupported(
            $"{account.Provider} does not offer this operation ({kind}).",
            account.Cloud.Capabilities.Instead.TryGetValue(kind, out string? instead) ? instead : null);

    // A backup that could not be rolled back afterwards is none: a failed requirement says so, and no step is made for it.
    private static ICloudStep? BackupStep(ConnectedAccount account, OperationOptions options) => options.Backup switch
    {
        BackupKind.Snapshot when SnapshotHelps(account, options.Kind) => Find(account, StepKind.CreateSnapshot),
        BackupKind.Image => Find(account, StepKind.CreateImage),
        _ => null,
    };

    private static bool SnapshotHelps(ConnectedAccount account, OperationKind kind) =>
        account.Cloud.Capabilities.SnapshotSurvivesRebuild && kind != OperationKind.SystemDiskSwitch;

    private static PlannedOperation Build(
        ConnectedAccount account,
        OperationOptions options,
        ICloudStep step,
        ICloudStep? backup,
        EcsInstance instance,
        string planId,
        StepPreview preview,
        StepPreview? backupPreview,
        StepPreview? bandwidth,
        OpenOrders orders,
        PendingEvents events)
    {
        // A start that was asked for is something to do, which only the operation itself would bring.
        if (preview.AlreadyDone is { } done && bandwidth is null or { AlreadyDone: not null } && (!options.Start || instance.Status == EcsInstanceStatus.Running))
        {
            return BuildNeedless(account, options, step, instance, planId, preview, done);
        }

        bool stop = OperationDefinition.NeedsStop(instance, options);
        EcsPlan plan = new()
        {
            PlanId = planId,
            Kind = options.Kind,
            Instance = instance,
            Steps = [.. DescribeSteps(account, options, instance, preview, backupPreview, bandwidth)],
            Requirements =
            [
                .. preview.Requirements.Select(r => Adjust(preview.AlreadyDone is not null && bandwidth is { AlreadyDone: null } ? WithoutSize(r) : r, stop, options)),
                .. (backupPreview?.Requirements ?? []).Where(r => r.Outcome != EcsRequirementOutcome.Passed).Select(AsBackup),
                .. CheckBackup(account, options),
                CheckTemporary(instance),
                .. CheckReinstalling(instance),
                .. orders.Check(instance).Concat(events.Check(instance)).Select(r => Adjust(r, stopsFirst: false, options)),
                .. CheckSettling(instance, options, stop),
                .. CheckBandwidth(bandwidth).Select(r => Adjust(r, stopsFirst: false, options)),
                .. GrowFileSystemStep.Check(account, new StepTarget(instance, options)).Select(r => Adjust(r, stopsFirst: false, options)),
            ],
            Losses = [.. preview.Losses, .. bandwidth?.Losses ?? []],
            Costs =
            [
                .. preview.Costs,
                .. backupPreview?.Costs ?? [],
                .. bandwidth is null or { AlreadyDone: not null } ? [] : bandwidth.Costs.Select(c => PriceChange.BandwidthText + c),
            ],
            Backup = DescribeBackup(options),
            ExpectedDowntime = preview.ExpectedDowntime,
            EndState = options.EndState,
            Fingerprint = Fingerprint(instance, options, preview.Facts),
            Options = PlanOptions.Write(options),
            CreatedAt = account.Wall.GetUtcNow(),
        };
        return new PlannedOperation(account, options, plan, step, backup, preview.Facts) { Other = preview.Other };
    }

    private static PlannedOperation BuildNeedless(
        ConnectedAccount account, OperationOptions options, ICloudStep step, EcsInstance instance, string planId, StepPreview preview, string done)
    {
        EcsPlan plan = new()
        {
            PlanId = planId,
            Kind = options.Kind,
            Instance = instance,
            Steps = [$"None. {done}"],
            Requirements = [Requirement.Passed(EcsRequirementId.State, done)],
            Backup = DescribeBackup(options),
            EndState = options.EndState,
            Fingerprint = Fingerprint(instance, options, preview.Facts),
            Options = PlanOptions.Write(options),
            CreatedAt = account.Wall.GetUtcNow(),
        };
        return new PlannedOperation(account, options, plan, step, null, preview.Facts) { NothingToDo = done };
    }

    private static IEnumerable<string> DescribeSteps(
        ConnectedAccount account, OperationOptions options, EcsInstance instance, StepPreview preview, StepPreview? backup, StepPreview? bandwidth)
    {
        bool rebuilds = IsRebuild(options.Kind);
        if (OperationDefinition.NeedsStop(instance, options))
        {
            yield return "Shut down the server.";
        }

        if (backup is not null)
        {
            yield return backup.Summary;
        }

        if (DiskDetour.IsBefore(options, preview.Facts))
        {
            yield return "Detach the disk from the server.";
        }

        yield return options.MethodReason is null ? preview.Summary : $"{preview.Summary} (-Method {options.Method}: {options.MethodReason}).";
        if (DiskDetour.IsAfter(options, preview.Facts))
        {
            yield return "Attach the disk to the server again, as it was attached.";
        }

        if (options.Restart)
        {
            yield return "Restart the server if it is running and the password takes effect only after a restart.";
        }

        if (OperationDefinition.Starts(instance, options))
        {
            yield return rebuilds ? "Wait until the server is running, and verify the result." : "Start the server, and wait until it is running.";
        }
        else if (OperationDefinition.Stops(options) && rebuilds && account.Cloud.Capabilities.RebuildsAreJobs)
        {
            yield return "The provider starts the server: wait until its guest has applied its key or password, and stop it.";
        }

        if (bandwidth is { AlreadyDone: null })
        {
            yield return bandwidth.Summary;
        }

        if (options.GrowFileSystem)
        {
            yield return "Extend the last partition of the disk and its file system in the guest.";
        }

        foreach (string followUp in preview.FollowUps)
        {
            yield return followUp;
        }
    }

    private static EcsRequirement Adjust(EcsRequirement requirement, bool stopsFirst, OperationOptions options)
    {
        if (stopsFirst && requirement is { Id: EcsRequirementId.State, Outcome: EcsRequirementOutcome.Failed })
        {
            return new EcsRequirement(requirement.Id, EcsRequirementOutcome.Passed, "The server is running and will be stopped first.");
        }

        // What could not be checked is waived like what is not met: by its name, in the plan.
        return requirement.Outcome is EcsRequirementOutcome.Failed or EcsRequirementOutcome.Unknown && options.Ignores(requirement.Id)
            ? Requirement.Warned(requirement.Id, "Ignored by -IgnoreRequirement: " + requirement.Detail, requirement.Remedy)
            : requirement;
    }

    private static EcsRequirement AsBackup(EcsRequirement requirement) =>
        new(EcsRequirementId.Backup, requirement.Outcome, $"For the backup: {requirement.Detail}", requirement.Remedy);

    // Of size and bandwidth, only the bandwidth is left to be changed.
    private static EcsRequirement WithoutSize(EcsRequirement requirement) => requirement is { Id: EcsRequirementId.Size, Outcome: EcsRequirementOutcome.Failed }
        ? Requirement.Failed(requirement.Id, requirement.Detail, "To change the bandwidth alone, run Set-EcsBandwidth.")
        : requirement;

    // What the bandwidth asks of the state of the server, the size asks, too.
    private static IEnumerable<EcsRequirement> CheckBandwidth(StepPreview? bandwidth) => bandwidth switch
    {
        null => [],
        { AlreadyDone: { } done } => [Requirement.Passed(EcsRequirementId.Bandwidth, done)],
        _ => bandwidth.Requirements.Where(r => r.Id is EcsRequirementId.Bandwidth or EcsRequirementId.PublicAddress
            || (r.Id != EcsRequirementId.State && r.Outcome != EcsRequirementOutcome.Passed)),
    };

    private static IEnumerable<EcsRequirement> CheckBackup(ConnectedAccount account, OperationOptions options)
    {
        if (!IsRebuild(options.Kind))
        {
            yield break;
        }

        yield return options.Backup switch
        {
            BackupKind.None => Requirement.Warned(EcsRequirementId.Backup, "No backup will be created. Lost data cannot be recovered."),
            null when options.BackupIsAskedFor => new(EcsRequirementId.Backup, EcsRequirementOutcome.Unknown, "No backup was specified. You are prompted for one before anything is sent."),
            null => new(EcsRequirementId.Backup, EcsRequirementOutcome.Failed, "No backup was specified.", "Specify -Backup None, -Backup Image, or -Backup Snapshot."),
            BackupKind.Snapshot when !SnapshotHelps(account, options.Kind) => new(
                EcsRequirementId.Backup,
                EcsRequirementOutcome.Failed,
                "A system disk snapshot cannot be restored after this operation.",
                "Specify -Backup Image."),
            _ => new(EcsRequirementId.Backup, EcsRequirementOutcome.Passed, $"{DescribeBackup(options)} Data disks are not restored with it."),
        };
    }

    private static IEnumerable<EcsRequirement> CheckSettling(EcsInstance instance, OperationOptions options, bool stop)
    {
        bool disturbs = stop || options.Restart || IsRebuild(options.Kind);
        if (disturbs && instance.SettlesUntil is { } until)
        {
            EcsRequirement settling = new(
                EcsRequirementId.Settling,
                EcsRequirementOutcome.Failed,
                "The server was reinstalled recently and is still applying its key or password.",
                $"Wait until {until:u}.");
            yield return Adjust(settling, stopsFirst: false, options);
        }
    }

    private static IEnumerable<EcsRequirement> CheckReinstalling(EcsInstance instance) => !OpenRebuilds.IsShownOn(instance) ? [] :
    [
        Requirement.Failed(
            EcsRequirementId.Reinstalling,
            "The operating system of the server is being reinstalled.",
            "Wait for the operation with Wait-EcsOperation; Get-EcsOperation lists it."),
    ];

    private static EcsRequirement CheckTemporary(EcsInstance instance) => instance.IsTemporary
        ? new(EcsRequirementId.Temporary, EcsRequirementOutcome.Failed, "It appears to be a temporary server of an OS reinstall in progress.", "Wait until the reinstall is finished.")
        : new(EcsRequirementId.Temporary, EcsRequirementOutcome.Passed, "Not a temporary server.");

    // What has no effect on one server may have one on the next, so this refuses nothing.
    private static void WarnOfUnusedOptions(ConnectedAccount account, IReadOnlyList<StepTarget> targets)
    {
        foreach (StepTarget target in targets.Where(t => t.Options.AutoPay))
        {
            if (target.Instance.ChargeType != EcsChargeType.Subscription && target.Options.ChargeType != EcsChargeType.Subscription)
            {
                AmbientLog.Current.Warning($"{target.Instance}: -AutoPay has no effect: the server is not a subscription, so no order is placed.");
            }
            else if (!account.Cloud.Capabilities.Orders.Contains(target.Options.Kind))
            {
                AmbientLog.Current.Warning($"{target.Instance}: -AutoPay has no effect: this operation places no order that could be paid at once.");
            }
        }
    }

    private static void RefuseForbiddenWaivers(OperationOptions options)
    {
        string? forbidden = options.IgnoredRequirements.FirstOrDefault(NeverIgnored.Contains)
            ?? (options.Backup != BackupKind.None && IsRebuild(options.Kind) && options.Ignores(EcsRequirementId.Backup) ? EcsRequirementId.Backup : null);
        if (forbidden is not null)
        {
            throw InputErrors.Create($"The requirement {forbidden} cannot be ignored.", "Resolve it first.");
        }

        if (options.IgnoredRequirements.FirstOrDefault(i => !Known.Contains(i)) is { } unknown)
        {
            throw InputErrors.Create(
                $"Unknown requirement '{unknown}'.",
                $"Specify one of: {string.Join(", ", Known.Except(NeverIgnored).OrderBy(i => i, StringComparer.Ordinal))}.");
        }
    }

    private static string DescribeBackup(OperationOptions options) => options.Backup switch
    {
        BackupKind.Snapshot => "A snapshot of the system disk, verified before the data is erased.",
        BackupKind.Image => "An image of the system disk, verified before the data is erased.",
        null when IsRebuild(options.Kind) => "Not specified yet.",
        _ => "None.",
    };

    private static bool IsRebuild(OperationKind kind) => OperationDefinition.Of(kind).Rebuilds;
}
