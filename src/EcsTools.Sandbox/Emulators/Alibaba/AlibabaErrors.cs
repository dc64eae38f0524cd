using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>The refusals that more than one operation knows.</summary>
internal static class AlibabaErrors
{
    /// <summary>The server does not exist in this region.</summary>
    /// <returns>404 <c>InvalidInstanceId.NotFound</c>.</returns>
    public static AlibabaApiError InstanceNotFound() =>
        new(404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist.");

    /// <summary>The server's state does not fit.</summary>
    /// <returns>403 <c>IncorrectInstanceStatus</c>.</returns>
    public static AlibabaApiError InstanceStatus() =>
        new(403, "IncorrectInstanceStatus", "The current status of the resource does not support this operation.");

    /// <summary>The disk's state does not fit.</summary>
    /// <returns>403 <c>IncorrectDiskStatus</c>.</returns>
    public static AlibabaApiError DiskStatus() =>
        new(403, "IncorrectDiskStatus", "The current disk status does not support this operation.");

    /// <summary>The disk does not exist in this region.</summary>
    /// <returns>404 <c>InvalidDiskId.NotFound</c>.</returns>
    public static AlibabaApiError DiskNotFound() => new(404, "InvalidDiskId.NotFound", "The specified disk does not exist.");

    /// <summary>A snapshot of the disk is being made.</summary>
    /// <returns>403 <c>DiskCreatingSnapshot</c>.</returns>
    public static AlibabaApiError DiskCreatingSnapshot() => new(
        403, "DiskCreatingSnapshot", "The operation is denied due to a snapshot of the specified disk is not completed yet.");

    /// <summary>Nothing is left of the size.</summary>
    /// <returns>403 <c>OperationDenied.NoStock</c>.</returns>
    public static AlibabaApiError NoStock() => new(
        403,
        "OperationDenied.NoStock",
        "The requested resource is sold out in the specified zone; try other types of resources or other regions and zones.");

    /// <summary>The way of paying does not allow it.</summary>
    /// <returns>403 <c>ChargeTypeViolation</c>.</returns>
    public static AlibabaApiError ChargeType() =>
        new(403, "ChargeTypeViolation", "The operation is not permitted due to charge type of the instance.");

    /// <summary>The key pair does not exist in this region.</summary>
    /// <returns>400 <c>InvalidKeyPairName.NotFound</c>.</returns>
    public static AlibabaApiError KeyPairNotFound() =>
        new(400, "InvalidKeyPairName.NotFound", "The specified KeyPairName does not exist in our records.");

    /// <summary>Windows knows no key pairs.</summary>
    /// <returns>403 <c>DependencyViolation.WindowsInstance</c>.</returns>
    public static AlibabaApiError WindowsKeyPair() => new(
        403, "DependencyViolation.WindowsInstance", "The instance creating is windows, cannot use ssh key pair to login");

    /// <summary>A required parameter is absent.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>400 <c>MissingParameter.</c> and the name.</returns>
    public static AlibabaApiError Missing(string name) => new(
        400,
        "MissingParameter." + name,
        $"The input parameter \"{name}\" that is mandatory for processing this request is not supplied.");

    /// <summary>A parameter cannot be read.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>400 <c>InvalidParameter.</c> and the name.</returns>
    public static AlibabaApiError Invalid(string name) =>
        new(400, "InvalidParameter." + name, $"The specified parameter \"{name}\" is not valid.");

    /// <summary>Too many servers in one call.</summary>
    /// <returns>403 <c>InvalidParameter.TooManyInstanceIds</c>.</returns>
    public static AlibabaApiError TooManyInstances() =>
        new(403, "InvalidParameter.TooManyInstanceIds", "Instance ids cannot be more than 100.");

    /// <summary>A dry run of a single operation or a query that passed (docs/contracts/alibaba-ecs.md 1.9).</summary>
    /// <returns>400 <c>DryRunOperation</c>.</returns>
    public static AlibabaApiError DryRunPassed() =>
        new(400, "DryRunOperation", "Request validation has been passed with DryRun flag set.");

    /// <summary>A dry run of a batch operation that passed (docs/contracts/alibaba-ecs.md 1.9).</summary>
    /// <returns>400 <c>DRYRUN.SUCCESS</c>.</returns>
    public static AlibabaApiError BatchDryRunPassed() =>
        new(400, "DRYRUN.SUCCESS", "This request is a dryrun request with successful result.");

    /// <summary>Refuses under a security lock (docs/contracts/alibaba-ecs.md 6.3).</summary>
    /// <param name="server">The server.</param>
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
    /// <param name="backend">The world.</param>
    /// <param name="server">The server.</param>
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
