using System.Security;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Credentials;
using EcsTools.Core.Journaling;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Core.Tests.Operations;

/// <summary>An account of a sandbox that is reached over sockets, through a bridge that can cut; time passes by itself.</summary>
internal sealed class WireFixture : IAsyncDisposable
{
    private readonly SandboxServer _sandbox;
    private readonly AccountRegistry _accounts;
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-wire-").FullName;

    private WireFixture(SandboxServer sandbox)
    {
        _sandbox = sandbox;
        _accounts = new AccountRegistry(() => Journal.Open(_folder));
        Proxy = new FaultProxy(sandbox.Listen(0));
    }

    public FaultProxy Proxy { get; }

    public ConnectedAccount Account { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<WireFixture> OpenAsync(EcsCloud cloud, int instanceCount = 0, UndocumentedBehavior? choices = null)
    {
        VirtualClock clock = VirtualClock.SelfAdvancing();
        WireFixture bench = new(SandboxServer.Start(new SandboxOptions { Clock = clock, InstanceCount = instanceCount, UndocumentedBehavior = choices ?? new UndocumentedBehavior() }));
        SandboxCredentials credentials = bench._sandbox.Credentials;
        ConnectRequest request = new()
        {
            Cloud = cloud,
            Endpoint = bench.Proxy.Url,
            ClockElapsed = () => clock.Elapsed,
            ClockDelay = clock.Delay,
        };
        bench.Account = await bench._accounts.ConnectAsync(
            cloud == EcsCloud.OpenTelekom
                ? request with { Region = "eu-de", UserName = credentials.UserName, DomainName = credentials.DomainName, Password = Secret(credentials.Password) }
                : request with
                {
                    Region = cloud == EcsCloud.Alibaba ? "cn-hangzhou" : "cn-north-4",
                    AccessKeyId = credentials.AccessKeyId,
                    AccessKeySecret = Secret(credentials.AccessKeySecret),
                },
            Cancellation);
        return bench;
    }

    /// <summary>Changes the fleet behind the module's back.</summary>
    public void Change(Action<RegionBackend, Server> change, string name)
    {
        RegionBackend world = _sandbox.Backend(Enum.Parse<SandboxCloud>(Account.Info.Cloud.ToString()));
        lock (world.Gate)
        {
            change(world, world.Servers.First(s => s.Name == name));
        }
    }

    /// <summary>How often something was done in the sandbox.</summary>
    public int Effects(string name)
    {
        RegionBackend world = _sandbox.Backend(Enum.Parse<SandboxCloud>(Account.Info.Cloud.ToString()));
        lock (world.Gate)
        {
            return world.Effects.GetValueOrDefault(name);
        }
    }

    public async Task<EcsInstance?> FindAsync(string name) =>
        (await Inventory.Instances(Account, new InstanceQuery { Names = [name] }).ReadAllAsync(Cancellation)).SingleOrDefault(i => i.Name == name);

    public async Task<EcsInstance> GetAsync(string name) => (await FindAsync(name))!;

    public async Task<OperationResult> RunAsync(EcsInstance instance, OperationOptions options, CancellationToken? stop = null)
    {
        IReadOnlyList<PlannedOperation> planned = options.Kind switch
        {
            OperationKind.PasswordReset => await PasswordPlanner.PlanAsync(Account, options, [instance], Cancellation),
            OperationKind.InstanceCreate => await CreationPlanner.PlanAsync(Account, options, ["created-01"], Cancellation),
            _ => await OperationPlanner.PlanAsync(Account, options, [instance], Cancellation),
        };
        Assert.True(planned[0].Plan.CanProceed, string.Join("\n", planned[0].Plan.Requirements));
        OperationResult? result = null;
        await RolloutRunner.RunAllAsync(planned, Journal.Open(_folder), new Rollout { ThrottleLimit = 1 }, r => result = r, stop ?? Cancellation);
        return result!;
    }

    /// <summary>Runs an operation and stops it, as Ctrl+C does, at the first look after a call of some kind.</summary>
    public async Task InterruptAfterAsync(string kind, EcsInstance instance, OperationOptions options)
    {
        using CancellationTokenSource stop = new();
        bool isSent = false;
        Proxy.Rule = c =>
        {
            isSent |= c.Kind == kind;
            if (isSent && c.IsRead)
            {
                stop.Cancel();
            }

            return ProxyAction.Free;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(instance, options, stop.Token));
        Proxy.Rule = _ => ProxyAction.Free;
    }

    /// <summary>Holds that a server runs, and has its system disk.</summary>
    public async Task AssertRunsFromAsync(string name, string diskId)
    {
        string? attached = null;
        Change((_, server) => attached = server.SystemDisk is { Phase: DiskPhase.InUse } found ? found.Id : null, name);
        Assert.Equal(diskId, attached);
        Assert.Equal(EcsInstanceStatus.Running, (await GetAsync(name)).Status);
    }

    public async Task<EcsPlan> PlanAsync(EcsInstance instance, OperationOptions options) =>
        (await OperationPlanner.PlanAsync(Account, options, [instance], Cancellation))[0].Plan;

    /// <summary>What the journal has.</summary>
    public IReadOnlyList<EcsOperation> Operations() => Journal.Open(_folder).Find(new JournalQuery());

    /// <summary>Settles the one operation that the journal has.</summary>
    public Task<OperationResult> SettleAsync() => SettleAsync(Operations().Single());

    public Task<OperationResult> SettleAsync(EcsOperation operation) =>
        OperationReconciler.SettleAsync(Account, Journal.Open(_folder), operation, doTheRest: true, TimeSpan.FromHours(1), Cancellation);

    public async ValueTask DisposeAsync()
    {
        _accounts.Dispose();
        await Proxy.DisposeAsync();
        _sandbox.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static SecureString Secret(string text)
    {
        SecureString secret = new();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        return secret;
    }
}
