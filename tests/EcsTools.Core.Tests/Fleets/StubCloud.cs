using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Threading;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Fleets;

/// <summary>A cloud that knows nothing; a test overrides what it is about.</summary>
internal abstract class StubCloud : ICloud
{
    public ICloudInventory? Inventory => null;

    public IKeyPairEditor? KeyPairs => null;

    public IResourceRemover? Remover => null;

    public IServerEvents? Events => null;

    public ITagEditor? Tags => null;

    public CloudCapabilities Capabilities { get; } = new() { PowerBatchSize = 10 };

    public ConnectedAccount Open()
    {
        VirtualClock clock = VirtualClock.SelfAdvancing();
        return new ConnectedAccount(new EcsAccount { Name = "test" }, this, new DelegatedTimeProvider(() => clock.Elapsed, clock.Delay));
    }

    public virtual Task<CallerIdentity> ProveAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public virtual Task<Page<EcsInstance>> ListInstancesAsync(InstanceQuery query, string? continuation, Action<string>? onNext, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public virtual Task<IReadOnlyList<EcsInstance>> FindInstancesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public virtual Task<IReadOnlyList<EcsDisk>> GetDisksAsync(string instanceId, CancellationToken cancellation) => throw new NotSupportedException();

    public virtual ICloudStep? FindStep(StepKind kind) => null;

    public void Dispose()
    {
    }
}
