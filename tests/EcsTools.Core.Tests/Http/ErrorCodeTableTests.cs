using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Http;
using EcsTools.Core.Tests.Recorded;

namespace EcsTools.Core.Tests.Http;

/// <summary>Every code that a contract, a sample, a recording, or a provider's own list names has an error id, a cause, and an advice;
/// docs/contracts/error-codes.md lists them.</summary>
public sealed class ErrorCodeTableTests
{
    private const string Update = "ECSTOOLS_UPDATE_TABLES";

    private static readonly string[] RecordedAlibabaCodes =
    [
        "Forbidden.RAM", "Forbidden.RiskControl", "IncorrectInstanceStatus", "InvalidAccessKeyId", "InvalidAccessKeyId.NotFound", "InvalidInstanceId.NotFound",
        "InvalidResourceType.NotSupported", "MissingAccessKeyId", "OperationDenied", "ServiceUnavailable", "SignatureDoesNotMatch", "Throttling", "Throttling.User",
    ];

    private static readonly string[] RecordedHuaweiCodes = ["APIGW.0301"];

    // Nova's and Cinder's, which docs/contracts/huawei-ecs.md 1.6 names without a number. A 404 says itself what it means.
    private static readonly string[] NamedHuaweiCodes = ["badRequest", "computeFault", "conflictingRequest", "forbidden", "overLimit"];

    private static readonly int[] OpenStackStatuses = [400, 401, 403, 404, 405, 406, 409, 413, 429, 500, 501, 502, 503, 504];

    [Fact]
    public void AlibabaCodes_OfAllSources_HaveAdvice()
    {
        IReadOnlyList<(string Code, string Sources)> codes = AlibabaCodes();

        Assert.True(codes.Count > 1100, $"{codes.Count}");
        Assert.Empty(codes.Where(c => !IsComplete(AlibabaErrorMapper.Explain(c.Code))).Select(c => c.Code));
    }

    [Fact]
    public void HuaweiCodes_OfAllSources_HaveAdvice()
    {
        IReadOnlyList<(string Code, string Sources)> codes = HuaweiCodes();

        Assert.True(codes.Count > 650, $"{codes.Count}");
        Assert.Empty(codes.Where(c => !IsComplete(HuaweiErrorCodes.Explain(c.Code))).Select(c => c.Code));
    }

    [Fact]
    public void AlibabaRules_EachPattern_FitsACodeOfASource()
    {
        string[] codes = [.. AlibabaCodes().Select(c => c.Code)];

        Assert.DoesNotContain(AlibabaErrorRules.All.SelectMany(r => r.Patterns), p => !codes.Any(c => AlibabaErrorMapper.Fits(p, c)));
    }

