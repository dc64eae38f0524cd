using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;

using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

using Xunit;

namespace EcsTools.Core.Tests.Http;

/// <summary>Every code that the contracts and samples name has an error id and an advice; docs/contracts/error-codes.md lists them.</summary>
public sealed class ErrorCodeTableTests
{
    private const string Update = "ECSTOOLS_UPDATE_TABLES";
    private static readonly string Contracts = Path.Combine(Repository.Root, "docs", "contracts");

    // How codes of the service begin. The contracts write fields and parameters in the same way; those are in the vendor's own models.
    private static readonly Regex AlibabaHead = new(
        "^(Abs|Account|Allocat|BandwidthUpgrade|Category|ChargeTypeV|Cmd|DISK_|DRYRUN|Decreased|DeleteWithInstance\\.|Dependency|Disk[A-Z.]|DisksD|Downgrade"
        + "|DryRunOp|Duplicate|Encrypted|Forb|Hibernation|INST_|Idempot|Illegal|Image[A-Z.]|Incomplet|Incorrect|Instance[A-Z.]|InstancesId|Insufficient|Internal"
        + "|Invalid|Invocation\\.|IoOptimized\\.|IpAlloc|KeyPair\\.|Lack|Last[A-Z]\\w*Proc|Limited|LoginAs|Missing|ModifyingDisk|NAT_|NoAttr|NoChange|NoPermission\\b"
        + "|NotSupport|NumberExceed|Operation[.CDF]|OrderC|OrderE|Parameter|Partof|Payment|Price\\.|PriceN|ProvisionedIopsF|Quota|RealName|RegionId\\.|Rejected|ReleaseTimeH"
        + "|ResourcesN|Service|SharedI|SignatureD|SignatureNonceU|SnapshotC|SnapshotN|SystemBusy|TagKey\\.D|TaskConf|Throttl|UnknownE|Unsupported|UserNot|Username\\.|VPC_"
        + "|WindowsPasswordName\\.|Zone\\.)",
        RegexOptions.CultureInvariant);

    // A parameter, and the word of a command's result.
    private static readonly string[] NoCodes = ["ImageOptions.LoginAsNonRoot", "InstanceNotRunning"];

    private static readonly string[] RecordedAlibabaCodes =
    [
        "Forbidden.RAM", "Forbidden.RiskControl", "IncorrectInstanceStatus", "InvalidAccessKeyId", "InvalidAccessKeyId.NotFound", "InvalidInstanceId.NotFound",
        "InvalidResourceType.NotSupported", "MissingAccessKeyId", "OperationDenied", "ServiceUnavailable", "SignatureDoesNotMatch", "Throttling", "Throttling.User",
    ];

    private static readonly int[] OpenStackStatuses = [400, 401, 403, 404, 405, 406, 409, 413, 429, 500, 501, 502, 503, 504];

    [Fact]
    public void AlibabaCodes_OfContractsSamplesAndRecordings_HaveAdvice()
    {
        string[] codes = [.. AlibabaCodes()];

        Assert.True(codes.Length > 350, $"{codes.Length}");
        string[] unexplained = [.. codes.Where(c => AlibabaErrorMapper.Explain(c) is not { Advice.Length: > 0 })];
        Assert.Empty(unexplained);
    }

    [Fact]
    public void HuaweiCodes_OfContractsAndSamples_HaveAdvice()
    {
        string[] codes = [.. HuaweiCodes()];

        Assert.True(codes.Length > 150, $"{codes.Length}");
        string[] unexplained = [.. codes.Where(c => HuaweiErrorCodes.Explain(c) is not { Action.Length: > 0 })];
        Assert.Empty(unexplained);
    }

    [Theory]
    [InlineData("Forbidden.RiskControl", EcsErrorId.AccessDenied)]
    [InlineData("Forbidden.InstanceNotFound", EcsErrorId.InstanceNotFound)]
    [InlineData("InvalidParameter.KMSKeyId.CMKNotEnabled", EcsErrorId.RequirementFailed)]
    [InlineData("InvalidAccountStatus.NotEnoughBalance", EcsErrorId.CloudError)]
    public void Explain_AlibabaCode_TellsTheCause(string code, string id) => Assert.Equal(id, AlibabaErrorMapper.Explain(code)?.Id);

    [Fact]
    public void Explain_RiskControl_DoesNotSendTheUserToRam() =>
        Assert.DoesNotContain("RAM", AlibabaErrorMapper.Explain("Forbidden.RiskControl")!.Value.Advice, StringComparison.Ordinal);

    [Theory]
    [InlineData("alibaba")]
    [InlineData("huawei")]
    [InlineData("openstack")]
    public void Judge_AnyStatusWithoutAKnownCode_HasAdvice(string cloud)
    {
        Uri address = new("https://cloud.example/");
        foreach (int status in OpenStackStatuses)
        {
            CloudRequest call = new("Operation", HttpMethod.Get, address, RequestIdempotency.ReadOnly);
            CloudResponse answer = new(status, """{"Code":"Nothing.Known","Message":"No.","error_code":"Nothing.0000","error_msg":"No.","nothingKnown":{"message":"No."}}"""u8.ToArray(), new Dictionary<string, string>());

            EcsException error = cloud switch
            {
                "alibaba" => AlibabaServiceError.TryRead(call, answer)!.ToException(),
                "huawei" => HuaweiErrorMapper.Judge(call, answer)!,
                _ => OpenStackErrorMapper.Judge(call, answer)!,
            };

            Assert.False(string.IsNullOrEmpty(error.RecommendedAction), $"{status}");
        }
    }

