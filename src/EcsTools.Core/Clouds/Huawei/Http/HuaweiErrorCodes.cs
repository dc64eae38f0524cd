using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What the cloud's codes mean to us (docs/contracts/huawei-ecs.md 7). Message texts are never matched.</summary>
internal static class HuaweiErrorCodes
{
    /// <summary>The job is not known (docs/contracts/huawei-ecs.md 3.9): look at the server instead.</summary>
    public const string JobUnknown = "Common.0011";

    /// <summary>Other commands are running; nothing was done, and a minute later it may be.</summary>
    public const string Busy = "Ecs.0603";

    /// <summary>The user named with a key pair has none of that name (docs/contracts/huawei-ecs-lifecycle.md 5).</summary>
    public const string KeyPairUnknown = "Ecs.0314";

    /// <summary>The start at the end of a reinstall has failed.</summary>
    public const string StartFailed = "Ecs.0226";

    /// <summary>What to do where the cloud fails inside.</summary>
    public const string Again = "Try again later. If it happens again, give the request's id to the provider's support.";

    /// <summary>What to do where nothing better is known.</summary>
    public const string Support = "Read the provider's message. If it does not help, give code and request or job to the provider's support.";

    /// <summary>What to do about a credential that is refused.</summary>
    public const string Credential = "Check the keys, or user, password, account name and project; keys of one of Huawei's sites do not work on another.";

    /// <summary>What to do about an id that is not found.</summary>
    public const string Missing = "Check the id, the region and the project; the Get- commands list what there is.";
    private const string Input = "Check the value that the message names. Get-Help describes what each parameter takes.";
    private const string Unlock = "Unlock the server or settle the order that holds it, then try again.";
    private const string Stop = "Look at the server's state with Get-EcsInstance; most changes need a stopped server.";
    private const string Disk = "Look at the system disk in the console; it must be attached and healthy.";
    private const string Rights = "Ask for the permission, or look whether the account is in arrears or suspended.";
    private const string Quota = "Free some of it or ask the provider for a higher quota.";
    private const string Image = "Choose an image that is there, active and fits the size.";
    private const string Size = "Choose another size.";

    private static readonly HashSet<string> Throttles = new(StringComparer.OrdinalIgnoreCase)
    {
        "Common.0024", "Common.1503", "APIGW.0308", "APIG.0308", "IAM.0012", "overLimit", Busy,
    };

    // The platform says that it stumbled, which may have been after it took the request.
    private static readonly HashSet<string> Stumbles = new(StringComparer.OrdinalIgnoreCase)
    {
        "Ecs.0615", "Ecs.1000", "Ecs.1001", "Ecs.1002", "Ecs.1100", "Ecs.1200", "Ecs.1201", "Ecs.1300", "Common.0001", "Common.0020",
        "Common.0021", "Common.0022", "KPS.0003", "KPS.0004", "VPC.0302", "VPC.0305", "Common.0025", "Common.0026", "Common.0999", "IAM.0006", "EVS.5503", "CBC.0999", "computeFault",
    };

    private static readonly HashSet<string> RetryableInJob = new(StringComparer.OrdinalIgnoreCase) { "Ecs.0202", "Ecs.0204", "Ecs.0219", "Ecs.1002" };

