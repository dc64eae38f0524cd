using System.Globalization;
using System.Net;
using System.Security;
using System.Text;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>A password that is set through the agent, which is not there yet while the guest boots (docs/contracts/openstack-lifecycle.md 2).</summary>
public sealed class NovaResetPasswordTests
{
    private int _sent;

    [Theory]
    [InlineData("rebuild", 3)]
    [InlineData("start", 3)]
    [InlineData("create", 2)]
    public async Task SendAsync_GuestBoots_WaitsForTheAgent(string booted, int answered)
    {
        StepHandle handle = await SendAsync(booted, TimeSpan.FromSeconds(20), answered);

        Assert.Equal((answered, EcsLoginEffect.Unverified.ToString()), (_sent, handle.Facts[StepFactKeys.LoginEffect]));
    }

    [Theory]
    [InlineData("start", 60)] // it has been up for long
    [InlineData("stop", 0)] // no boot is known of
    public async Task SendAsync_GuestIsUp_IsNotSupportedAtOnce(string action, int minutes)
    {
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => SendAsync(action, TimeSpan.FromMinutes(minutes), answered: int.MaxValue));

        Assert.Equal((EcsErrorId.NotSupported, 501, true, 1), (error.ErrorId, error.HttpStatus, error.WasNotCarriedOut, _sent));
    }

    [Fact]
    public async Task SendAsync_AgentNeverComes_EndsWithTheTimeOfABoot()
    {
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => SendAsync("start", TimeSpan.FromMinutes(1), answered: int.MaxValue));

        Assert.Equal((EcsErrorId.NotSupported, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.InRange(_sent, 100, 110); // nine minutes, every five seconds
        Assert.DoesNotContain("Canary", error.ToString(), StringComparison.Ordinal);
    }

    private async Task<StepHandle> SendAsync(string action, TimeSpan ago, int answered)
    {
        StubOpenStack stub = new();
        string at = (DateTime.UtcNow - ago).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        stub.Answers["/os-instance-actions"] = $$"""{"instanceActions": [{"action": "{{action}}", "request_id": "req-0", "start_time": "{{at}}"}]}""";
        stub.Fault = request => request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/action", StringComparison.Ordinal) && ++_sent < answered
            ? new HttpResponseMessage(HttpStatusCode.NotImplemented)
            {
                Content = new StringContent("""{"notImplemented": {"code": 501, "message": "Unable to set password on instance"}}""", Encoding.UTF8, "application/json"),
            }
            : null;
        using NovaCloud cloud = stub.Open();
        SecureString password = new();
        "Canary%4711+Aa".ToList().ForEach(password.AppendChar);
        EcsInstance server = new() { Id = "s-1", Name = "db-01", Cloud = EcsCloud.OpenStack, Status = EcsInstanceStatus.Running };
        StepTarget target = new(server, new OperationOptions { Kind = OperationKind.PasswordReset, NewPassword = password });
        return await cloud.FindStep(StepKind.ResetPassword)!.SendAsync([target], TestContext.Current.CancellationToken)[0];
    }
}
