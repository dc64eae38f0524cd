namespace EcsTools.Model;

/// <summary>The ids of errors. They are stable and documented in about_EcsTools_Errors.</summary>
public static class EcsErrorId
{
#pragma warning disable CS1591 // each constant is its own name; about_EcsTools_Errors explains them
    public const string AccessDenied = nameof(AccessDenied);
    public const string AccountMismatch = nameof(AccountMismatch);
    public const string AccountNotFound = nameof(AccountNotFound);
    public const string AgentNotInstalled = nameof(AgentNotInstalled);
    public const string AmbiguousAccount = nameof(AmbiguousAccount);
    public const string AmbiguousName = nameof(AmbiguousName);
    public const string ApprovalInvalid = nameof(ApprovalInvalid);
    public const string AuditDamaged = nameof(AuditDamaged);
    public const string AuditUnavailable = nameof(AuditUnavailable);
    public const string BackupFailed = nameof(BackupFailed);
    public const string CannotConnect = nameof(CannotConnect);
    public const string CannotListen = nameof(CannotListen);
    public const string ClockSkew = nameof(ClockSkew);
    public const string CloudError = nameof(CloudError);
    public const string ConfirmationNotPossible = nameof(ConfirmationNotPossible);
    public const string CredentialFileInvalid = nameof(CredentialFileInvalid);
    public const string CredentialNotFound = nameof(CredentialNotFound);
    public const string DeniedByPolicy = nameof(DeniedByPolicy);
    public const string FingerprintMismatch = nameof(FingerprintMismatch);
    public const string GuestCommandFailed = nameof(GuestCommandFailed);
    public const string GuestCommandTimeout = nameof(GuestCommandTimeout);
    public const string GuestConnectionLost = nameof(GuestConnectionLost);
    public const string GuestLoginFailed = nameof(GuestLoginFailed);
    public const string GuestMismatch = nameof(GuestMismatch);
    public const string GuestNotResponding = nameof(GuestNotResponding);
    public const string GuestSettling = nameof(GuestSettling);
    public const string GuestUnreachable = nameof(GuestUnreachable);
    public const string HealthCheckFailed = nameof(HealthCheckFailed);
    public const string HostKeyMismatch = nameof(HostKeyMismatch);
    public const string HostKeyUnknown = nameof(HostKeyUnknown);
    public const string ImageNotSuitable = nameof(ImageNotSuitable);
    public const string IncorrectState = nameof(IncorrectState);
    public const string InsecureEndpoint = nameof(InsecureEndpoint);
    public const string InstanceNotFound = nameof(InstanceNotFound);
    public const string InvalidCredential = nameof(InvalidCredential);
    public const string InvalidInput = nameof(InvalidInput);
    public const string JournalDamaged = nameof(JournalDamaged);
    public const string JournalUnavailable = nameof(JournalUnavailable);
    public const string KeyFileInvalid = nameof(KeyFileInvalid);
    public const string KeyFileMismatch = nameof(KeyFileMismatch);
    public const string KnownHostsUnusable = nameof(KnownHostsUnusable);
    public const string MalformedAnswer = nameof(MalformedAnswer);
    public const string NotAnInstance = nameof(NotAnInstance);
    public const string NotConnected = nameof(NotConnected);
    public const string NotFound = nameof(NotFound);
    public const string NotSupported = nameof(NotSupported);
    public const string OperationFailed = nameof(OperationFailed);
    public const string OperationInProgress = nameof(OperationInProgress);
    public const string OperationNotSucceeded = nameof(OperationNotSucceeded);
    public const string OperationTimeout = nameof(OperationTimeout);
    public const string OsReinstallFailed = nameof(OsReinstallFailed);

    /// <summary>The new system disk is not encrypted as the old one was.</summary>
    public const string EncryptionLost = nameof(EncryptionLost);
    public const string OutcomeUnknown = nameof(OutcomeUnknown);
    public const string PasswordNotAvailable = nameof(PasswordNotAvailable);
    public const string PlanChanged = nameof(PlanChanged);
    public const string PlanExpired = nameof(PlanExpired);
    public const string QuotaExceeded = nameof(QuotaExceeded);
    public const string RegionNotFound = nameof(RegionNotFound);
    public const string RequirementFailed = nameof(RequirementFailed);
    public const string SandboxAlreadyRunning = nameof(SandboxAlreadyRunning);
    public const string SandboxNotRunning = nameof(SandboxNotRunning);
    public const string SecretManagementNotInstalled = nameof(SecretManagementNotInstalled);
    public const string ServerError = nameof(ServerError);
    public const string SizeNotAvailable = nameof(SizeNotAvailable);
    public const string StateAccessDenied = nameof(StateAccessDenied);
    public const string StateAddressInvalid = nameof(StateAddressInvalid);
    public const string StateClockSkew = nameof(StateClockSkew);
    public const string StateLoginFailed = nameof(StateLoginFailed);
    public const string StateSchemaMismatch = nameof(StateSchemaMismatch);
    public const string ThrottledByService = nameof(ThrottledByService);
#pragma warning restore CS1591
}
