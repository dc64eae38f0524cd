using System;
using System.Collections.Generic;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What the cloud's codes mean to us (docs/contracts/huawei-ecs.md 7). Message texts are never matched.</summary>
internal static class HuaweiErrorCodes
{
    /// <summary>The job is not known (docs/contracts/huawei-ecs.md 3.9): look at the server instead.</summary>
    public const string JobUnknown = "Common.0011";

    /// <summary>Other commands are running; nothing was done, and a minute later it may be.</summary>
    public const string Busy = "Ecs.0603";

    /// <summary>The start at the end of a reinstall has failed.</summary>
    public const string StartFailed = "Ecs.0226";

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
        "Common.0021", "Common.0022", "Common.0025", "Common.0026", "Common.0999", "IAM.0006", "EVS.5503", "computeFault",
    };

    private static readonly HashSet<string> RetryableInJob = new(StringComparer.OrdinalIgnoreCase) { "Ecs.0202", "Ecs.0204", "Ecs.0219", "Ecs.1002" };

    private static readonly Dictionary<string, (string ErrorId, string? Action)> Meanings = Collect(
        (EcsErrorId.InstanceNotFound, "Look for the server with Get-EcsInstance.", "Ecs.0114 Ecs.0614"),
        (EcsErrorId.NotFound, null, "Common.0011 EVS.5404 IMG.0144 IAM.0004"),
        (EcsErrorId.NotSupported, "This cloud or region does not offer the call.", "APIGW.0101"),
        (EcsErrorId.IncorrectState, Stop, "Ecs.0100 Ecs.0073 Ecs.0103 conflictingRequest EVS.1047"),
        (EcsErrorId.IncorrectState, Unlock, "Ecs.0605 Ecs.0030 EVS.2068 EVS.2144"),
        (EcsErrorId.IncorrectState, Disk, "Ecs.0101 Ecs.0105 Ecs.0503 EVS.2043"),
        (EcsErrorId.QuotaExceeded, Quota, "Ecs.0001 Ecs.0021 EVS.1034 EVS.1042 EVS.5413"),
        (EcsErrorId.ImageNotSuitable, Image, "Ecs.0006 Ecs.0007 Ecs.0015 Ecs.0031 Ecs.0032 Ecs.0034 Ecs.0048 Ecs.0074 Ecs.0075 Ecs.0304"),
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
        (EcsErrorId.RequirementFailed, "Look at the key that encrypts the disk.", "Ecs.0025 Ecs.0119"),
        (EcsErrorId.OperationFailed, null, "Ecs.0611"),
        (EcsErrorId.InvalidInput, null, "Ecs.0000 Ecs.0005 Ecs.0118 Ecs.0905 Ecs.0906 Ecs.0907 Ecs.0908 Ecs.0089 Common.0002 badRequest"),
        (EcsErrorId.AccessDenied, Rights,
            "Ecs.0003 Ecs.0023 Ecs.0058 Ecs.0066 Ecs.0067 Ecs.0068 Ecs.0069 Ecs.0070 Ecs.0071 Ecs.0110 "
            + "Common.0018 Pdp.0001 IAM.0002 IAM.0003 IAM.0080 IAM.0081 IAM.0082 IAM.0083 forbidden"),
        (EcsErrorId.InvalidCredential, null,
            "Ecs.0004 Common.0013 APIGW.0301 IAM.0001 IAM.0061 IAM.0062 IAM.0063 IAM.0064 IAM.0066 IAM.0067 "
            + "IAM.1105 IAM.1106 IAM.1107 IAM.1108"));

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
    public static (string ErrorId, string? Action)? Find(string? code) =>
        code is not null && Meanings.TryGetValue(code, out (string, string?) meaning) ? meaning : null;

    private static Dictionary<string, (string ErrorId, string? Action)> Collect(params (string ErrorId, string? Action, string Codes)[] groups)
    {
        Dictionary<string, (string, string?)> meanings = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string errorId, string? action, string codes) in groups)
        {
            foreach (string code in codes.Split(' '))
            {
                meanings.Add(code, (errorId, action));
            }
        }

        return meanings;
    }
}