    private static readonly Dictionary<string, (string ErrorId, string Action)> Meanings = Collect(
        (EcsErrorId.InstanceNotFound, "Look for the server with Get-EcsInstance.", "Ecs.0114 Ecs.0614"),
        (EcsErrorId.NotFound, Missing, "Common.0011 EVS.5404 IMG.0144 IAM.0004 VPC.0306 VPC.0504 CBC.99003012 CBC.30000067"),
        (EcsErrorId.NotSupported, "This cloud or region does not offer the call.", "APIGW.0101"),
        (EcsErrorId.IncorrectState, Stop, "Ecs.0100 Ecs.0073 Ecs.0103 conflictingRequest EVS.1047 EVS.1046 EVS.2130 IMG.0028 IMG.0029 VPC.0510 VPC.0511 VPC.0512 VPC.0517 VPC.0525"),
        (EcsErrorId.IncorrectState, Unlock, "Ecs.0605 Ecs.0030 EVS.2068 EVS.2144"),
        (EcsErrorId.IncorrectState, Disk, "Ecs.0017 Ecs.0101 Ecs.0102 Ecs.0104 Ecs.0105 Ecs.0503 EVS.1064 EVS.1065 EVS.1066 EVS.2026 EVS.2043"),
        (EcsErrorId.IncorrectState, "Renew the subscription, or settle what is frozen, in the console.", "CBC.99003602"),
        (EcsErrorId.OperationInProgress, "Pay or cancel the open order of the server in the console, and then run Resume-EcsOperation. Do not repeat the command before that.", "CBC.99003623"),
        (EcsErrorId.CloudError, "Check the balance and the payment method of the account in the console; an order that was left there is paid or canceled there.", "CBC.30050006"),
        (EcsErrorId.RequirementFailed, "Renew the server whose subscription the resource belongs to.", "CBC.30010036"),
        (EcsErrorId.QuotaExceeded, Quota, "Ecs.0001 Ecs.0021 Ecs.0042 EVS.1034 EVS.1042 EVS.5413"),
        (EcsErrorId.ImageNotSuitable, Image, "Ecs.0006 Ecs.0007 Ecs.0015 Ecs.0031 Ecs.0032 Ecs.0034 Ecs.0048 Ecs.0074 Ecs.0075 Ecs.0304 IMG.0027"),
        (EcsErrorId.SizeNotAvailable, Size,
            "Ecs.0008 Ecs.0009 Ecs.0810 Ecs.0016 Ecs.0018 Ecs.0019 Ecs.0027 Ecs.0028 Ecs.0029 Ecs.0044 Ecs.0319"),
        (EcsErrorId.RequirementFailed, "Choose a password that fits the policy.", "Ecs.0011"),
        (EcsErrorId.RequirementFailed, "Name a key pair that this user owns.", "Ecs.0314"),
        (EcsErrorId.RequirementFailed, "Choose the licence of the system.", "Ecs.0090"),
        (EcsErrorId.RequirementFailed, "Use the console or the order system for a prepaid server.",
            "Ecs.0112 Ecs.0120 Ecs.0510 Ecs.0513 Ecs.0701 Ecs.0707 Ecs.7000"),
        (EcsErrorId.RequirementFailed, Size,
            "Ecs.0802 Ecs.0803 Ecs.0804 Ecs.0805 Ecs.0806 Ecs.0807 Ecs.0808 Ecs.0809 Ecs.0811 Ecs.0812 Ecs.0813"),
        (EcsErrorId.RequirementFailed, "Install the password plug-in in the guest.", "Ecs.0610 Ecs.0612 Ecs.0613"),
        (EcsErrorId.RequirementFailed, "Look at the key that encrypts the disk: it must be enabled, and the storage service must be permitted to use it.",
            "Ecs.0025 Ecs.0119 Ecs.0912 EVS.2040 EVS.2041 EVS.2055 EVS.2143"),
        (EcsErrorId.OperationFailed, "Look at each server's own error in the job, or at the server with Get-EcsInstance.", "Ecs.0611"),
        (EcsErrorId.OperationFailed, Support,
            "Ecs.0002 Ecs.0041 Ecs.0202 Ecs.0203 Ecs.0204 Ecs.0205 Ecs.0207 Ecs.0208 Ecs.0209 Ecs.0219 Ecs.0227 Ecs.0301 Ecs.0302 Ecs.0303 Ecs.0308 Ecs.0321 "
            + "Ecs.0401 Ecs.0402 Ecs.0403 Ecs.0404 Ecs.0405 Ecs.0501"),
        (EcsErrorId.OperationFailed, "Start the server with Start-EcsInstance.", StartFailed),
        (EcsErrorId.InvalidInput, Input,
            "Ecs.0000 Ecs.0005 Ecs.0118 Ecs.0905 Ecs.0906 Ecs.0907 Ecs.0908 Ecs.0089 Common.0002 badRequest "
            + "KPS.0001 KPS.0002 KPS.0005 KPS.0006 KPS.4016 KPS.6008 KPS.6009 KPS.6010 KPS.6011 KPS.6004 VPC.0301 VPC.0323 VPC.0501 VPC.0531 "
            + "Ecs.0122 Ecs.0123 Ecs.0124 EVS.1014 EVS.1015 EVS.1048 EVS.1061 EVS.1062 EVS.2087 CBC.0100 CBC.30010069 CBC.99000092 CBC.99006006 CBC.30010001"),
        (EcsErrorId.AccessDenied, Rights,
            "Ecs.0003 Ecs.0023 Ecs.0058 Ecs.0066 Ecs.0067 Ecs.0068 Ecs.0069 Ecs.0070 Ecs.0071 Ecs.0110 "
            + "Common.0018 Pdp.0001 IAM.0002 IAM.0003 IAM.0080 IAM.0081 IAM.0082 IAM.0083 forbidden KPS.9002 KPS.9003 KPS.9004 KPS.9005 KPS.9006 "
            + "CBC.0151 CBC.0155 IMG.0047 VPC.0010 VPC.0502 VPC.2201 VPC.2701"),
        (EcsErrorId.InvalidCredential, Credential,
            "Ecs.0004 KPS.9001 VPC.0008 Common.0013 APIGW.0301 IAM.0001 IAM.0061 IAM.0062 IAM.0063 IAM.0064 IAM.0066 IAM.0067 "
            + "IAM.1101 IAM.1102 IAM.1103 IAM.1104 IAM.1105 IAM.1106 IAM.1107 IAM.1108 IAM.1109"));

