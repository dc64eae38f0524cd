using System.Globalization;

using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What the cloud's codes mean to us (docs/contracts/huawei-ecs.md 7; docs/contracts/error-codes.md lists every code). Message texts
/// are never matched.</summary>
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
    public const string Again = "Try again later. If it happens again, contact the provider's support with the request ID.";

    /// <summary>What to do where nothing better is known.</summary>
    public const string Support = "Read the provider's message. If it does not help, contact the provider's support with the code and the request ID or job ID.";

    /// <summary>What to do about a credential that is refused.</summary>
    public const string Credential = "Check the keys, or the user, password, account name, and project. Keys of one Huawei site do not work on another.";

    /// <summary>What to do about an id that is not found.</summary>
    public const string Missing = "Check the ID, the region, and the project. The Get- cmdlets list what exists.";

    // Only these are sent again; each of them is called safe by docs/contracts/huawei-ecs.md 1.6.
    private static readonly HashSet<string> Throttles = Expand("Common.0024 1503 APIGW.0308 IAM.0012 overLimit " + Busy);

    // The platform says that it stumbled, which may have been after it took the request.
    private static readonly HashSet<string> Stumbles = Expand(
        "Ecs.0106 0615 1000-1002 1100 1200 1201 1300 Common.0001 0020-0022 0025 0026 0999 IAM.0006 0020 KPS.0003 0004 5001-5004 6007 "
        + "EVS.2001 2002 2005 2007 2010 2011 2013 2014 2023 2029-2036 2050 2051 5500 5503 IMG.0014 0016 0018 0061 CBC.0999 "
        + "VPC.0105 0106 0202 0302 0305 0503 0508 0513 0514 0602 0612 2502 "
        + "APIGW.0103-0105 0107 0202 0203 0601 0605 0606 0608-0613 0615-0617 0705 computeFault");

    private static readonly HashSet<string> RetryableInJob = Expand("Ecs.0202 0204 0219 1002");

    private static readonly CodeMeaning Throttle = new(
        EcsErrorId.ThrottledByService, "The provider throttles this call, or is busy.", ApiFault.Later);

    private static readonly CodeMeaning Stumble = new(EcsErrorId.ServerError, "The provider failed while processing the request.", Again);

    private static readonly Dictionary<string, CodeMeaning> Meanings = Collect(
        (EcsErrorId.InstanceNotFound, "The server does not exist.",
            "Run Get-EcsInstance to list the servers.", "Ecs.0114 0614 IMG.0005"),
        (EcsErrorId.NotFound, "A resource in the request does not exist.",
            Missing,
            JobUnknown + " EVS.5404 IMG.0020 0086 0121 0127 0144 0184 IAM.0004 VPC.0003 0306 0504 0603 2204 2500 CBC.30000067 30050009 99003012"),
        (EcsErrorId.NotSupported, "This cloud or region does not support the call.",
            "Use another region. The provider's documentation lists what each region supports.", "APIGW.0101 0204 0205 0607"),
        (EcsErrorId.NotSupported, "The server, image, disk, or subscription does not permit it.",
            "Specify another server, image, or disk, or use the provider's console.",
            "Ecs.0081 0084 0704 0705 0901 0903 EVS.2093 2094 IMG.0033 0063 0071 0077 0079-0081 0083-0085 0089 0094 0098 0105 0125 0128 0130 0135 "
            + "0153 0160 0163 0164 0167-0174 0177 0180 0183 0186 0189 0190 0193 0196 0197 CBC.3006 3185 30000053 30010001 30050013"),
        (EcsErrorId.IncorrectState, "The server's or the address's state does not permit it.",
            "Check the state of the server with Get-EcsInstance; most changes need a stopped server.",
            "Ecs.0100 0073 conflictingRequest IMG.0008 0010 0126 0136 0139 VPC.0004 0509-0512 0516-0518 0525 IAM.0005"),
        (EcsErrorId.IncorrectState, "The server is locked, or is part of an open order.",
            "Unlock the server, or pay or cancel the order that holds it, and then run the command again.", "Ecs.0605 0030 EVS.2068 2144 2145"),
        (EcsErrorId.IncorrectState, "The disk, snapshot, or backup is not in the state or place that the request needs.",
            "Check the disk with Get-EcsDisk, and in the console; it must be healthy, and attached or free as the request needs it.",
            "Ecs.0017 0057 0101-0105 0111 0121 0503 EVS.1012 1044 1046 1047 1064-1066 2019-2021 2024-2026 2043 2089 2130 IMG.0006 0022 0110 0119 "
            + "0120"),
        (EcsErrorId.IncorrectState, "The image or its backup is protected, in use, or being processed.",
            "Wait until the image is no longer in use, or end its protection in the provider's console.", "IMG.0028 0029 0032 0090 0132 0134 0148"),
        (EcsErrorId.IncorrectState, "An order for the subscription is open, or it is expired, frozen, or being changed.",
            "Renew the subscription, or pay what is open, in the console.",
            "CBC.3002 3016 3124 3144 30050010 30050011 99003602 99003605 99003625 99003626"),
        (EcsErrorId.OperationInProgress, "Another transaction of the subscription is open.",
            "Pay or cancel the open order of the server in the console, and then run Resume-EcsOperation. Do not run the command again before that.",
            "CBC.99003623"),
        (EcsErrorId.CloudError, "The payment failed.",
            "Check the balance and the payment method of the account in the console; pay or cancel the order there.",
            "CBC.30050006"),
        (EcsErrorId.RequirementFailed, "The resource belongs to the subscription of a server.",
            "Renew the server whose subscription the resource belongs to.", "CBC.30010036 30050007"),
        (EcsErrorId.QuotaExceeded, "A quota or limit is exceeded.",
            "Delete unused resources, or request a higher quota from the provider.",
            "Ecs.0001 0012 0013 0021 0022 0042 0050 EVS.1034 1042 5413 IMG.0015 0060 0088 0116 0182 0185 0187 0194 VPC.0521 0532 APIGW.0501"),
        (EcsErrorId.ImageNotSuitable, "The image does not exist, is not active, or is not suitable.",
            "Specify an image that is there, active and fits the size.",
            "Ecs.0006 0007 0015 0031 0032 0034 0048 0074 0075 0304 0902 0904 IMG.0027 0046"),
        (EcsErrorId.SizeNotAvailable, "The size or disk type does not exist, is sold out or closed, or is the current one.",
            "Specify another size or disk type.", "Ecs.0008 0009 0810 0016 0018 0019 0027-0029 0036 0037 0044 0062 0319 EVS.2070-2072"),
        (EcsErrorId.RequirementFailed, "The password does not meet the policy.",
            "Specify a password that fits the policy.", "Ecs.0011"),
        (EcsErrorId.RequirementFailed, "The key pair does not exist for this user.",
            "Specify a key pair that this user owns.", KeyPairUnknown),
        (EcsErrorId.RequirementFailed, "The region does not accept your own licenses.",
            "Specify the license of the system.", "Ecs.0090"),
        (EcsErrorId.RequirementFailed, "The server or disk is a subscription, or its order or product is not valid.",
            "Use the console or the order system for a prepaid server.", "Ecs.0112 0120 0510 0513 0701 0707 7000 EVS.1035"),
        (EcsErrorId.RequirementFailed, "The server cannot be resized to this size in its current state.",
            "Specify another size.", "Ecs.0802-0809 0811-0813"),
        (EcsErrorId.RequirementFailed, "The guest's password plug-in is missing or did not answer.",
            "Install the password plug-in in the guest.", "Ecs.0610 0612 0613"),
        (EcsErrorId.RequirementFailed, "The key that encrypts the disk or image cannot be used.",
            "Check the key that encrypts the disk: it must be enabled, and the storage service must be permitted to use it.",
            "Ecs.0025 0119 0912 EVS.2040-2042 2044 2055 2105 2143 IMG.0095-0097 0099-0103 0118"),
        (EcsErrorId.OperationFailed, "Some of the servers of a batch failed.",
            "Check the error of each server in the job, or the server with Get-EcsInstance.", "Ecs.0611"),
        (EcsErrorId.OperationFailed, "A part of the task failed at the provider.",
            Support,
            "Ecs.0002 0041 0201-0205 0207-0214 0216 0217 0219 0221 0227 0301-0303 0306-0311 0313 0315 0320-0323 0401-0405 0501 0502 0507 0616-0618 "
            + "0702 0706 EVS.1033 1045 1067 1068 2052 2131 2133 2134 IMG.0023 0036-0040 0045 0053 0064 0065 0112-0114 0137 0138 0154-0156 0176 0179 "
            + "0181 0188 0191 1075"),
        (EcsErrorId.OperationFailed, "The server was not started.",
            "Run Start-EcsInstance.", StartFailed),
        (EcsErrorId.InvalidInput, "The network, subnet, address, or security group is not suitable.",
            "Check VPC, subnet, address, and security group; they must belong together.",
            "Ecs.0010 0014 0038 0039 0064 0085 0086 0910 0919 VPC.0522"),
        (EcsErrorId.InvalidInput, "The enterprise project is disabled or does not exist.",
            "Enable the enterprise project, or specify another one.", "Ecs.0049 EVS.2059 VPC.0011 0014"),
        (EcsErrorId.InvalidInput, "The size or region does not support the disk type.",
            "Specify another disk type.", "Ecs.0043 0046 0051-0053 0909 0911"),
        (EcsErrorId.InvalidInput, "A value is missing, malformed, or out of its range.",
            "Check the value in the message. Get-Help describes the values of each parameter.",
            "Ecs.0000 0005 0045 0076 0077 0082 0083 0089 0118 0122-0124 0703 0905-0908 0913-0915 Common.0002 badRequest EVS.1001-1011 1013-1018 "
            + "1020-1025 1031 1032 1036 1039-1041 1043 1048 1049 1051-1054 1057 1058 1061-1063 1070 2045-2047 2053 2054 2078 2083-2085 2087 2096 "
            + "2108 2142 2147 5400 IMG.0001-0004 0007 0009 0011-0013 0017 0019 0021 0024 0025 0031 0034 0035 0054-0059 0062 0066 0068-0070 0072-0076 "
            + "0104 0109 0111 0115 0117 0122 0123 0140 0141 0145 0162 0166 0175 0178 0192 0195 0198 0212 KPS.0001 0002 0005 0006 4016 6004 6005 "
            + "6008-6011 IAM.0007-0011 0072 0073 0077 VPC.0002 0101 0201 0301 0323 0501 0531 0601 CBC.0100 0101 30010069 30050008 30050012 99000092 "
            + "99006006 APIGW.0106 0201 0602"),
        (EcsErrorId.AccessDenied, "Access denied: a permission is missing, or the account is restricted.",
            "Request the permission, or check whether the account is in arrears or suspended.",
            "Ecs.0003 0023 0058 0066-0071 0110 Common.0018 Pdp.0001 IAM.0002 0003 0080-0083 forbidden KPS.9002-9006 EVS.0001 0003 1027 2056 5403 "
            + "IMG.0026 0030 0041 0047 0067 0092 0106 0108 0133 0161 0165 0238 0239 0241 0242 VPC.0005 0007 0009 0010 0502 2201 2701 CBC.0151 0155 "
            + "0156 18000016 APIGW.0302 0304 0306 0310 0314 0401 0402 0404 0405 0502 0802"),
        (EcsErrorId.InvalidCredential, "The credential is not accepted.",
            Credential,
            "Ecs.0004 KPS.9001 VPC.0008 Common.0013 EVS.0002 5401 IMG.0087 CBC.0154 IAM.0001 0061-0067 1101-1109 APIGW.0301 0303 0305 0307 "
            + "0311-0313"));

    /// <summary>All codes that are known.</summary>
    public static IEnumerable<string> All => Meanings.Keys.Concat(Throttles).Concat(Stumbles);

    /// <summary>What a code means in a refusal.</summary>
    /// <returns>Null for a code that is not known.</returns>
    public static CodeMeaning? Explain(string code) => IsThrottle(code) ? Throttle : IsStumble(code) ? Stumble : Find(code);

    /// <summary>Tells whether a code says that the request was turned away for now and nothing was done.</summary>
    public static bool IsThrottle(string? code) => code is not null && Throttles.Contains(Normalize(code));

    /// <summary>Tells whether a code leaves open if something was done.</summary>
    public static bool IsStumble(string? code) => code is not null && Stumbles.Contains(Normalize(code));

    /// <summary>Tells whether a code is of the gateway, which has not asked the service.</summary>
    public static bool IsOfGateway(string? code) => code is not null && Normalize(code).StartsWith("APIGW.", StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells whether a job that ended with this code may be sent again (design, reinstall step 7).</summary>
    public static bool MayRetryJob(string? code) => code is not null && RetryableInJob.Contains(code);

    /// <summary>What a code means where it neither throttles nor stumbles.</summary>
    /// <returns>Null for a code that is not known.</returns>
    public static CodeMeaning? Find(string? code) => code is not null && Meanings.TryGetValue(Normalize(code), out CodeMeaning? meaning) ? meaning : null;

    // One gateway, two spellings (docs/contracts/huawei-ecs.md 1.6).
    private static string Normalize(string code) =>
        code.StartsWith("APIG.", StringComparison.OrdinalIgnoreCase) ? "APIGW." + code.Substring("APIG.".Length) : code;

    private static Dictionary<string, CodeMeaning> Collect(params (string ErrorId, string Cause, string Advice, string Codes)[] groups)
    {
        Dictionary<string, CodeMeaning> meanings = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string errorId, string cause, string advice, string codes) in groups)
        {
            CodeMeaning meaning = new(errorId, cause, advice);
            foreach (string code in Expand(codes))
            {
                meanings.Add(code, meaning);
            }
        }

        return meanings;
    }

    // "Ecs.0066-0068 0071 EVS.2040" stands for Ecs.0066, Ecs.0067, Ecs.0068, Ecs.0071 and EVS.2040.
    private static HashSet<string> Expand(string codes)
    {
        HashSet<string> all = new(StringComparer.OrdinalIgnoreCase);
        string head = "";
        foreach (string word in codes.Split(' '))
        {
            int dot = word.IndexOf('.');
            string[] ends = word.Substring(dot + 1).Split('-');
            if (!char.IsDigit(ends[0][0]))
            {
                all.Add(word);
                continue;
            }

            head = dot < 0 ? head : word.Substring(0, dot + 1);
            int last = int.Parse(ends[ends.Length - 1], CultureInfo.InvariantCulture);
            for (int number = int.Parse(ends[0], CultureInfo.InvariantCulture); number <= last; number++)
            {
                all.Add(head + number.ToString("0000", CultureInfo.InvariantCulture));
            }
        }

        return all;
    }
}
