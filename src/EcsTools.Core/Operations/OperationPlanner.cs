using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>Makes plans: what an operation would need, do and destroy. Sends no write.</summary>
public static class OperationPlanner
{
    /// <summary>Facts that may differ between plan and wipe, since we change them ourselves.</summary>
    private static readonly HashSet<string> PassingFacts = new(StringComparer.Ordinal) { "status" };

    // Waiving one of these would wipe a server that somebody has said must not be touched.
    private static readonly HashSet<string> NeverIgnored = new(StringComparer.OrdinalIgnoreCase)
    {
        EcsRequirementId.Lock, EcsRequirementId.Protection, EcsRequirementId.Temporary, EcsRequirementId.Account,
    };

    /// <summary>Plans an operation for servers of one account, with few calls however many there are.</summary>
    /// <param name="account">The account all servers came from.</param>
    /// <param name="options">What the user chose.</param>
    /// <param name="instances">The servers, each once.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>A plan for each server, in the order given.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud does not offer the operation, or the cloud
    /// could not be read.</exception>
    public static async Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        OpenAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        RefuseForbiddenWaivers(options);
        ICloudStep step = account.Cloud.FindStep(StepKind.RebuildSystemDisk)
            ?? throw new EcsException(EcsErrorId.NotSupported, $"{account.Info.Cloud} does not offer this operation.");
        StepTarget[] targets = [.. instances.Select(i => new StepTarget(i, options))];
        IReadOnlyList<StepPreview> previews = await step.PreviewAsync(targets, cancellation).ConfigureAwait(false);
        return [.. instances.Zip(previews, (instance, preview) => Build(account, options, step, instance, preview))];
    }

    /// <summary>The digest of what must not change between plan and wipe.</summary>
    /// <param name="instance">The server.</param>
    /// <param name="facts">What the cloud's step saw.</param>
    /// <returns>Lower-case hex.</returns>
    internal static string Fingerprint(EcsInstance instance, IReadOnlyDictionary<string, string> facts)
    {
        IEnumerable<string> lines = new[]
        {
            instance.AccountKey, instance.Id, instance.Name, string.Join(",", instance.LockReasons.OrderBy(r => r, StringComparer.Ordinal)),
            instance.DeletionProtection ? "protected" : "free",
        }.Concat(facts.Where(f => !PassingFacts.Contains(f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"));
        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(string.Join("\n", lines)));
        return string.Concat(hash.Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static PlannedOperation Build(OpenAccount account, OperationOptions options, ICloudStep step, EcsInstance instance, StepPreview preview)
    {
        bool stop = NeedsStop(instance, options);
        List<string> steps = [];
        if (stop)
        {
            steps.Add("Stop the server in an orderly way.");
        }

        steps.Add(preview.Summary);
        if (options.Kind != OperationKind.SystemDiskReset || options.Start)
        {
            steps.Add("Wait until the server runs and verify it.");
        }

        EcsPlan plan = new()
        {
            Kind = options.Kind.ToString(),
            Instance = instance,
            Steps = steps,
            Requirements = [.. preview.Requirements.Select(r => Adjust(r, stop, options)), CheckBackup(options), CheckTemporary(instance)],
            Losses = preview.Losses,
            Costs = preview.Costs,
            Backup = options.Backup is null or BackupKind.None ? "None: what is lost cannot be brought back." : options.Backup.ToString()!,
            ExpectedDowntime = preview.ExpectedDowntime,
            Fingerprint = Fingerprint(instance, preview.Facts),
            Options = Describe(options),
            CreatedAt = account.Time.GetUtcNow(),
        };
        return new PlannedOperation(account, options, plan, step, preview.Facts);
    }

    private static bool NeedsStop(EcsInstance instance, OperationOptions options) =>
        options.StopFirst && instance.Status is EcsInstanceStatus.Running or EcsInstanceStatus.Stopping or EcsInstanceStatus.Starting;

    private static EcsRequirement Adjust(EcsRequirement requirement, bool stopsFirst, OperationOptions options)
    {
        if (requirement.Outcome != EcsRequirementOutcome.Failed)
        {
            return requirement;
        }

        if (stopsFirst && requirement.Id == EcsRequirementId.State)
        {
            return new EcsRequirement(requirement.Id, EcsRequirementOutcome.Passed, "The server runs and will be stopped first.");
        }

        return options.IgnoredRequirements.Contains(requirement.Id, StringComparer.OrdinalIgnoreCase)
            ? new EcsRequirement(requirement.Id, EcsRequirementOutcome.Warning, "Waived by -IgnoreRequirement: " + requirement.Detail, requirement.Remedy)
            : requirement;
    }

    private static EcsRequirement CheckBackup(OperationOptions options) => options.Backup switch
    {
        BackupKind.None => new(EcsRequirementId.Backup, EcsRequirementOutcome.Warning, "No backup will be made: what is lost cannot be brought back."),
        null => new(EcsRequirementId.Backup, EcsRequirementOutcome.Unknown, "No backup was chosen."),
        _ => new(
            EcsRequirementId.Backup,
            EcsRequirementOutcome.Failed,
            $"A backup of the kind {options.Backup} cannot be made by this version.",
            "Make one with the provider's tools, then name -Backup None."),
    };

    private static EcsRequirement CheckTemporary(EcsInstance instance) => instance.IsTemporary
        ? new(EcsRequirementId.Temporary, EcsRequirementOutcome.Failed, "It is probably the temporary server of a running reinstallation.", "Wait until that has ended.")
        : new(EcsRequirementId.Temporary, EcsRequirementOutcome.Passed, "Not a temporary server.");

    private static void RefuseForbiddenWaivers(OperationOptions options)
    {
        string? forbidden = options.IgnoredRequirements.FirstOrDefault(NeverIgnored.Contains);
        if (forbidden is not null)
        {
            throw new EcsException(EcsErrorId.InvalidInput, $"The requirement {forbidden} cannot be waived.")
            {
                RecommendedAction = "Unlock or unprotect the server itself, if that is what you want.",
            };
        }
    }

    private static Dictionary<string, string> Describe(OperationOptions options)
    {
        Dictionary<string, string> described = new(StringComparer.Ordinal) { ["Login"] = options.Login.ToString() };
        if (options.ImageId is not null)
        {
            described["ImageId"] = options.ImageId;
        }

        if (options.License is not null)
        {
            described["License"] = options.License.ToString()!;
        }

        return described;
    }
}
