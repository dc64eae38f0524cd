using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;

using EcsTools.Model;

namespace EcsTools.Core.Contracts;

/// <summary>
/// What the user chose, as a plan carries it: texts by the names of the commands' parameters, complete, so that the plan can be run by
/// another process. What is left at its default is left out. A secret is never in it; whoever runs the plan gives it again.
/// </summary>
internal static class PlanOptions
{
    private const string SecretNotKept = "(given again when the plan is run)";
    private const string Yes = "True";

    /// <summary>Writes options.</summary>
    /// <param name="options">What the user chose.</param>
    /// <returns>Texts by name.</returns>
    public static IReadOnlyDictionary<string, string> Write(OperationOptions options)
    {
        OperationOptions usual = new();
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        Add("KeyPairName", options.Login.KeyPairName);
        Add("Password", options.Login.Password is null ? null : SecretNotKept);
        Add("PasswordInherit", Flag(options.Login.PasswordInherit));
        Add("UserData", options.UserData?.ToString());
        Add("NewPassword", options.NewPassword is null ? null : SecretNotKept);
        Add("UserName", options.UserName);
        Add("Method", options.Method == usual.Method ? null : options.Method.ToString());
        Add("Restart", Flag(options.Restart));
        Add("ImageId", options.ImageId);
        Add("LicenseType", options.License?.ToString());
        Add("Backup", options.Backup?.ToString());
        Add("StopFirst", Flag(options.StopFirst));
        Add("LeaveStopped", Flag(options.LeaveStopped));
        Add("Start", Flag(options.Start));
        Add("RetryCount", options.RetryCount == usual.RetryCount ? null : options.RetryCount.ToString(CultureInfo.InvariantCulture));
        Add("Size", options.Size);
        Add("AutoPay", Flag(options.AutoPay));
        Add("Running", Flag(options.ReleaseRunning));
        Add("TerminateSubscription", Flag(options.TerminateSubscription));
        Add("DeletePublicIp", Flag(options.DeletePublicIp));
        Add("DeleteDataDisks", Flag(options.DeleteDataDisks));
        Add("DiskId", options.DiskId);
        Add("SnapshotId", options.SnapshotId);
        Add("NewName", options.NewName);
        Add("Description", options.NewDescription);
        Add("IgnoreRequirement", options.IgnoredRequirements.Count == 0 ? null : string.Join(",", options.IgnoredRequirements));
        return texts;

        void Add(string name, string? text)
        {
            if (text is not null)
            {
                texts.Add(name, text);
            }
        }
    }

    /// <summary>Reads options back.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="settings">What is chosen anew at every run.</param>
    /// <returns>The options.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if the plan is not complete, holds what this version does not
    /// know, or needs a password or user data that were not given; <see cref="EcsErrorId.PlanChanged"/> if the user data is another.</exception>
    public static OperationOptions Read(EcsPlan plan, PlanRunSettings settings)
    {
        if (!Enum.TryParse(plan.Kind, out OperationKind kind) || !Enum.IsDefined(typeof(OperationKind), kind))
        {
            throw Unreadable(plan, $"this version knows no operation '{plan.Kind}'");
        }

        Dictionary<string, string> texts = plan.Options.ToDictionary(o => o.Key, o => o.Value, StringComparer.Ordinal);
        OperationOptions options = new()
        {
            Kind = kind,
            Login = new LoginChoice
            {
                KeyPairName = Take("KeyPairName"),
                Password = TakeSecret("Password"),
                PasswordInherit = TakeFlag("PasswordInherit"),
            },
            UserData = TakeUserData(),
            NewPassword = TakeSecret("NewPassword"),
            UserName = Take("UserName"),
            Method = TakeChoice<PasswordMethod>("Method") ?? new OperationOptions().Method,
            Restart = TakeFlag("Restart"),
            ImageId = Take("ImageId"),
            License = TakeChoice<LicenseKind>("LicenseType"),
            Backup = TakeChoice<BackupKind>("Backup"),
            StopFirst = TakeFlag("StopFirst"),
            LeaveStopped = TakeFlag("LeaveStopped"),
            Start = TakeFlag("Start"),
            RetryCount = TakeNumber("RetryCount", new OperationOptions().RetryCount),
            Size = Take("Size"),
            AutoPay = TakeFlag("AutoPay"),
            ReleaseRunning = TakeFlag("Running"),
            TerminateSubscription = TakeFlag("TerminateSubscription"),
            DeletePublicIp = TakeFlag("DeletePublicIp"),
            DeleteDataDisks = TakeFlag("DeleteDataDisks"),
            DiskId = Take("DiskId"),
            SnapshotId = Take("SnapshotId"),
            NewName = Take("NewName"),
            NewDescription = Take("Description"),
            IgnoredRequirements = Take("IgnoreRequirement")?.Split(',') ?? [],
            Timeout = settings.Timeout ?? OperationDefinition.Of(kind).Timeout,
            BackupTimeout = settings.BackupTimeout ?? new OperationOptions().BackupTimeout,
            NoWait = settings.NoWait,
        };
        return texts.Count == 0 ? options : throw Unreadable(plan, $"this version knows no option '{texts.Keys.First()}'");

        string? Take(string name)
        {
            texts.TryGetValue(name, out string? text);
            texts.Remove(name);
            return text;
        }

        bool TakeFlag(string name) => Take(name) switch
        {
            null => false,
            Yes => true,
            _ => throw Unreadable(plan, $"the option {name} can only be {Yes}"),
        };

        T? TakeChoice<T>(string name)
            where T : struct, Enum => Take(name) is not { } text ? null
            : Enum.TryParse(text, out T choice) && Enum.IsDefined(typeof(T), choice) ? choice
            : throw Unreadable(plan, $"the option {name} cannot be '{text}'");

        int TakeNumber(string name, int usual) => Take(name) is not { } text ? usual
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : throw Unreadable(plan, $"the option {name} is no number");

        SecureString? TakeSecret(string name) => Take(name) is null ? null : settings.Password ?? throw Refused(
            EcsErrorId.InvalidInput, "sets a password, and a plan does not hold it", "Give it again with -Password.");

        UserData? TakeUserData() => Take("UserData") is not { } planned ? null
            : settings.UserData is not { } given ? throw Refused(
                EcsErrorId.InvalidInput, "gives user data to the fresh system, and a plan does not hold it", "Give it again with -UserData.")
            : given.ToString() == planned ? given : throw Refused(
                EcsErrorId.PlanChanged,
                $"was made with other user data ({planned}) than is given now ({given})",
                "Give what the plan was made with, or make a new plan with -PlanOnly and have it approved.");

        EcsException Refused(string errorId, string why, string action) => new(errorId, $"{plan} {why}.")
        {
            InstanceId = plan.Instance.Id,
            WasNotCarriedOut = true,
            RecommendedAction = action,
        };
    }

    private static string? Flag(bool value) => value ? Yes : null;

    private static EcsException Unreadable(EcsPlan plan, string why) => new(EcsErrorId.InvalidInput, $"{plan} cannot be run: {why}.")
    {
        InstanceId = plan.Instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = "Make a new plan with -PlanOnly.",
    };
}
