using System.Text;

using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiVerdictTests
{
    [Theory]
    [InlineData("error.202.Common.0024", EcsErrorId.ThrottledByService, "Common.0024")]
    [InlineData("error.400.Ecs.0005", EcsErrorId.InvalidInput, "Ecs.0005")]
    [InlineData("error.400.Ecs.0011", EcsErrorId.RequirementFailed, "Ecs.0011")]
    [InlineData("error.400.Ecs.0021", EcsErrorId.QuotaExceeded, "Ecs.0021")]
    [InlineData("error.400.Ecs.0031", EcsErrorId.ImageNotSuitable, "Ecs.0031")]
    [InlineData("error.400.Ecs.0032", EcsErrorId.ImageNotSuitable, "Ecs.0032")]
    [InlineData("error.400.Ecs.0090", EcsErrorId.RequirementFailed, "Ecs.0090")]
    [InlineData("error.400.Ecs.0100", EcsErrorId.IncorrectState, "Ecs.0100")]
    [InlineData("error.400.Ecs.0105", EcsErrorId.IncorrectState, "Ecs.0105")]
    [InlineData("error.400.Ecs.0314", EcsErrorId.RequirementFailed, "Ecs.0314")]
    [InlineData("error.400.Ecs.0513", EcsErrorId.RequirementFailed, "Ecs.0513")]
    [InlineData("error.400.Ecs.0605", EcsErrorId.IncorrectState, "Ecs.0605")]
    [InlineData("error.400.Ecs.0611.batch", EcsErrorId.OperationFailed, "Ecs.0611")]
    [InlineData("error.400.Ecs.0806", EcsErrorId.RequirementFailed, "Ecs.0806")]
    [InlineData("error.400.nova", EcsErrorId.InvalidInput, "badRequest")]
    [InlineData("error.401.APIGW.0301.expired", EcsErrorId.ClockSkew, "APIGW.0301")]
    [InlineData("error.401.APIGW.0301.signature", EcsErrorId.InvalidCredential, "APIGW.0301")]
    [InlineData("error.401.APIGW.0301.unknown-ak", EcsErrorId.InvalidCredential, "APIGW.0301")]
    [InlineData("error.401.Common.0013", EcsErrorId.InvalidCredential, "Common.0013")]
    [InlineData("error.401.IAM.0062", EcsErrorId.InvalidCredential, "IAM.0062")]
    [InlineData("error.401.gateway-old", EcsErrorId.InvalidCredential, null)]
    [InlineData("error.401.keystone", EcsErrorId.InvalidCredential, "Unauthorized")]
    [InlineData("error.403.Ecs.0003", EcsErrorId.AccessDenied, "Ecs.0003")]
    [InlineData("error.403.Pdp.0001", EcsErrorId.AccessDenied, "Pdp.0001")]
    [InlineData("error.404.APIGW.0101", EcsErrorId.NotSupported, "APIGW.0101")]
    [InlineData("error.404.EVS.5404", EcsErrorId.NotFound, "EVS.5404")]
    [InlineData("error.404.Ecs.0614", EcsErrorId.InstanceNotFound, "Ecs.0614")]
    [InlineData("error.404.ims", EcsErrorId.NotFound, "IMG.0144")]
    [InlineData("error.404.nova", EcsErrorId.InstanceNotFound, "itemNotFound")]
    [InlineData("error.409.nova", EcsErrorId.IncorrectState, "conflictingRequest")]
    [InlineData("error.413.EVS.5413", EcsErrorId.QuotaExceeded, "EVS.5413")]
    [InlineData("error.429.APIGW.0308", EcsErrorId.ThrottledByService, "APIGW.0308")]
    [InlineData("error.429.Common.1503", EcsErrorId.ThrottledByService, "Common.1503")]
    [InlineData("error.501.Ecs.0603", EcsErrorId.ThrottledByService, "Ecs.0603")]
    [InlineData("error.503.Common.1503", EcsErrorId.ThrottledByService, "Common.1503")]
    [InlineData("ecs.job.query-failed", EcsErrorId.NotFound, "Common.0011")]
    public void Every_error_sample_has_its_id(string name, string id, string? code)
    {
        Sample sample = Sample.Load(name);
        string? bodyId = (string?)sample.Body!["request_id"];

        EcsException error = HuaweiErrorMapper.Judge(Call(RequestIdempotency.NonIdempotent), sample.ToAnswer("header-id"))!;

        Assert.Equal(id, error.ErrorId);
        Assert.Equal(code, error.CloudCode);
        Assert.Equal(sample.Status, error.HttpStatus);
        Assert.Equal(bodyId ?? "header-id", error.RequestId);
        Assert.Equal("srv", error.InstanceId);
        Assert.Equal(id == EcsErrorId.ThrottledByService || sample.Status == 401, error.WasNotCarriedOut);
        Assert.DoesNotContain("x-sdk-date", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("|", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_error_sample_is_left_out()
    {
        string[] tested = [.. typeof(HuaweiVerdictTests).GetMethod(nameof(Every_error_sample_has_its_id))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>().Select(d => (string)d.Data[0]!)];

        Assert.Empty(SampleFiles.List("huawei", "error.").Except(tested));
    }

    [Fact]
    public void Successful_samples_are_no_errors()
    {
        foreach (string name in SampleFiles.List("huawei", "ecs.").Concat(SampleFiles.List("huawei", "evs.")).Concat(SampleFiles.List("huawei", "iam.")))
        {
            Sample sample = Sample.Load(name);
            Assert.True(sample.Status >= 400 || HuaweiErrorMapper.Judge(Call(RequestIdempotency.NonIdempotent), sample.ToAnswer()) is null, name);
        }
    }

    [Theory]
    [InlineData(202, "")]
    [InlineData(202, """{"order_id":"CS1"}""")]
    [InlineData(200, """{"job_id":"j","status":"FAIL","error_code":"Common.0024"}""")]
    public void A_success_without_job_is_no_throttle(int status, string body) => Assert.Null(HuaweiErrorMapper.Judge(Call(RequestIdempotency.NonIdempotent), Answer(status, body)));

    [Theory]
    [InlineData(500, """{"error":{"code":"Common.0001","message":"System error."}}""")]
    [InlineData(502, "<html><body>Bad gateway</body></html>")]
    [InlineData(504, "")]
    [InlineData(400, """{"error":{"code":"Ecs.1002","message":"platform time-out"}}""")]
    public void What_fails_inside_leaves_the_outcome_of_a_write_open(int status, string body)
    {
        EcsException write = HuaweiErrorMapper.Judge(Call(RequestIdempotency.NonIdempotent), Answer(status, body))!;
        EcsException read = HuaweiErrorMapper.Judge(Call(RequestIdempotency.ReadOnly), Answer(status, body))!;

        Assert.Equal(EcsErrorId.OutcomeUnknown, write.ErrorId);
        Assert.False(write.WasNotCarriedOut);
        Assert.Equal(EcsErrorId.ServerError, read.ErrorId);
    }

    [Fact]
    public void Other_commands_running_is_waited_out_for_a_minute()
    {
        EcsException error = HuaweiErrorMapper.Judge(Call(RequestIdempotency.NonIdempotent), Sample.Load("error.501.Ecs.0603").ToAnswer())!;

        Assert.Equal(TimeSpan.FromSeconds(60), error.RetryAfter);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("Wed, 21 Oct 2026 07:28:00 GMT", null)]
    public void A_throttle_says_how_long_to_wait(string header, int? seconds)
    {
        CloudResponse answer = new(429, [], new Dictionary<string, string> { ["retry-after"] = header });

        Assert.Equal(seconds, (int?)HuaweiErrorMapper.Judge(Call(RequestIdempotency.ReadOnly), answer)!.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public void Secrets_of_the_request_and_proofs_are_not_repeated()
    {
        CloudRequest call = Call(RequestIdempotency.NonIdempotent) with { Body = """{"os-reinstall":{"adminpass":"Canary-1234"}}""" };
        string body = """{"error":{"code":"Ecs.0005","message":"bad adminpass 'Canary-1234', canonicalRequest:GET|/v1/|x-auth-token:MII"}}""";

        string message = HuaweiErrorMapper.Judge(call, Answer(400, body))!.Message;

        Assert.DoesNotContain("Canary", message, StringComparison.Ordinal);
        Assert.DoesNotContain("MII", message, StringComparison.Ordinal);
        Assert.Contains("bad adminpass", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"error":null}""")]
    [InlineData("""{"error":"text"}""")]
    [InlineData("""{"error":{"code":{"a":1},"message":[]}}""")]
    [InlineData("""{"code":5,"message":7}""")]
    [InlineData("""{"error":{"code":"Ecs.0100","message":null},"internalError":"x"}""")]
    [InlineData("{\"error\":")]
    public void Strange_bodies_are_still_errors(string body) => Assert.NotNull(HuaweiErrorMapper.Judge(Call(RequestIdempotency.ReadOnly), Answer(400, body)));

    private static CloudRequest Call(RequestIdempotency safety) => new("ReinstallServerOs", HttpMethod.Post, new Uri("https://ecs.eu-de.otc.t-systems.com/"), safety) { InstanceId = "srv" };

    private static CloudResponse Answer(int status, string body) => new(status, Encoding.UTF8.GetBytes(body), new Dictionary<string, string>());
}
