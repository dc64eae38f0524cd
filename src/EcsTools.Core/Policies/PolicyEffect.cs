namespace EcsTools.Core.Policies;

/// <summary>What a rule asks for. The order is that of severity.</summary>
public enum PolicyEffect
{
    /// <summary>A person must agree, whatever <c>-Confirm:$false</c> and <c>$ConfirmPreference</c> say.</summary>
    Confirm,

    /// <summary>A backup must be made first: <c>-Backup None</c> is refused.</summary>
    RequireBackup,

    /// <summary>Only a plan that was made beforehand may be run, with Invoke-EcsPlan. Files of version 0.1 ask for it.</summary>
    RequirePlan,

    /// <summary>Only a plan may be run that was signed by those who may approve.</summary>
    RequireApproval,

    /// <summary>Never. No switch helps.</summary>
    Deny,
}