    [Fact]
    public void ErrorCodesPage_IsWhatTheTablesSay()
    {
        string path = Path.Combine(Contracts, "error-codes.md");
        string page = Render();
        if (Environment.GetEnvironmentVariable(Update) is not null)
        {
            File.WriteAllText(path, page);
        }

        Assert.True(File.ReadAllText(path).ReplaceLineEndings("\n") == page, $"{path} is out of date: run this test with {Update}=1.");
    }

    private static string Render()
    {
        List<string> lines =
        [
            "# Error codes: what they become, and what the user is told to do", "",
            "Written by `ErrorCodeTableTests`, which fails when this page and the code disagree, or when a code that a contract or a sample names has no advice.",
            "A code that is not listed is judged by its HTTP status; the advice then is to read the provider's message.", "",
            "## Alibaba Cloud", "", "| Code | Error ID | What to do |", "|---|---|---|",
            .. AlibabaCodes().Select(c => Row(c, AlibabaErrorMapper.Explain(c))), "",
            "## Huawei Cloud and Open Telekom Cloud", "", "| Code | Error ID | What to do |", "|---|---|---|",
            .. HuaweiCodes().Concat(HuaweiErrorCodes.All).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).Select(c => Row(c, HuaweiErrorCodes.Explain(c))), "",
            "## OpenStack", "", "The services share HTTP statuses, not codes. A write that ends with 5xx is `OutcomeUnknown`.", "",
            "| Status | Error ID | What to do |", "|---|---|---|",
            .. OpenStackStatuses.Select(OpenStackRow), "",
        ];
        return string.Join("\n", lines);
    }

    private static string Row(string code, (string Id, string Advice)? meaning) => $"| `{code}` | `{meaning?.Id}` | {meaning?.Advice} |";

    private static string OpenStackRow(int status)
    {
        CloudRequest call = new("Operation", HttpMethod.Get, new Uri("https://cloud.example/"), RequestIdempotency.ReadOnly);
        EcsException error = OpenStackErrorMapper.Judge(call, new CloudResponse(status, "{}"u8.ToArray(), new Dictionary<string, string>()))!;
        return $"| {status} | `{error.ErrorId}` | {error.RecommendedAction} |";
    }

    private static IEnumerable<string> AlibabaCodes()
    {
        HashSet<string> fields = [.. new[] { "alibaba", "alibaba-lifecycle" }.SelectMany(f => SampleFiles.Read(f, "shapes").Descendants().OfType<JProperty>()).Select(p => p.Name)];
        IEnumerable<string> told = new[] { "alibaba-ecs.md", "alibaba-ecs-lifecycle.md" }
            .SelectMany(f => Regex.Matches(File.ReadAllText(Path.Combine(Contracts, f)), "`([A-Za-z][A-Za-z_]+(?:\\.[A-Za-z_]+)*)`"))
            .Select(m => m.Groups[1].Value)
            .Where(c => AlibabaHead.IsMatch(c) && !c.EndsWith(".N", StringComparison.Ordinal) && !fields.Contains(c) && !NoCodes.Contains(c));
        IEnumerable<string> sampled = new[] { "alibaba", "alibaba-lifecycle" }
            .SelectMany(f => SampleFiles.List(f, "error.").Select(name => (string)SampleFiles.Read(f, name)["Code"]!));
        return told.Concat(sampled).Concat(RecordedAlibabaCodes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> HuaweiCodes()
    {
        // The tables join codes: Ecs.0066-0071, Ecs.0007 / 0008, Common.0001 (500), 0002.
        Regex group = new("\\b(Ecs|EVS|IMG|IAM|Common|APIGW|APIG|Pdp|VPC|KPS|CBC)\\.(\\d{4})(?!\\d)((?:(?:[ `*H]|\\(\\**\\d{3}[^)]*\\))*(?:,|/|\u2013)[ `]*\\d{4}(?!\\d))*)");
        return new[] { "huawei-ecs.md", "huawei-ecs-lifecycle.md" }
            .SelectMany(f => group.Matches(File.ReadAllText(Path.Combine(Contracts, f))))
            .SelectMany(m => Expand(m.Groups[2].Value, m.Groups[3].Value).Select(number => $"{m.Groups[1].Value}.{number:0000}"))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<int> Expand(string first, string rest)
    {
        int last = int.Parse(first, CultureInfo.InvariantCulture);
        List<int> numbers = [last];
        foreach (Match next in Regex.Matches(rest, "(,|/|\u2013)[ `]*(\\d{4})"))
        {
            int number = int.Parse(next.Groups[2].Value, CultureInfo.InvariantCulture);
            numbers.AddRange(next.Groups[1].Value == "\u2013" ? Enumerable.Range(last + 1, number - last) : [number]);
            last = number;
        }

        return numbers;
    }
}
