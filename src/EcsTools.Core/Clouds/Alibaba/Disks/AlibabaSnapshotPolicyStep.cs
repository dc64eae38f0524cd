using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// Applies an automatic snapshot policy to the system disk that a server has now, with ApplyAutoSnapshotPolicy (@alicloud/ecs20140526 7.11.6).
/// A new system disk has none (docs/contracts/alibaba-ecs.md 4). To apply a policy that a disk has already changes nothing.
/// </summary>
internal sealed class AlibabaSnapshotPolicyStep : ICloudStep
{
    private static readonly TimeSpan Appears = TimeSpan.FromSeconds(60);
    private readonly AlibabaApi _api;
    private readonly AlibabaDisksClient _disks;
    private readonly AlibabaSnapshotPolicies _policies;

    public AlibabaSnapshotPolicyStep(AlibabaApi api, AlibabaDisksClient disks)
    {
        _api = api;
        _disks = disks;
        _policies = new AlibabaSnapshotPolicies(api);
    }

    public StepKind Kind => StepKind.ApplySnapshotPolicy;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, AlibabaDisk> disks = await _disks.FindSystemDisksAsync(
            [.. targets.Select(t => t.Instance.Id)], cancellation).ConfigureAwait(false);
        return [.. targets.Select(t => new StepPreview
        {
            Summary = $"Apply automatic snapshot policy {AlibabaChecks.Before(t, StepFactKeys.SnapshotPolicies)} to the system disk.",
            Facts = disks.TryGetValue(t.Instance.Id, out AlibabaDisk? disk)
                ? new Dictionary<string, string> { [StepFactKeys.SystemDiskId] = disk.Disk.Id }
                : new Dictionary<string, string>(),
        })];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        // This operation writes its names small.
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("regionId", _api.Connection.Region)
            .Add("autoSnapshotPolicyId", AlibabaChecks.Planned(target, StepFactKeys.SnapshotPolicies))
            .AddJson("diskIds", new[] { AlibabaChecks.Planned(target, StepFactKeys.SystemDiskId) });
        JObject answer = await _api.CallAsync("ApplyAutoSnapshotPolicy", parameters, RequestIdempotency.NonIdempotent, target.Instance.Id, cancellation).ConfigureAwait(false);
        return new StepHandle { RequestId = answer.Text("RequestId") };
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.EachAsync(s => ObserveAsync(s, cancellation), cancellation);

    private async Task<StepObservation> ObserveAsync(SentStep sent, CancellationToken cancellation)
    {
        (StepTarget target, string id) = (sent.Target, sent.Target.Instance.Id);
        IReadOnlyDictionary<string, AlibabaDisk> disks = await _disks.FindSystemDisksAsync([id], cancellation).ConfigureAwait(false);
        string? policy = AlibabaChecks.Before(target, StepFactKeys.SnapshotPolicies);
        if (disks.TryGetValue(id, out AlibabaDisk? disk) && (await _policies.FindAsync(disk, cancellation).ConfigureAwait(false)).Contains(policy))
        {
            return new StepObservation(ObservedState.TookEffect);
        }

        return sent.Handle is null ? new StepObservation(ObservedState.Unknown)
            : sent.Age < Appears ? AlibabaChecks.Pending(null, "Applying the snapshot policy")
            : AlibabaChecks.Failed(target, null, EcsErrorId.OperationFailed, $"The provider accepted the policy {policy}, but the system disk of {target.Instance} does not show it.");
    }
}
