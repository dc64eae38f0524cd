namespace EcsTools.Core.Policies;

/// <summary>What a rule asks for. The order is that of severity.</summary>
public enum PolicyEffect
{
    /// <summary>A person must agree, whatever <c>-Confirm:$false</c> and <c>$ConfirmPreference</c> say.</summary>
    Confirm,

    /// <summary>A backup must be made first: <c>-Backup None</c> is refused.</summary>
    RequireBackup,

    /// <summary>Only a plan that was made and approved beforehand may be run, with Invoke-EcsPlan.</summary>
    RequirePlan,

    /// <summary>Never. No switch helps.</summary>
    Deny,
}
