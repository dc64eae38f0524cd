using EcsTools.Core.Operations;

namespace EcsTools.Errors;

/// <summary>The only place that makes error records.</summary>
internal static class EcsErrors
{
    private static readonly Dictionary<string, ErrorCategory> Categories = new()
    {
        [EcsErrorId.AccessDenied] = ErrorCategory.PermissionDenied,
        [EcsErrorId.AccountMismatch] = ErrorCategory.InvalidArgument,
        [EcsErrorId.AccountNotFound] = ErrorCategory.ObjectNotFound,
        [EcsErrorId.AgentNotInstalled] = ErrorCategory.NotInstalled,
        [EcsErrorId.AmbiguousAccount] = ErrorCategory.InvalidArgument,
        [EcsErrorId.AmbiguousName] = ErrorCategory.InvalidArgument,
        [EcsErrorId.CannotConnect] = ErrorCategory.ConnectionError,
        [EcsErrorId.CannotListen] = ErrorCategory.ResourceUnavailable,
        [EcsErrorId.ConfirmationNotPossible] = ErrorCategory.InvalidOperation,
        [EcsErrorId.CredentialFileInvalid] = ErrorCategory.InvalidData,
        [EcsErrorId.CredentialNotFound] = ErrorCategory.AuthenticationError,
        [EcsErrorId.DeniedByPolicy] = ErrorCategory.SecurityError,
        [EcsErrorId.FingerprintMismatch] = ErrorCategory.SecurityError,
        [EcsErrorId.GuestCommandFailed] = ErrorCategory.InvalidResult,
        [EcsErrorId.GuestCommandTimeout] = ErrorCategory.OperationTimeout,
        [EcsErrorId.GuestConnectionLost] = ErrorCategory.ConnectionError,
        [EcsErrorId.GuestLoginFailed] = ErrorCategory.AuthenticationError,
        [EcsErrorId.GuestMismatch] = ErrorCategory.SecurityError,
        [EcsErrorId.GuestNotResponding] = ErrorCategory.OperationTimeout,
        [EcsErrorId.GuestSettling] = ErrorCategory.ResourceBusy,
        [EcsErrorId.GuestUnreachable] = ErrorCategory.ConnectionError,
        [EcsErrorId.HealthCheckFailed] = ErrorCategory.InvalidResult,
        [EcsErrorId.HostKeyMismatch] = ErrorCategory.SecurityError,
        [EcsErrorId.HostKeyUnknown] = ErrorCategory.SecurityError,
        [EcsErrorId.ImageNotSuitable] = ErrorCategory.InvalidArgument,
        [EcsErrorId.IncorrectState] = ErrorCategory.InvalidOperation,
        [EcsErrorId.InsecureEndpoint] = ErrorCategory.SecurityError,
        [EcsErrorId.InstanceNotFound] = ErrorCategory.ObjectNotFound,
        [EcsErrorId.InvalidCredential] = ErrorCategory.AuthenticationError,
        [EcsErrorId.InvalidInput] = ErrorCategory.InvalidArgument,
        [EcsErrorId.JournalDamaged] = ErrorCategory.InvalidData,
        [EcsErrorId.JournalUnavailable] = ErrorCategory.OpenError,
        [EcsErrorId.KeyFileInvalid] = ErrorCategory.InvalidData,
        [EcsErrorId.KeyFileMismatch] = ErrorCategory.InvalidArgument,
        [EcsErrorId.KnownHostsUnusable] = ErrorCategory.OpenError,
        [EcsErrorId.MalformedAnswer] = ErrorCategory.ProtocolError,
        [EcsErrorId.NotAnInstance] = ErrorCategory.InvalidType,
        [EcsErrorId.NotConnected] = ErrorCategory.ConnectionError,
        [EcsErrorId.NotFound] = ErrorCategory.ObjectNotFound,
        [EcsErrorId.NotSupported] = ErrorCategory.NotImplemented,
        [EcsErrorId.OperationInProgress] = ErrorCategory.ResourceBusy,
        [EcsErrorId.OperationNotSucceeded] = ErrorCategory.InvalidArgument,
        [EcsErrorId.OperationTimeout] = ErrorCategory.OperationTimeout,
        [EcsErrorId.PasswordNotAvailable] = ErrorCategory.ObjectNotFound,
        [EcsErrorId.ApprovalInvalid] = ErrorCategory.SecurityError,
        [EcsErrorId.AuditDamaged] = ErrorCategory.InvalidData,
        [EcsErrorId.AuditUnavailable] = ErrorCategory.OpenError,
        [EcsErrorId.PlanChanged] = ErrorCategory.InvalidOperation,
        [EcsErrorId.PlanExpired] = ErrorCategory.InvalidOperation,
        [EcsErrorId.QuotaExceeded] = ErrorCategory.QuotaExceeded,
        [EcsErrorId.RegionNotFound] = ErrorCategory.ObjectNotFound,
        [EcsErrorId.RequirementFailed] = ErrorCategory.InvalidOperation,
        [EcsErrorId.SandboxAlreadyRunning] = ErrorCategory.ResourceExists,
        [EcsErrorId.SandboxNotRunning] = ErrorCategory.ObjectNotFound,
        [EcsErrorId.SecretManagementNotInstalled] = ErrorCategory.NotInstalled,
        [EcsErrorId.SizeNotAvailable] = ErrorCategory.ResourceUnavailable,
        [EcsErrorId.StateAccessDenied] = ErrorCategory.PermissionDenied,
        [EcsErrorId.StateAddressInvalid] = ErrorCategory.InvalidArgument,
        [EcsErrorId.StateClockSkew] = ErrorCategory.InvalidOperation,
        [EcsErrorId.StateLoginFailed] = ErrorCategory.AuthenticationError,
        [EcsErrorId.StateSchemaMismatch] = ErrorCategory.InvalidOperation,
        [EcsErrorId.ThrottledByService] = ErrorCategory.LimitsExceeded,
    };

