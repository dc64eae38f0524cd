using System.ComponentModel;
using System.Security;

using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Operations;
using EcsTools.Internal;

namespace EcsTools.Abstractions;

/// <summary>A cmdlet that makes system disks anew: what may be chosen for that.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsSystemDiskCmdlet : EcsOperationCmdlet
{
    private UserData? _userData;
    private BackupChoice? _choice;

    private protected EcsSystemDiskCmdlet()
    {
    }

    /// <summary>The backup made first. Without it a person is asked; where nobody is asked, and for a plan, it must be specified, None included.</summary>
    [Parameter]
    public BackupKind? Backup { get; set; }

    /// <summary>How many seconds to wait for the backup alone; they do not count for <see cref="EcsOperationCmdlet.Timeout"/>.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int BackupTimeout { get; set; } = 5400;

    /// <summary>Stops a running server first.</summary>
    [Parameter]
    public SwitchParameter StopFirst { get; set; }

    /// <summary>Leaves the server stopped, also when the wipe is not reached.</summary>
    [Parameter]
    public SwitchParameter LeaveStopped { get; set; }

    /// <summary>Waits until the guest of the fresh system answers, within the time-out.</summary>
    [Parameter]
    public SwitchParameter WaitForGuest { get; set; }

    /// <summary>The key pair for the fresh system; by default the one the server has.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KeyPairCompleter))]
    public string? KeyPairName { get; set; }

    /// <summary>The password for the fresh system, where the cloud takes one.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>The password that the image holds, where the cloud knows such.</summary>
    [Parameter]
    public SwitchParameter PasswordInherit { get; set; }

    /// <summary>What the fresh system runs at its first start (cloud-init, Cloudbase-Init): the text itself, not in base64.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserData { get; set; }

    /// <summary>A file with that text, or with what is binary: compressed by gzip.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserDataFile { get; set; }

    /// <summary>Who brings the license of a billed operating system.</summary>
    [Parameter]
    public LicenseKind? LicenseType { get; set; }

    /// <summary>Whether the image contains Cloud-Init, where the provider's own mark on the image is not to be followed.</summary>
    [Parameter]
    public CloudInitSupport? CloudInit { get; set; }

    /// <summary>How often a job that failed may be sent again.</summary>
    [Parameter]
    [ValidateRange(0, 1)]
    public int RetryCount { get; set; } = 1;

    private protected abstract OperationKind Kind { get; }

    private protected virtual bool StartsAfterwards => false;

    private protected virtual bool PaysAtOnce => false;

    private protected virtual string? NewImageId => null;

    private protected override void Begin()
    {
        base.Begin();
        if (Backup is null && !PlanOnly && !Confirmation.WhatIf && !Confirmation.Asks(ConfirmImpact.High))
        {
            Fail(new EcsException(EcsErrorId.ConfirmationNotPossible, "-Backup is required when confirmation prompts are suppressed (-Confirm:$false, -Force, $ConfirmPreference).")
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Specify -Backup None, -Backup Image, or -Backup Snapshot.",
            });
        }

        if (WaitForGuest && (NoWait || LeaveStopped))
        {
            Fail(InputErrors.Create("-WaitForGuest cannot be combined with -NoWait or -LeaveStopped.", "Omit -WaitForGuest, or the other parameter."));
        }

        _userData = ReadUserData(UserData, UserDataFile);
        int logins = (KeyPairName is null ? 0 : 1) + (Password is null ? 0 : 1) + (PasswordInherit ? 1 : 0);
        if (logins > 1)
        {
            Fail(InputErrors.Create("-KeyPairName, -Password, and -PasswordInherit cannot be combined.", "Specify only one of them."));
        }
    }

    private protected sealed override IReadOnlyList<PlannedOperation> Complete(ConnectedAccount account, IReadOnlyList<PlannedOperation> plans)
    {
        // Nobody is asked about a server that is refused anyway.
        PlannedOperation[] open = [.. plans.Where(p => p.LacksBackup && p.Plan.CanProceed && Gate.Refusal(Change.Of(p) with { IsBackedUp = true }) is null)];
        if (open.Length == 0 || Confirmation.WhatIf)
        {
            return plans;
        }

        IEnumerable<PlannedOperation> refused = plans.Except(open);
        return (_choice ??= new BackupChoice(Confirmation)).Ask(account, Kind, [.. open.Select(p => p.Plan.Instance)]) is { } backup
            ? [.. refused, .. Run(token => OperationPlanner.PlanAsync(account, CreateOptions() with { Backup = backup }, [.. open.Select(p => p.Plan.Instance)], token))]
            : [.. refused];
    }

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = Kind,
        ImageId = NewImageId,
        Login = new LoginOptions { KeyPairName = KeyPairName, Password = Password, PasswordInherit = PasswordInherit },
        UserData = _userData,
        License = LicenseType,
        CloudInit = CloudInit,
        Backup = Backup,
        BackupIsAskedFor = Backup is null && !PlanOnly,
        BackupTimeout = TimeSpan.FromSeconds(BackupTimeout),
        StopFirst = StopFirst,
        LeaveStopped = LeaveStopped,
        Start = StartsAfterwards,
        WaitForGuest = WaitForGuest,
        RetryCount = RetryCount,
        AutoPay = PaysAtOnce,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };
}
