using System.Net;
using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Credentials;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Fleets;

/// <summary>A sandbox with a fleet, and its accounts, at a clock that jumps ahead whenever somebody waits.</summary>
internal sealed class FleetFixture : IDisposable
{
    private readonly AccountRegistry _accounts = new();

    public FleetFixture(SandboxOptions options)
    {
        Sandbox = SandboxServer.Start(options);
        Clock = options.Clock;
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public SandboxServer Sandbox { get; }

    public VirtualClock Clock { get; }

    /// <summary>Tells whether all that is to be done at this moment is done, so that the clock may jump; where nobody sets it, it always may.</summary>
    public Func<bool> MayAdvance { get; set; } = () => true;

    public static FleetFixture Make(int instances) => new(new SandboxOptions { InstanceCount = instances, Clock = VirtualClock.SelfAdvancing() });

    public Task<ConnectedAccount> OpenAsync(SandboxCloud cloud) => _accounts.ConnectAsync(
        new ConnectRequest
        {
            Cloud = cloud switch { SandboxCloud.Alibaba => EcsCloud.Alibaba, SandboxCloud.Huawei => EcsCloud.Huawei, _ => EcsCloud.OpenTelekom },
            Region = Sandbox.Regions(cloud)[0],
            HandlerFactory = Sandbox.CreateHandler,
            ClockElapsed = () => Clock.Elapsed,
            ClockDelay = DelayAsync,
            AccessKeyId = Sandbox.Credentials.AccessKeyId,
            AccessKeySecret = new NetworkCredential("", Sandbox.Credentials.AccessKeySecret).SecurePassword,
        },
        Token);

    /// <summary>The servers that fill the fleet up; all of them run.</summary>
    public static Task<IReadOnlyList<EcsInstance>> NodesAsync(ConnectedAccount account) => InstanceLookup.FindByNameAsync(account, ["node-*"], Token);

    public static async Task<IReadOnlyList<PowerResult>> RunAsync(ConnectedAccount account, OperationOptions request, IReadOnlyList<EcsInstance> instances)
    {
        List<PowerResult> results = [];
        PowerBatchRunner run = new(request, TimeSpan.FromHours(2), throttleLimit: 5, Collect);
        await run.SendAsync(account, instances, Token);
        await run.FinishAsync();
        return results;

        void Collect(PowerResult result)
        {
            lock (results)
            {
                results.Add(result);
            }
        }
    }

    /// <summary>How often operations were asked of the sandbox, counted from a moment on.</summary>
    public IReadOnlyDictionary<string, int> Count(IReadOnlyDictionary<string, int> before) => Sandbox.Operations
        .Select(o => (o.Key, Value: o.Value - (before.TryGetValue(o.Key, out int count) ? count : 0)))
        .Where(o => o.Value > 0)
        .ToDictionary(o => o.Key, o => o.Value);

    // Bounded, for what waits while others do not know of it.
    private async Task DelayAsync(TimeSpan time, CancellationToken cancellation)
    {
        for (int i = 0; i < 10_000 && !MayAdvance(); i++)
        {
            await Task.Delay(1, cancellation);
        }

        await Clock.Delay(time, cancellation);
    }

    public void Dispose()
    {
        _accounts.Dispose();
        Sandbox.Dispose();
    }
}