    /// <summary>All codes that are known, sorted.</summary>
    public static IEnumerable<string> All => Meanings.Keys.Concat(Throttles).Concat(Stumbles).Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(c => c, StringComparer.Ordinal);

    /// <summary>What a code means in a refusal, and what the user can do about it.</summary>
    /// <returns>Error id and advice, or null for a code that is not known.</returns>
    public static (string ErrorId, string Action)? Explain(string code) => IsThrottle(code) ? (EcsErrorId.ThrottledByService, ApiFault.Later)
        : IsStumble(code) ? (EcsErrorId.ServerError, Again)
        : Find(code);

    /// <summary>Tells whether a code says that the request was turned away for now and nothing was done.</summary>
    public static bool IsThrottle(string? code) => code is not null && Throttles.Contains(code);

    /// <summary>Tells whether a code leaves open if something was done.</summary>
    public static bool IsStumble(string? code) => code is not null && Stumbles.Contains(code);

    /// <summary>Tells whether a code is of the gateway, which has not asked the service.</summary>
    public static bool IsOfGateway(string? code) =>
        code is not null && (code.StartsWith("APIGW.", StringComparison.OrdinalIgnoreCase) || code.StartsWith("APIG.", StringComparison.OrdinalIgnoreCase));

    /// <summary>Tells whether a job that ended with this code may be sent again (design, reinstall step 7).</summary>
    public static bool MayRetryJob(string? code) => code is not null && RetryableInJob.Contains(code);

    /// <summary>What a code means.</summary>
    /// <returns>Error id and advice, or null for a code that is not known.</returns>
    public static (string ErrorId, string Action)? Find(string? code) =>
        code is not null && Meanings.TryGetValue(code, out (string, string) meaning) ? meaning : null;

    private static Dictionary<string, (string ErrorId, string Action)> Collect(params (string ErrorId, string Action, string Codes)[] groups)
    {
        Dictionary<string, (string, string)> meanings = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string errorId, string action, string codes) in groups)
        {
            foreach (string code in codes.Split(' '))
            {
                meanings.Add(code, (errorId, action));
            }
        }

        return meanings;
    }
}
