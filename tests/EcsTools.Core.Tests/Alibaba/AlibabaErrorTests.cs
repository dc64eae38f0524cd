using System.Globalization;
using System.Text;

using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Alibaba;

public class AlibabaErrorTests
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    public static TheoryData<string, string> Samples => new()
    {
        { "error.400.DRYRUN.SUCCESS", EcsErrorId.CloudError },
        { "error.400.DryRunOperation", EcsErrorId.CloudError },
        { "error.400.IdempotenceParamNotMatch", EcsErrorId.InvalidInput },
        { "error.400.InvalidInstanceStatus.NotStopped", EcsErrorId.IncorrectState },
        { "error.400.InvalidParameter.Mismatch", EcsErrorId.InvalidInput },
        { "error.400.InvalidPassword.Malformed", EcsErrorId.InvalidInput },
        { "error.400.InvalidSecurityToken.Expired", EcsErrorId.InvalidCredential },
        { "error.400.InvalidTimeStamp.Expired", EcsErrorId.ClockSkew },
        { "error.400.MissingParameter", EcsErrorId.InvalidInput },
        { "error.400.SignatureDoesNotMatch", EcsErrorId.InvalidCredential },
        { "error.400.SignatureNonceUsed", EcsErrorId.CannotConnect },
        { "error.400.Throttling.ModifyInstanceSpec", EcsErrorId.ThrottledByService },
        { "error.400.Throttling.User", EcsErrorId.ThrottledByService },
        { "error.400.Throttling", EcsErrorId.ThrottledByService },
        { "error.403.ChargeTypeViolation", EcsErrorId.NotSupported },
        { "error.403.CmdContent.ExceedLimit", EcsErrorId.InvalidInput },
        { "error.403.DiskCreatingSnapshot", EcsErrorId.IncorrectState },
        { "error.403.Forbidden.RAM", EcsErrorId.AccessDenied },
        { "error.403.IdempotentParameterMismatch", EcsErrorId.InvalidInput },
        { "error.403.IdempotentProcessing", EcsErrorId.OperationInProgress },
        { "error.403.IncorrectDiskStatus", EcsErrorId.IncorrectState },
        { "error.403.IncorrectInstanceStatus.Initializing", EcsErrorId.IncorrectState },
        { "error.403.IncorrectInstanceStatus", EcsErrorId.IncorrectState },
        { "error.403.InstanceExpiredOrInArrears", EcsErrorId.IncorrectState },
        { "error.403.InstanceLockedForSecurity", EcsErrorId.IncorrectState },
        { "error.403.InvalidOperation.DeletionProtection", EcsErrorId.IncorrectState },
        { "error.403.InvalidParameter.TooManyInstanceIds", EcsErrorId.InvalidInput },
        { "error.403.OperationDenied.NoStock", EcsErrorId.SizeNotAvailable },
        { "error.404.InvalidAccessKeyId.NotFound", EcsErrorId.InvalidCredential },
        { "error.404.InvalidAction.NotFound", EcsErrorId.NotSupported },
        { "error.404.InvalidDiskId.NotFound", EcsErrorId.NotFound },
        { "error.404.InvalidImageId.NotFound", EcsErrorId.NotFound },
        { "error.404.InvalidInstance.NotFound", EcsErrorId.InstanceNotFound },
        { "error.404.InvalidInstanceId.NotFound", EcsErrorId.InstanceNotFound },
        { "error.409.InvalidOperation.Conflict", EcsErrorId.OperationInProgress },
        { "error.500.InternalError", EcsErrorId.ServerError },
        { "error.503.ServiceUnavailable", EcsErrorId.ServerError },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_refusal_has_its_id_and_what_support_asks_for(string file, string id)
    {
        EcsException error = Judge(file, RequestIdempotency.ReadOnly);

        Assert.Equal(id, error.ErrorId);
        Assert.Equal(StatusOf(file), error.HttpStatus);
        Assert.StartsWith("1A2B3C", error.RequestId, StringComparison.Ordinal);
        Assert.Contains(error.CloudCode!, file, StringComparison.Ordinal);
        Assert.Equal("i-1", error.InstanceId);
    }

    [Fact]
    public void Every_sample_of_an_error_is_in_the_list() => Assert.Empty(
        SampleFiles.List("alibaba", "error.").Except(Samples.Select(s => s.Data.Item1)));

    [Theory]
    [InlineData("error.500.InternalError")]
    [InlineData("error.503.ServiceUnavailable")]
    [InlineData("error.400.SignatureNonceUsed")]
    public void After_a_write_that_must_not_be_repeated_the_outcome_is_unknown(string file)
    {
        EcsException error = Judge(file, RequestIdempotency.NonIdempotent);

        Assert.Equal((EcsErrorId.OutcomeUnknown, false), (error.ErrorId, error.WasNotCarriedOut));
    }

    [Theory]
    [InlineData("error.403.IncorrectInstanceStatus")]
    [InlineData("error.403.Forbidden.RAM")]
    [InlineData("error.400.Throttling.User")]
    public void A_clear_refusal_stays_one_for_any_call(string file) => Assert.True(Judge(file, RequestIdempotency.NonIdempotent).WasNotCarriedOut);

    [Fact]
    public void The_five_minutes_between_two_resizes_are_not_waited_out_as_a_throttle()
    {
        EcsException resize = Judge("error.400.Throttling.ModifyInstanceSpec", RequestIdempotency.Idempotent, "ModifyInstanceSpec");
        EcsException other = Judge("error.400.Throttling.ModifyInstanceSpec", RequestIdempotency.Idempotent, "StopInstances");

        Assert.Equal((false, TimeSpan.FromMinutes(5)), (resize.WasNotCarriedOut, resize.RetryAfter));
        Assert.True(other.WasNotCarriedOut);
    }

    [Fact]
    public void What_was_signed_is_never_quoted()
    {
        EcsException error = Judge("error.400.SignatureDoesNotMatch", RequestIdempotency.NonIdempotent);

        Assert.DoesNotContain("CanonicalRequest", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("StringToSign", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_missing_right_is_named() =>
        Assert.Contains("ecs:StopInstance", Judge("error.403.Forbidden.RAM", RequestIdempotency.Idempotent).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(502, false, EcsErrorId.ServerError)]
    [InlineData(502, true, EcsErrorId.OutcomeUnknown)]
    [InlineData(403, false, EcsErrorId.MalformedAnswer)]
    [InlineData(403, true, EcsErrorId.OutcomeUnknown)]
    public void An_answer_of_something_in_between_is_quoted_without_the_password(int status, bool once, string id)
    {
        CloudRequest call = Call(once ? RequestIdempotency.NonIdempotent : RequestIdempotency.ReadOnly) with { Uri = new Uri("https://host/?Password=Aa1%21canary") };

        EcsException error = Dialect().Judge(call, new CloudResponse(status, "<html>no way to /?Password=Aa1%21canary or Aa1!canary"u8.ToArray(), NoHeaders))!;

        Assert.Equal((id, status), (error.ErrorId, error.HttpStatus));
        Assert.Contains("no way", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.Message + call, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throttle_is_waited_out_as_long_as_the_service_asks()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", Answer.Error(400, "Throttling.User") with { RetryAfter = "7000" }, Json.Servers());
        using AlibabaCloud cloud = ecs.Open();

        await cloud.ListInstancesAsync(new(), null, TestContext.Current.CancellationToken);

        Assert.Equal((2, TimeSpan.FromSeconds(7)), (ecs.Calls.Count, ecs.Clock.Elapsed));
    }

    [Theory]
    [InlineData("InvalidSecurityToken.Expired", 2)]
    [InlineData("SignatureDoesNotMatch", 1)]
    public async Task Only_an_expired_credential_is_renewed_and_the_call_sent_once_more(string code, int calls)
    {
        RenewableKey keys = new();
        StubEcsHandler ecs = new StubEcsHandler { Keys = keys }.On("DescribeInstances", Answer.Error(400, code));
        using AlibabaCloud cloud = ecs.Open();

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => cloud.ListInstancesAsync(new(), null, TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.InvalidCredential, error.ErrorId);
        Assert.Equal((calls, calls), (ecs.Calls.Count, ecs.Calls.Select(c => c.Headers["x-acs-accesskey-id"]).Distinct().Count()));
    }

    private static AlibabaDialect Dialect() => new(new StaticAccessKeyProvider(new AccessKey("id", "secret")), TimeProvider.System);

    private static CloudRequest Call(RequestIdempotency safety, string operation = "StopInstance") =>
        new(operation, HttpMethod.Post, new Uri("https://host/"), safety) { InstanceId = "i-1" };

    private static EcsException Judge(string file, RequestIdempotency safety, string operation = "StopInstance") => Dialect().Judge(
        Call(safety, operation), new CloudResponse(StatusOf(file), Encoding.UTF8.GetBytes(SampleFiles.ReadText("alibaba", file)), NoHeaders))!;

    private static int StatusOf(string file) => int.Parse(file.Split('.')[1], CultureInfo.InvariantCulture);

    private sealed class RenewableKey : IAccessKeyProvider
    {
        private int _generation;

        public Task<AccessKey> GetAsync(CancellationToken cancellation) => Task.FromResult(new AccessKey($"STS.{_generation}", "secret", "token"));

        public bool TryInvalidate() => ++_generation > 0;
    }
}
