using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>Errors that more than one operation returns.</summary>
internal static class AlibabaErrors
{
    public static AlibabaApiError InstanceNotFound() =>
        new(404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist.");

    public static AlibabaApiError InstanceStatus() =>
        new(403, "IncorrectInstanceStatus", "The current status of the resource does not support this operation.");

    public static AlibabaApiError DiskStatus() =>
        new(403, "IncorrectDiskStatus", "The current disk status does not support this operation.");

    public static AlibabaApiError DiskNotFound() => new(404, "InvalidDiskId.NotFound", "The specified disk does not exist.");

    public static AlibabaApiError DiskCreatingSnapshot() => new(
        403, "DiskCreatingSnapshot", "The operation is denied due to a snapshot of the specified disk is not completed yet.");

    public static AlibabaApiError NoStock() => new(
        403,
        "OperationDenied.NoStock",
        "The requested resource is sold out in the specified zone; try other types of resources or other regions and zones.");

    public static AlibabaApiError ChargeType() =>
        new(403, "ChargeTypeViolation", "The operation is not permitted due to charge type of the instance.");

    public static AlibabaApiError KeyPairNotFound() =>
        new(400, "InvalidKeyPairName.NotFound", "The specified KeyPairName does not exist in our records.");

    public static AlibabaApiError WindowsKeyPair() => new(
        403, "DependencyViolation.WindowsInstance", "The instance creating is windows, cannot use ssh key pair to login");

    public static AlibabaApiError Missing(string name) => new(
        400,
        "MissingParameter." + name,
        $"The input parameter \"{name}\" that is mandatory for processing this request is not supplied.");

    public static AlibabaApiError Invalid(string name) =>
        new(400, "InvalidParameter." + name, $"The specified parameter \"{name}\" is not valid.");

    public static AlibabaApiError TooManyInstances() =>
        new(403, "InvalidParameter.TooManyInstanceIds", "Instance ids cannot be more than 100.");

    /// <summary>A dry run of a single operation or a query that passed (docs/contracts/alibaba-ecs.md 1.9).</summary>
    public static AlibabaApiError DryRunPassed() =>
        new(400, "DryRunOperation", "Request validation has been passed with DryRun flag set.");

    /// <summary>A dry run of a batch operation that passed (docs/contracts/alibaba-ecs.md 1.9).</summary>
    public static AlibabaApiError BatchDryRunPassed() =>
        new(400, "DRYRUN.SUCCESS", "This request is a dryrun request with successful result.");

    /// <summary>Refuses under a security lock (docs/contracts/alibaba-ecs.md 6.3).</summary>
    public static void IfLockedForSecurity(Server server)
    {
        if (server.ProviderLocks.Contains("security"))
        {
            throw new AlibabaApiError(
                403,
                "InstanceLockedForSecurity",
                "The specified operation is denied as your instance is locked for security reasons.");
        }
    }

    /// <summary>True if the server, or the dedicated host it is on, has not been paid for.</summary>
    public static bool IsOverdue(Server server) => server.ProviderLocks.Exists(r => r is "financial" or "dedicatedhostfinancial");

    /// <summary>Refuses when the account owes or the subscription is over (docs/contracts/alibaba-ecs.md 6.3).</summary>
    public static void IfUnpaid(RegionBackend backend, Server server)
    {
        if (IsOverdue(server) || server.ExpiresAt < backend.Now)
        {
            throw new AlibabaApiError(
                403,
                "InstanceExpiredOrInArrears",
                "The specified operation is denied as your prepay instance is expired (prepay mode) or in arrears (afterpay mode).");
        }
    }
}
