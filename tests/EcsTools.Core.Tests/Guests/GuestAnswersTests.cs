using System.Net;
using System.Net.Sockets;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;
using EcsTools.Core.Tests.Operations;

namespace EcsTools.Core.Tests.Guests;

/// <summary>Which guests answer: by the agent, by an SSH server at the address of a login, or by a prompt on a console that is live.</summary>
public sealed class GuestAnswersTests
{
    private const string Up = "] Linux version 6.1\nweb-01 login: ";
    private static readonly EcsInstance Server = new() { Id = "i-1", Name = "web-01", OsType = EcsOsType.Linux, Status = EcsInstanceStatus.Running };

    [Theory]
    [InlineData(true, Up, true)]
    [InlineData(true, "] Linux version 6.1\n", false)]
    [InlineData(false, Up, false)]
    [InlineData(true, null, false)]
    public async Task Find_Console_CountsIfItIsLiveAndShowsThePrompt(bool isLive, string? text, bool answers)
    {
        ConsoleCloud cloud = new(isLive, text, []);

        Assert.Equal(answers ? ["i-1"] : [], await FindAsync(cloud, Server));
        Assert.Equal(isLive ? ["i-1"] : [], cloud.Read);
    }

    // Who has answered the agent is asked no more; one server that cannot be read does not keep the others.
    [Fact]
    public async Task Find_Agent_IsEnough()
    {
        ConsoleCloud cloud = new(true, null, ["i-2"]);

        Assert.Equal(["i-2"], await FindAsync(cloud, Server, Server with { Id = "i-2" }, Server with { Id = "i-3" }));
        Assert.Equal(["i-1", "i-3"], cloud.Read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Find_CloudWithNeither_FindsNone() => Assert.Empty(await FindAsync(new ScriptedCloud(), Server, Server with { Id = "i-2" }));

    [Fact]
    public async Task Find_NoServers_AsksNoAgent()
    {
        ConsoleCloud cloud = new(true, Up, ["i-2"]);

        Assert.Empty(await FindAsync(cloud));
        Assert.Equal(0, cloud.AgentCalls);
    }

    [Theory]
    [InlineData("SSH-2.0-x\r\n", EcsOsType.Linux, false, true)]
    [InlineData("220 mail\r\n", EcsOsType.Linux, false, false)]
    [InlineData("SSH-2.0-x\r\n", EcsOsType.Windows, false, false)]
    [InlineData("SSH-2.0-x\r\n", EcsOsType.Linux, true, false)]
    public async Task Find_PublicAddress_AnswersAsAnSshServer(string banner, EcsOsType os, bool isSandbox, bool answers)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only an administrator can listen on port 22 of another loopback address.");
        IPAddress address = IPAddress.Parse($"127.0.{Random.Shared.Next(1, 255)}.{Random.Shared.Next(2, 255)}");
        using TcpListener listener = new(address, 22);
        listener.Start();
        int called = 0;
        Task serving = Task.Run(
            async () =>
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                called++;
                await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(banner), TestContext.Current.CancellationToken);
            },
            TestContext.Current.CancellationToken);
        using ConnectedAccount account = new(new EcsAccount { Name = "test", Cloud = EcsCloud.Alibaba, IsSandbox = isSandbox }, new ScriptedCloud(), TimeProvider.System);

        IReadOnlyCollection<string> found = await new GuestAnswers(account).FindAsync(
            [Server with { PublicIp = address.ToString(), OsType = os }, Server with { Id = "i-2", PublicIp = "" }, Server with { Id = "i-3", PublicIp = "127.0.255.1", PrivateIp = address.ToString() }],
            TestContext.Current.CancellationToken);

        Assert.Equal(answers ? ["i-1"] : [], found);
        Assert.Equal(isSandbox || os == EcsOsType.Windows ? 0 : 1, called);
        listener.Stop();
        await ((Task)Task.WhenAny(serving)).WaitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyCollection<string>> FindAsync(ScriptedCloud cloud, params EcsInstance[] servers)
    {
        using ConnectedAccount account = cloud.Open();
        return await new GuestAnswers(account).FindAsync(servers, TestContext.Current.CancellationToken);
    }

    private sealed class ConsoleCloud(bool isLive, string? text, string[] ready) : ScriptedCloud, IServerConsole, IAgentCommands
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Read { get; } = [];

        public int AgentCalls { get; private set; }

        public bool IsConsoleLive => isLive;

        public Task<ConsoleText> ReadConsoleAsync(EcsInstance instance, int? lines, CancellationToken cancellation)
        {
            Read.Enqueue(instance.Id);
            return text is null ? throw new EcsException(EcsErrorId.AccessDenied, "No.") : Task.FromResult(new ConsoleText(text, null));
        }

        public Task<byte[]> CaptureScreenAsync(EcsInstance instance, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<ConsoleAddress> OpenConsoleAsync(EcsInstance instance, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<string, EcsException>> FindUnfitAsync(IReadOnlyList<EcsInstance> instances, GuestCommand command, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<IReadOnlyCollection<string>> FindReadyAsync(IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
        {
            AgentCalls++;
            return Task.FromResult<IReadOnlyCollection<string>>(ready);
        }

        public Task RunAsync(IReadOnlyList<EcsInstance> instances, GuestCommand command, Action<EcsCommandResult> onResult, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
