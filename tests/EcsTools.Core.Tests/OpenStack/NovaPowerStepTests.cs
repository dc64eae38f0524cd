using System.Net;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.OpenStack;

public sealed class NovaPowerStepTests
{
    [Theory]
    [InlineData(StepKind.Start, "SHUTOFF", "os-start")]
    [InlineData(StepKind.Start, "PAUSED", "unpause")]
    [InlineData(StepKind.Start, "SUSPENDED", "resume")]
    [InlineData(StepKind.Start, "SHELVED", "unshelve")]
    [InlineData(StepKind.Start, "SHELVED_OFFLOADED", "unshelve")]
    [InlineData(StepKind.Stop, "ACTIVE", "os-stop")]
    public async Task SendAsync_EachState_SendsTheActionThatNovaTakesThere(StepKind kind, string status, string action)
    {
        StubOpenStack stub = new();
        using NovaCloud cloud = stub.Open();

        await Send(cloud, kind, status);

        Assert.Equal([$"{{\"{action}\":null}}"], stub.Writes);
    }

    [Theory]
    [InlineData(StepKind.Stop, "PAUSED", false)]
    [InlineData(StepKind.Stop, "SUSPENDED", false)]
    [InlineData(StepKind.Stop, "SHELVED_OFFLOADED", false)]
    [InlineData(StepKind.Stop, "RESCUE", false)]
    [InlineData(StepKind.Stop, "VERIFY_RESIZE", false)]
    [InlineData(StepKind.Start, "RESCUE", false)]
    [InlineData(StepKind.Start, "VERIFY_RESIZE", false)]
    [InlineData(StepKind.Start, "MIGRATING", false)]
    [InlineData(StepKind.Restart, "SHELVED", true)]
    [InlineData(StepKind.Restart, "PAUSED", false)]
    public async Task SendAsync_StateThatNovaRefuses_SendsNothingAndSaysWhatToDo(StepKind kind, string status, bool hard)
    {
        StubOpenStack stub = new();
        using NovaCloud cloud = stub.Open();

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => Send(cloud, kind, status, hard));

        Assert.Equal((EcsErrorId.IncorrectState, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.NotEmpty(error.RecommendedAction!);
        Assert.Empty(stub.Writes);
    }

    [Theory]
    [InlineData("PAUSED")]
    [InlineData("SUSPENDED")]
    public async Task SendAsync_HardRestartOfAHaltedServer_IsSent(string status)
    {
        StubOpenStack stub = new();
        using NovaCloud cloud = stub.Open();

        await Send(cloud, StepKind.Restart, status, hard: true);

        Assert.Equal(["""{"reboot":{"type":"HARD"}}"""], stub.Writes);
    }

    [Theory]
    [InlineData(StepKind.Stop)]
    [InlineData(StepKind.Restart)]
    public async Task SendAsync_LoginLostAfterTheTokenWasRefused_IsNotCarriedOut(StepKind kind)
    {
        bool isRefused = false;
        StubOpenStack stub = new();
        stub.Fault = request =>
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("/action", StringComparison.Ordinal))
            {
                isRefused = true;
                return new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent("""{"error": {"code": 401, "title": "Unauthorized"}}""") };
            }

            return isRefused ? throw new HttpRequestException("cut", new IOException("cut")) : null;
        };
        using NovaCloud cloud = stub.Open();

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => Send(cloud, kind, "ACTIVE"));

        Assert.Equal((EcsErrorId.CannotConnect, true), (error.ErrorId, error.WasNotCarriedOut));
    }

    private static Task<StepHandle> Send(NovaCloud cloud, StepKind kind, string status, bool hard = false)
    {
        EcsInstance server = new() { Id = "s-1", Name = "web-01", Cloud = EcsCloud.OpenStack, ProviderStatus = status, Status = ServerStatus.Read(status, null) };
        return cloud.FindStep(kind)!.SendAsync([new StepTarget(server, new OperationOptions { Hard = hard })], TestContext.Current.CancellationToken)[0];
    }
}