    /// <summary>Makes the record of something that went wrong.</summary>
    /// <param name="target">The object it concerns, or null.</param>
    /// <returns>The record: its id is <see cref="EcsException.ErrorId"/>.</returns>
    public static ErrorRecord From(EcsException error, object? target)
    {
        error = Shown(NameServer(error, target));
        ErrorCategory category = Categories.TryGetValue(error.ErrorId, out ErrorCategory known) ? known : ErrorCategory.NotSpecified;
        ErrorRecord record = new(error, error.ErrorId, category, target ?? error.InstanceId)
        {
            ErrorDetails = new ErrorDetails(Display.Text(Describe(error))) { RecommendedAction = Display.Text(error.RecommendedAction) },
        };
        record.CategoryInfo.TargetName = Display.Line(record.CategoryInfo.TargetName);
        return record;
    }

    // The views of the engine show the exception too.
    private static EcsException Shown(EcsException error) =>
        Display.Text(error.Message) is var shown && shown == error.Message ? error : Copy(error, shown, error.InnerException, error.InstanceId);

    // What a cloud says of one server among many does not tell which, and an id is not what a person knows it by.
    private static EcsException NameServer(EcsException error, object? target)
    {
        if (target is EcsInstance planned && CreationPlanner.IsPlaceholder(planned.Id))
        {
            return Has(error.Message, planned.Name) ? error : Copy(error, $"{planned.Name}: {error.Message}", error, instanceId: null);
        }

        (string Name, string Id)? named = target switch
        {
            EcsInstance instance => (instance.Name, instance.Id),
            EcsOperation operation => (operation.InstanceName, operation.InstanceId),
            EcsPlan plan => (plan.Instance.Name, plan.Instance.Id),
            EcsKeyPair pair => ("Key pair", pair.Name),
            EcsEvent announced => ("Event", announced.Id),
            EcsDisk disk => (disk.Name, disk.Id),
            EcsImage image => (image.Name, image.Id),
            EcsSnapshot snapshot => (snapshot.Name, snapshot.Id),
            _ => null,
        };
        return named is not var (name, id) || id.Length == 0 || ((Has(error.Message, Printed(name)) || Has(error.Message, Display.Line(name))) && Has(error.Message, id))
            ? error
            : Copy(error, $"{Display.Line(new EcsInstance { Id = id, Name = name }.ToString())}: {error.Message}", error, id);
    }

    private static EcsException Copy(EcsException error, string message, Exception? inner, string? instanceId) => new(error.ErrorId, message, inner)
    {
        CloudCode = error.CloudCode,
        HttpStatus = error.HttpStatus,
        RequestId = error.RequestId,
        InstanceId = instanceId,
        RecommendedAction = error.RecommendedAction,
        RetryAfter = error.RetryAfter,
        WasNotCarriedOut = error.WasNotCarriedOut,
    };

    // As an exception has it in its message.
    private static string Printed(string name) => string.Concat(name.Select(c => char.IsControl(c) && c != '\n' ? ' ' : c));

    private static bool Has(string text, string part) => text.IndexOf(part, StringComparison.Ordinal) >= 0;

    // What and why, then what the cloud's support will ask for. What to do is a field of its own, which every view shows.
    private static string Describe(EcsException error)
    {
        List<string> facts = [];
        if (error.HttpStatus is not null)
        {
            facts.Add($"HTTP {error.HttpStatus}");
        }

        if (error.CloudCode is not null && error.Message.IndexOf(error.CloudCode, StringComparison.Ordinal) < 0)
        {
            facts.Add($"Code {Display.Line(error.CloudCode)}");
        }

        if (error.RequestId is not null)
        {
            facts.Add($"RequestId {Display.Line(error.RequestId)}");
        }

        return facts.Count == 0 ? error.Message : $"{error.Message}\nProvider response: {string.Join(", ", facts)}.";
    }
}