    [Fact]
    public void HuaweiRules_EachCode_HasASourceAndOneMeaning()
    {
        IEnumerable<string> codes = HuaweiCodes().Select(c => c.Code.Replace("APIG.", "APIGW.", StringComparison.Ordinal));

        Assert.Empty(HuaweiErrorCodes.All.Except(codes, StringComparer.OrdinalIgnoreCase));
        Assert.Empty(HuaweiErrorCodes.All.GroupBy(c => c, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    // What is sent again without asking is what docs/contracts/huawei-ecs.md 1.6, alibaba-ecs.md 1.6 and 1.7 call safe, and no more.
    [Fact]
    public void Explain_CodesThatAreSentAgain_AreTheContractsOwn()
    {
        Assert.Equal(
            ["APIG.0308", "APIGW.0308", "Common.0024", "Common.1503", "Ecs.0603", "IAM.0012", "overLimit"],
            HuaweiCodes().Select(c => c.Code).Where(HuaweiErrorCodes.IsThrottle));
        Assert.Empty(AlibabaCodes()
            .Where(c => c.Sources == "P" && AlibabaRetry(c.Code).Length > 0 && !c.Code.StartsWith("InternalError.", StringComparison.Ordinal))
            .Select(c => c.Code));
    }

    [Theory]
    [InlineData("Forbidden.RiskControl", EcsErrorId.AccessDenied)]
    [InlineData("Forbidden.InstanceNotFound", EcsErrorId.InstanceNotFound)]
    [InlineData("Forbidden.VpcNotFound", EcsErrorId.NotFound)]
    [InlineData("InvalidParameter.KMSKeyId.CMKNotEnabled", EcsErrorId.RequirementFailed)]
    [InlineData("InvalidAccountStatus.NotEnoughBalance", EcsErrorId.CloudError)]
    [InlineData("SecurityRisk.3DVerification", EcsErrorId.CloudError)]
    [InlineData("OperationFailed.ConcurrentRequest", EcsErrorId.IncorrectState)]
    [InlineData("PrePaidInstance.Expired", EcsErrorId.IncorrectState)]
    [InlineData("InvalidOperation.MaxEniQueueNumberExceeded", EcsErrorId.SizeNotAvailable)]
    [InlineData("PermissionDenied.Scope", EcsErrorId.AccessDenied)]
    public void Explain_AlibabaCode_TellsTheCause(string code, string id) => Assert.Equal(id, AlibabaErrorMapper.Explain(code)?.ErrorId);

    [Theory]
    [InlineData("Ecs.0057", EcsErrorId.IncorrectState)]
    [InlineData("Ecs.0914", EcsErrorId.InvalidInput)]
    [InlineData("EVS.1033", EcsErrorId.OperationFailed)]
    [InlineData("CBC.0151", EcsErrorId.AccessDenied)]
    [InlineData("CBC.0999", EcsErrorId.ServerError)]
    [InlineData("IMG.0097", EcsErrorId.RequirementFailed)]
    [InlineData("APIG.0302", EcsErrorId.AccessDenied)]
    [InlineData("APIG.0308", EcsErrorId.ThrottledByService)]
    public void Explain_HuaweiCode_TellsTheCause(string code, string id) => Assert.Equal(id, HuaweiErrorCodes.Explain(code)?.ErrorId);

    [Fact]
    public void Explain_RiskControlAndCardCheck_DoNotSendTheUserToRam()
    {
        Assert.DoesNotContain("RAM", AlibabaErrorMapper.Explain("Forbidden.RiskControl")!.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("RAM", AlibabaErrorMapper.Explain("SecurityRisk.3DVerification")!.Advice, StringComparison.Ordinal);
    }

    // The provider has begun: nobody can say that nothing was done, and the code does not make it safe to send the request again.
    [Fact]
    public void ToException_SnapshotFailed_IsNeitherRefusedNorSentAgain()
    {
        CloudRequest call = new("CreateSnapshot", HttpMethod.Post, new Uri("https://cloud.example/"), RequestIdempotency.Idempotent);
        CloudResponse answer = new(403, """{"Code":"CreateSnapshot.Failed","RequestId":"r"}"""u8.ToArray(), new Dictionary<string, string>());

        EcsException error = AlibabaServiceError.TryRead(call, answer)!.ToException();

        Assert.Equal(EcsErrorId.OperationFailed, error.ErrorId);
        Assert.False(error.WasNotCarriedOut);
    }

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
            CloudResponse answer = new(
                status,
                """{"Code":"Nothing.Known","Message":"No.","error_code":"Nothing.0000","error_msg":"No.","nothingKnown":{"message":"No."}}"""u8.ToArray(),
                new Dictionary<string, string>());

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
    public void Recordings_EveryCode_IsInTheTable()
    {
        Assert.SkipUnless(RecordedFolder.Exists, RecordedFolder.WhyNot);
        JProperty[] properties = [.. RecordedFolder.Answers().SelectMany(a => a.Answer.DescendantsAndSelf()).OfType<JProperty>()];

        string[] codes = [.. properties.Where(p => p.Name is "Code" or "error_code" && p.Value.Type == JTokenType.String).Select(p => (string)p.Value!)];

        Assert.NotEmpty(codes);
        Assert.Empty(codes.Except([.. RecordedAlibabaCodes, .. RecordedHuaweiCodes]));
    }

    [Fact]
    public void ErrorCodesPage_IsWhatTheTablesSay()
    {
        string path = Path.Combine(Repository.Root, "docs", "contracts", "error-codes.md");
        string page = Render();
        if (Environment.GetEnvironmentVariable(Update) is not null)
        {
            File.WriteAllText(path, page);
        }

        Assert.True(File.ReadAllText(path).ReplaceLineEndings("\n") == page, $"{path} is out of date: run this test with {Update}=1.");
    }

    private static string Render()
    {
        const string Columns = "| Code | Source | What it means | Error ID | Sent again | What to do |\n|---|---|---|---|---|---|";
        List<string> lines =
        [
            "# Error codes: what they mean, what they become, and what the user is told to do", "",
            "Written by `ErrorCodeTableTests`, which fails when this page and the code disagree, or when a code of any source has no advice.",
            "A code that is not listed is judged by its HTTP status; the advice then is to read the provider's message.", "",
            "Source: C is a contract page or its samples, R a recorded answer of a real cloud, P the provider's own list (named below each heading;",
            "the codes are in [error-codes](error-codes), what they mean is in our words).", "",
            "Sent again: *yes* is waited out, writes too, since the provider has turned the request away; *after a look* means that the server is read first and",
            "must still be as planned; *same token* that only a request with an idempotency token is; *reads* that only what may be repeated without harm is, and",
            "that any other write ends as `OutcomeUnknown`; *job once* that a reinstall whose job has failed with the code may be repeated once. All others are",
            "never sent again.", "",
            "## Alibaba Cloud", "", .. ProviderErrorList.Alibaba.Sources.Select(s => $"- P: {s}"), "", Columns,
            .. AlibabaCodes().Select(c => Row(c, AlibabaErrorMapper.Explain(c.Code)!, AlibabaRetry(c.Code))), "",
            "## Huawei Cloud and Open Telekom Cloud", "", .. ProviderErrorList.Huawei.Sources.Select(s => $"- P: {s}"), "",
            "`APIG` and `APIGW` are two spellings of one gateway. An answer with HTTP 429 is always waited out, and one with 5xx is always a failure of the",
            "provider, whatever the code says, except for those that are sent again.", "", Columns,
            .. HuaweiCodes().Select(c => Row(c, HuaweiErrorCodes.Explain(c.Code)!, HuaweiRetry(c.Code))), "",
            "## OpenStack", "", "The services share HTTP statuses, not codes. A write that ends with 5xx is `OutcomeUnknown`.", "",
            "| Status | Error ID | What to do |", "|---|---|---|",
            .. OpenStackStatuses.Select(OpenStackRow), "",
        ];
        return string.Join("\n", lines);
    }

    private static string Row((string Code, string Sources) code, CodeMeaning meaning, string retry) =>
        $"| `{code.Code}` | {code.Sources} | {meaning.Cause} | `{meaning.ErrorId}` | {retry} | {meaning.Advice} |";

    private static string OpenStackRow(int status)
    {
        CloudRequest call = new("Operation", HttpMethod.Get, new Uri("https://cloud.example/"), RequestIdempotency.ReadOnly);
        EcsException error = OpenStackErrorMapper.Judge(call, new CloudResponse(status, "{}"u8.ToArray(), new Dictionary<string, string>()))!;
        return $"| {status} | `{error.ErrorId}` | {error.RecommendedAction} |";
    }

    private static string AlibabaRetry(string code) => IsRace(code) ? "after a look" : AlibabaErrorMapper.Explain(code)!.ErrorId switch
    {
        EcsErrorId.ThrottledByService => "yes",
        EcsErrorId.OperationInProgress => "same token",
        EcsErrorId.ServerError => "reads, same token",
        _ => "",
    };

    private static string HuaweiRetry(string code) => HuaweiErrorCodes.IsThrottle(code) ? "yes"
        : string.Join(", ", new[] { HuaweiErrorCodes.IsStumble(code) ? "reads" : null, HuaweiErrorCodes.MayRetryJob(code) ? "job once" : null }.OfType<string>());

    private static bool IsRace(string code) => AlibabaErrorMapper.IsRace(new EcsException(EcsErrorId.IncorrectState, code) { CloudCode = code, WasNotCarriedOut = true });

    private static bool IsComplete(CodeMeaning? meaning) => meaning is { Cause.Length: > 0, Advice.Length: > 0 };

    private static IReadOnlyList<(string Code, string Sources)> AlibabaCodes() =>
        Join([.. ContractErrorCodes.Alibaba()], RecordedAlibabaCodes, ProviderErrorList.Alibaba.Codes);

    private static IReadOnlyList<(string Code, string Sources)> HuaweiCodes() =>
        Join([.. ContractErrorCodes.Huawei(), .. NamedHuaweiCodes], RecordedHuaweiCodes, ProviderErrorList.Huawei.Codes);

    private static IReadOnlyList<(string Code, string Sources)> Join(HashSet<string> contract, IReadOnlyList<string> recorded, IReadOnlyList<string> provider) =>
    [
        .. from code in contract.Concat(recorded).Concat(provider).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
           let sources = new[] { contract.Contains(code) ? "C" : null, recorded.Contains(code) ? "R" : null, provider.Contains(code) ? "P" : null }
           select (code, string.Join(" ", sources.OfType<string>())),
    ];
}
