using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>What the codes of the service mean (docs/contracts/alibaba-ecs.md 1.6, 1.7). The code decides; the HTTP status is not
/// consistent.</summary>
internal static class AlibabaErrorMapper
{
    /// <summary>The code for a nonce that was used before: somebody between us and the service sent the request twice.</summary>
    public const string NonceUsed = "SignatureNonceUsed";

    // The first rule that fits counts. A star at either end stands for any text.
    private static readonly (string Id, string[] Codes)[] Rules =
    [
        (EcsErrorId.ThrottledByService, ["*Throttling*"]),
        (EcsErrorId.ServerError, ["InternalError*", "UnknownError", "ServiceUnavailable*", "LimitedOperation.ServiceUnavailable"]),
        (EcsErrorId.InvalidCredential,
            ["InvalidAccessKeyId*", "Forbidden.AccessKeyDisabled", "SignatureDoesNotMatch", "IncompleteSignature", "InvalidSecurityToken*",
                "MissingSecurityToken"]),
        (EcsErrorId.ClockSkew, ["InvalidTimeStamp*", "IllegalTimestamp"]),
        (EcsErrorId.AccessDenied, ["Forbidden*", "NoPermission*", "Operation.Forbidden"]),
        (EcsErrorId.InstanceNotFound, ["InvalidInstanceId.NotFound", "InvalidInstanceIds.NotFound", "InvalidInstance.NotFound"]),
        (EcsErrorId.RegionNotFound, ["InvalidRegionId*"]),
        (EcsErrorId.OperationInProgress,
            ["IdempotentProcessing", "LastTokenProcessing", "LastOrderProcessing", "LastRequestProcessing", "OperationConflict", "Operation.Conflict",
                "InvalidOperation.Conflict", "InvalidOperation.DiskResetInProgress"]),
        (EcsErrorId.QuotaExceeded, ["*Quota*", "InstanceKeyPairLimitExceeded", "*MaxModifyOnlineNumberExceeded"]),
        (EcsErrorId.SizeNotAvailable,
            ["*.NoStock", "LackResource", "*.NotEnoughResource", "InstanceType.Offline", "InvalidInstanceType.*",
                "OperationDenied.SpotPriceLowerThanPublicPrice"]),
        (EcsErrorId.ImageNotSuitable,
            ["ImageNotSup*", "ImageNotSubscribed", "ImageRemovedInMarket", "OperationDenied.ImageNotValid", "SharedImageDeleted", "InvalidSourceSnapshot",
                "InvalidDiskId.OperationNotSupported", "LoginAsNonRoot.*"]),
        (EcsErrorId.IncorrectState,
            ["IncorrectInstanceStatus*", "IncorrectDiskStatus*", "InvalidInstanceStatus*", "InvalidStatus.NotStopped", "InvalidStatus.StoppedRequired",
                "InvalidStatus.ValueNotSupported", "InvalidOperation.*", "InstanceNotReady", "DiskCreatingSnapshot", "DISK_HAS_CREATING_SNAPSHOT",
                "InvalidSystemDiskStatus*", "InvalidSnapshotId.NotReady", "InstanceLockedForSecurity", "InstanceExpired*", "DiskInArrears", "DiskError",
                "OperationDenied.InstanceCreating", "InvalidInstance.NotFoundSystemDisk", "HibernationConfigured*", "DiskHasSnapshots*", "*UnpaidOrder",
                "INST_HAS_UNPAID_ORDER"]),
        (EcsErrorId.NotSupported,
            ["InvalidAction*", "InvalidApi*", "InvalidVersion", "UnsupportedHTTPMethod", "*NotSupported", "*NotSupport", "ChargeTypeViolation",
                "CategoryViolation", "DependencyViolation.WindowsInstance"]),
        (EcsErrorId.CloudError, ["InvalidAccountStatus*"]),
        (EcsErrorId.NotFound, ["*.NotFound"]),
        (EcsErrorId.InvalidInput, ["Missing*", "Invalid*", "ParameterInvalid", "*.Malformed", "*.ExceedLimit", "Idempot*"]),
    ];

    private static readonly HashSet<string> Races = new(StringComparer.Ordinal)
    {
        "IncorrectInstanceStatus", "IncorrectInstanceStatus.Initializing", "IncorrectDiskStatus", "IncorrectDiskStatus.Initializing",
        "InvalidOperation.InvalidEcsState", "InstanceNotReady", "OperationConflict", "Operation.Conflict", "InvalidOperation.Conflict",
        "InvalidInstanceStatus.NotStopped", "InvalidStatus.NotStopped", "DependencyViolation.RouteEntry", "DependencyViolation.SLBConfiguring",
    };

    /// <summary>The error id for a code.</summary>
    /// <returns>The id, or null if no rule knows the code.</returns>
    public static string? Classify(string code) => Rules.FirstOrDefault(r => r.Codes.Any(pattern => Fits(pattern, code))).Id;

    /// <summary>Tells whether a clear refusal may come from a state that lags behind or passes (docs/contracts/alibaba-ecs.md 1.7), so that
    /// it is worth reading the state and trying again within bounds.</summary>
    public static bool IsRace(EcsException error) => error.WasNotCarriedOut && error.CloudCode is not null && Races.Contains(error.CloudCode);

    /// <summary>What the user can do about an error.</summary>
    /// <returns>A sentence or two, or null.</returns>
    public static string? Advise(string id) => id switch
    {
        EcsErrorId.InvalidCredential =>
            "Check the AccessKey's id and secret, and the token of a temporary one, then connect again with Connect-EcsAccount.",
        EcsErrorId.ClockSkew => "Set this machine's clock and time zone, then repeat the command.",
        EcsErrorId.ThrottledByService => "Wait a minute or two; other tools of the same account share the limit.",
        EcsErrorId.InstanceNotFound => "Check the id, the region and the account with Get-EcsInstance.",
        EcsErrorId.RegionNotFound => "Name a region id such as cn-hangzhou or eu-central-1.",
        EcsErrorId.IncorrectState => "Look at the server's state, locks and disks with Get-EcsInstance, then repeat the command.",
        EcsErrorId.OperationInProgress => "Wait until the other request has ended, then repeat the command.",
        EcsErrorId.QuotaExceeded => "Free something or have the quota raised in the provider's Quota Center.",
        EcsErrorId.SizeNotAvailable => "Try again later, or choose another size or zone.",
        EcsErrorId.ImageNotSuitable => "Choose another image.",
        EcsErrorId.ServerError => "Repeat the command; if it goes on, give the request id to the provider's support.",
        EcsErrorId.OutcomeUnknown => "Look at the server before you send the command again.",
        _ => null,
    };

    private static bool Fits(string pattern, string code)
    {
        string core = pattern.Trim('*');
        return (pattern[0] == '*', pattern[pattern.Length - 1] == '*') switch
        {
            (true, true) => code.IndexOf(core, StringComparison.Ordinal) >= 0,
            (true, false) => code.EndsWith(core, StringComparison.Ordinal),
            (false, true) => code.StartsWith(core, StringComparison.Ordinal),
            _ => code == core,
        };
    }
}
