using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Security;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// Makes the system disk anew: ReInitDisk for a reinstallation or reset (docs/contracts/alibaba-ecs.md 3.14), ReplaceSystemDisk for a
/// switch (3.15). Either is sent once; only a clear refusal whose cause is that the state lags behind is answered by another try.
/// </summary>
internal sealed class AlibabaRebuildStep : ICloudStep
{
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaInstancesClient _instances;
    private readonly AlibabaDisksClient _disks;
    private readonly AlibabaRebuildPreviewer _previewer;
    private readonly AlibabaRebuildObserver _observer;

    public AlibabaRebuildStep(AlibabaApi api, AlibabaInstancesClient instances, AlibabaDisksClient disks)
    {
        _writer = new AlibabaMutationClient(api);
        _instances = instances;
        _disks = disks;
        _previewer = new AlibabaRebuildPreviewer(api, instances, disks);
        _observer = new AlibabaRebuildObserver(instances, disks);
    }

    public StepKind Kind => StepKind.RebuildSystemDisk;

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        _previewer.PreviewAsync(targets, cancellation);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        JObject answer = AlibabaRebuildPreflightContext.IsSwitch(target.Options)
            ? await ReplaceAsync(target, cancellation).ConfigureAwait(false)
            : await SendAsync(target, "ReInitDisk", DescribeReInit(target), cancellation).ConfigureAwait(false);
        Dictionary<string, string> facts = [];
        if (answer.Text("DiskId") is { } newDisk)
        {
            facts[StepFactKeys.SystemDiskId] = newDisk;
        }

        return new StepHandle { RequestId = answer.Text("RequestId"), Facts = facts };
    }

    private async Task<JObject> ReplaceAsync(StepTarget target, CancellationToken cancellation)
    {
        AlibabaEncryption encryption = AlibabaEncryption.Planned(target);
        while (true)
        {
            try
            {
                return await SendAsync(target, "ReplaceSystemDisk", DescribeReplace(target, encryption), cancellation).ConfigureAwait(false);
            }
            catch (EcsException refusal) when (encryption.After(refusal, target) is { } next)
            {
                AmbientLog.Current.Verbose($"{target.Instance}: ReplaceSystemDisk was refused ({refusal.CloudCode}); asking for a disk encrypted with the provider's key.");
                encryption = next;
            }
        }
    }

    private Task<JObject> SendAsync(StepTarget target, string action, AlibabaParameters parameters, CancellationToken cancellation) => _writer.SendAsync(
        action, parameters, RequestIdempotency.NonIdempotent, target, () => IsStillAsPlannedAsync(target, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        _observer.ObserveAsync(sent, cancellation);

    // What is wiped is what the plan named, not what happens to be there now.
    private static AlibabaParameters DescribeReInit(StepTarget target) => AddLogin(target, new AlibabaParameters()
        .Add("DiskId", AlibabaChecks.Planned(target, StepFactKeys.SystemDiskId))
        .Add("AutoStartInstance", target.Options.EndState == EcsEndState.Running));

    private static AlibabaParameters DescribeReplace(StepTarget target, AlibabaEncryption encryption) => AddLogin(target, new AlibabaParameters()
        .Add("InstanceId", target.Instance.Id)
        .Add("ImageId", AlibabaChecks.Planned(target, StepFactKeys.ImageId))
        .Add("SystemDisk.Size", AlibabaChecks.Planned(target, AlibabaRebuildPreflightContext.SizeFact))
        .Add("PasswordInherit", target.Options.Login.PasswordInherit ? true : null)
        .Add("Encrypted", encryption.IsEncrypted ? true : null)
        .Add("KMSKeyId", encryption.KeyId)
        .Add("ClientToken", target.Token.Length > 0 ? target.Token + encryption.TokenSuffix : null));

    private static AlibabaParameters AddLogin(StepTarget target, AlibabaParameters parameters) => parameters
        .Add("SecurityEnhancementStrategy", AlibabaChecks.Before(target, AlibabaFact.SecurityEnhancement))
        .Add("KeyPairName", AlibabaRebuildPreflightContext.KeyPairOf(target))
        .Add("Password", target.Options.Login.Password is { } password ? SecretText.Reveal(password) : null);

    private async Task<bool> IsStillAsPlannedAsync(StepTarget target, CancellationToken cancellation)
    {
        string id = target.Instance.Id;
        EcsInstance? instance = (await _instances.FindAsync([id], cancellation).ConfigureAwait(false)).FirstOrDefault();
        IReadOnlyDictionary<string, AlibabaDisk> disks = await _disks.FindSystemDisksAsync([id], cancellation).ConfigureAwait(false);
        return instance is { Status: EcsInstanceStatus.Stopped, LockReasons.Count: 0 }
            && disks.TryGetValue(id, out AlibabaDisk? disk)
            && disk.LockReasons.Count == 0
            && disk.Disk.Id == AlibabaChecks.Planned(target, StepFactKeys.SystemDiskId)
            && string.Equals(disk.Disk.Status, "In_use", StringComparison.OrdinalIgnoreCase);
    }
}
