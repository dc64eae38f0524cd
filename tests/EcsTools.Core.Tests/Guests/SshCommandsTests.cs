using System.Collections.Concurrent;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;
using EcsTools.Core.Tests.Operations;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.Guests;

/// <summary>Commands in guests: by which way they go, what is refused before anybody is called, and what comes back.</summary>
public sealed class SshCommandsTests(SshLab lab) : IClassFixture<SshLab>
{
    private static readonly EcsInstance Server = new() { Id = SshLab.InstanceId, Name = "lab", Cloud = EcsCloud.Alibaba, OsType = EcsOsType.Linux, Status = EcsInstanceStatus.Running };

    public static TheoryData<string, string> Flaws => new()
    {
        { "stopped", EcsErrorId.IncorrectState },
        { "windows", EcsErrorId.NotSupported },
        { "powershell", EcsErrorId.InvalidInput },
        { "user", EcsErrorId.InvalidInput },
        { "folder", EcsErrorId.InvalidInput },
        { "parameters", EcsErrorId.InvalidInput },
        { "no secret", EcsErrorId.InvalidInput },
        { "no address", EcsErrorId.GuestUnreachable },
        { "empty address", EcsErrorId.GuestUnreachable },
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task RunAsync_WhatCannotBeDoneOverSsh_IsRefusedAndNobodyIsCalled(string flaw, string errorId)
    {
        GuestCommand command = new("id")
        {
            Kind = flaw == "powershell" ? EcsCommandType.PowerShell : EcsCommandType.Auto,
            UserName = flaw == "user" ? "ops" : null,
            WorkingDirectory = flaw == "folder" ? "/tmp" : null,
            Parameters = flaw == "parameters" ? new Dictionary<string, string> { ["a"] = "b" } : new Dictionary<string, string>(),
        };
        GuestCommandRequest request = new(command)
        {
            Method = GuestCommandMethod.Ssh,
            Login = new SshLogin
            {
                HostName = flaw switch { "no address" => null, "empty address" => "", _ => "127.0.0.1" },
                Port = SshLab.FreePort(),
                KnownHostsPath = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
                Password = flaw == "no secret" ? null : SshLab.Secret("x"),
            },
        };
        EcsInstance server = Server with { Status = flaw == "stopped" ? EcsInstanceStatus.Stopped : EcsInstanceStatus.Running, OsType = flaw == "windows" ? EcsOsType.Windows : EcsOsType.Linux };

        EcsException error = Assert.Single(await RunAsync(request, server)).Error!;

        Assert.Equal((errorId, server.Id, true), (error.ErrorId, error.InstanceId, error.WasNotCarriedOut));
    }

    [Theory]
    [InlineData("id -un", 0, "Success", "root\n", "")]
    [InlineData("echo oops >&2; exit 3", 3, "Failed", "", "oops\n")]
    public async Task RunAsync_Command_GivesExitCodeAndOutput(string command, int exitCode, string status, string output, string errors)
    {
        lab.Require();

        EcsCommandResult result = Assert.Single(await RunAsync(Request(command), Server));

        Assert.Null(result.Error);
        Assert.Equal((exitCode, status, output, errors, "root", "Ssh"), (result.ExitCode, result.Status, result.Output, result.ErrorOutput, result.UserName, result.Method));
        Assert.Equal(exitCode == 0, result.Succeeded);
        Assert.False(result.IsTruncated);
    }

    // One that is another server gets no command, its key is not remembered, and the others go on.
    [Fact]
    public async Task RunAsync_GuestIsAnotherServer_GetsNoCommand()
    {
        lab.Require();
        string file = lab.PathOf("commanded_hosts");
        string mark = $"/tmp/{Guid.NewGuid():N}";
        GuestCommandRequest request = Request($"touch {mark}");
        request = request with { Login = request.Login with { KnownHostsPath = file, HostKeyPolicy = HostKeyPolicy.AcceptNew } };

        EcsCommandResult refused = Assert.Single(await RunAsync(request, Server with { Id = "i-other" }));

        Assert.Equal((EcsErrorId.GuestMismatch, "i-other", "Ssh"), (refused.Error?.ErrorId, refused.Instance.Id, refused.Method));
        Assert.False(File.Exists(lab.PathOf("root" + mark)));
        Assert.False(File.Exists(file));
        Assert.Null(Assert.Single(await RunAsync(request, Server)).Error);
        Assert.True(File.Exists(lab.PathOf("root" + mark)));
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task RunAsync_GuestSaysNothing_RunsOnlyIfThatIsAllowed()
    {
        lab.Require();
        string id = lab.PathOf("root/run/cloud-init/.instance-id");
        File.Move(id, id + ".away");
        try
        {
            Assert.Equal(EcsErrorId.GuestMismatch, Assert.Single(await RunAsync(Request("true"), Server)).Error?.ErrorId);
            Assert.Null(Assert.Single(await RunAsync(Request("true") with { MayBeSilent = true }, Server)).Error);
        }
        finally
        {
            File.Move(id + ".away", id);
        }
    }

    [Theory]
    [InlineData(GuestCommandMethod.Auto, true, false, true)]
    [InlineData(GuestCommandMethod.Auto, true, true, false)]
    [InlineData(GuestCommandMethod.Auto, false, false, false)]
    [InlineData(GuestCommandMethod.Ssh, true, false, false)]
    [InlineData(GuestCommandMethod.Agent, false, true, true)]
    [InlineData(GuestCommandMethod.Agent, true, true, true)]
    public void IsByAgent_Choice_GoesByWhatWasGivenAndWhatTheCloudHas(GuestCommandMethod method, bool hasAgent, bool hasSecret, bool expected)
    {
        using ConnectedAccount account = (hasAgent ? new AgentCloud() : new ScriptedCloud()).Open();

        Assert.Equal(expected, GuestCommands.IsByAgent(account, method, new SshLogin { KeyFile = hasSecret ? "k" : null }));
    }

    [Fact]
    public async Task GuestCommands_AgentIsAsked_GoesToTheAgentOrIsNotSupported()
    {
        using ConnectedAccount with = new AgentCloud().Open();
        using ConnectedAccount without = new ScriptedCloud().Open();
        GuestCommandRequest request = new(new GuestCommand("id")) { Method = GuestCommandMethod.Agent };
        List<EcsCommandResult> results = [];

        await GuestCommands.RunAsync(with, request, [Server], results.Add, CancellationToken.None);

        Assert.Equal("by agent", Assert.Single(results).Output);
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => GuestCommands.RunAsync(without, request, [Server], results.Add, CancellationToken.None));
        Assert.Equal(EcsErrorId.NotSupported, error.ErrorId);
    }

    [Fact]
    public async Task GuestCommands_SshIsChosen_CallsNoAgent()
    {
        using ConnectedAccount account = new AgentCloud().Open();
        List<EcsCommandResult> results = [];

        await GuestCommands.RunAsync(account, new GuestCommandRequest(new GuestCommand("id")) { Method = GuestCommandMethod.Ssh }, [Server], results.Add, CancellationToken.None);

        Assert.Equal((EcsErrorId.InvalidInput, "Ssh"), (Assert.Single(results).Error?.ErrorId, results[0].Method));
    }

    private GuestCommandRequest Request(string command) => new(new GuestCommand(command)) { Method = GuestCommandMethod.Ssh, Login = lab.Login() with { HostName = "127.0.0.1" } };

    private static async Task<EcsCommandResult[]> RunAsync(GuestCommandRequest request, params EcsInstance[] servers)
    {
        ConcurrentQueue<EcsCommandResult> results = [];
        using ConnectedAccount account = new AgentCloud().Open();
        await SshCommands.RunAsync(new ConsoleHostKeys(account), request, servers, results.Enqueue, TestContext.Current.CancellationToken);
        return [.. results];
    }

    private sealed class AgentCloud : ScriptedCloud, IAgentCommands
    {
        public Task<IReadOnlyDictionary<string, EcsException>> FindUnfitAsync(IReadOnlyList<EcsInstance> instances, GuestCommand command, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<IReadOnlyCollection<string>> FindReadyAsync(IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) => throw new NotSupportedException();

        public Task RunAsync(IReadOnlyList<EcsInstance> instances, GuestCommand command, Action<EcsCommandResult> onResult, CancellationToken cancellation)
        {
            onResult(new EcsCommandResult { Instance = instances[0], Output = "by agent" });
            return Task.CompletedTask;
        }
    }
}
