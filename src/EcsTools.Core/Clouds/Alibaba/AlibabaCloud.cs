using EcsTools.Core.Contracts;
using EcsTools.Core.Credentials;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Alibaba Cloud ECS in one region.</summary>
internal sealed class AlibabaCloud : ICloud, ICloudInventory, IInstanceUpdater, IAgentCommands, IPriceReader, IServerConsole
{
    // docs/contracts/alibaba-ecs-lifecycle.md 2.4.
    private const string InsteadOfRescue = "Alibaba Cloud has no rescue system, and attaches a detached system disk only to the server that it came from. "
        + "Check the server with Get-EcsConsoleOutput, and run commands on it with Invoke-EcsCommand. To read its data, take a snapshot with New-EcsSnapshot, "
        + "create a disk from it in the console, and attach that disk to another server with Mount-EcsDisk.";

    private readonly AlibabaApi _api;
    private readonly AlibabaInstancesClient _instances;
    private readonly AlibabaDisksClient _disks;
    private readonly AlibabaImagesClient _images;
    private readonly AlibabaKeyPairsClient _keyPairs;
    private readonly AlibabaSnapshotsClient _snapshots;
    private readonly AlibabaRegionsClient _regions;
    private readonly AlibabaNetworksClient _networks;
    private readonly AlibabaInstanceTypesClient _sizes;
    private readonly AlibabaInstanceUpdater _editor;
    private readonly AlibabaAgents _agents;
    private readonly AlibabaCommands _commands;
    private readonly AlibabaPrices _prices;
    private readonly AlibabaConsole _console;
    private readonly IReadOnlyDictionary<StepKind, ICloudStep> _steps;

    private AlibabaCloud(AlibabaApi api)
    {
        _api = api;
        _instances = new AlibabaInstancesClient(api);
        _disks = new AlibabaDisksClient(api);
        _images = new AlibabaImagesClient(api);
        _keyPairs = new AlibabaKeyPairsClient(api);
        _snapshots = new AlibabaSnapshotsClient(api);
        _regions = new AlibabaRegionsClient(api);
        _networks = new AlibabaNetworksClient(api);
        _sizes = new AlibabaInstanceTypesClient(api);
        _editor = new AlibabaInstanceUpdater(api);
        _agents = new AlibabaAgents(api);
        _commands = new AlibabaCommands(api, _agents);
        _prices = new AlibabaPrices(api);
        Remover = new AlibabaRemover(api, this, _snapshots, _images, _disks);
        _console = new AlibabaConsole(api);
        Events = new AlibabaEvents(api);
        Tags = new AlibabaTags(api);
        AlibabaDiskPrefetcher gatherer = new(_disks, _snapshots);
        ICloudStep[] steps =
        [
            new AlibabaPowerStep(api, _instances, StepKind.Start),
            new AlibabaPowerStep(api, _instances, StepKind.Stop),
            new AlibabaPowerStep(api, _instances, StepKind.Restart),
            new AlibabaRebuildStep(api, _instances, _disks),
            new AlibabaResizeStep(api, _instances, _sizes, _prices),
            new AlibabaBandwidthStep(api, _instances, _prices),
            new AlibabaReleaseStep(api, _instances, _disks),
            new AlibabaCreateSnapshotStep(api, gatherer, _snapshots),
            new AlibabaCreateImageStep(api, gatherer, _instances, _images),
            new AlibabaSnapshotPolicyStep(api, _disks),
            new AlibabaRestoreSnapshotStep(api, gatherer, _instances, _snapshots),
            new AlibabaExtendDiskStep(api, gatherer, _disks, _prices),
            new AlibabaChangeDiskTypeStep(api, gatherer, _disks, _sizes, _prices),
            new AlibabaChangeDiskRetentionStep(api, gatherer, _disks),
            new AlibabaAttachDiskStep(api, _disks, StepKind.AttachDisk),
            new AlibabaAttachDiskStep(api, _disks, StepKind.DetachDisk),
            new AlibabaResetPasswordStep(api, _instances),
            new AlibabaRenewStep(api, _instances, _prices),
            new AlibabaAutoRenewStep(api, _instances, _prices),
            new AlibabaChargeTypeStep(api, _instances, _disks, _prices),
            new AlibabaCreateInstanceStep(api, this, _instances, _prices, _keyPairs.ExistsAsync),
        ];
        _steps = steps.ToDictionary(s => s.Kind);
    }

    public ICloudInventory Inventory => this;

    public IKeyPairEditor KeyPairs => _keyPairs;

    public IResourceRemover Remover { get; }

    public ITagEditor Tags { get; }

    public IServerEvents? Events { get; }

    public CloudCapabilities Capabilities { get; } = new()
    {
        PowerBatchSize = AlibabaFanOut.IdsPerCall,
        SnapshotSurvivesRebuild = true,
        ChangeInterval = TimeSpan.FromMinutes(5),
        Orders = [OperationKind.Resize, OperationKind.BandwidthChange, OperationKind.SubscriptionRenew, OperationKind.ChargeTypeChange, OperationKind.DiskExtend, OperationKind.DiskTypeChange, OperationKind.InstanceCreate],
        ForbidUnderLock = AlibabaLocks.Forbid,
        Instead = new Dictionary<StepKind, string> { [StepKind.StartRescue] = InsteadOfRescue, [StepKind.StopRescue] = InsteadOfRescue },
    };

    /// <summary>Opens a cloud; sends nothing.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.RegionNotFound"/> if the region cannot be one.</exception>
    public static AlibabaCloud Open(CloudConnection connection, IAccessKeyProvider keys) => new(new AlibabaApi(connection, keys));

    public Task<CallerIdentity> ProveAsync(CancellationToken cancellation) => _api.ProveAsync(cancellation);

    public Task<Page<EcsInstance>> ListInstancesAsync(InstanceQuery query, string? continuation, Action<string>? onNext, CancellationToken cancellation) =>
        _instances.ListAsync(query, continuation, onNext, cancellation);

    public Task<IReadOnlyList<EcsInstance>> FindInstancesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        _instances.FindAsync(ids, cancellation);

    public Task<IReadOnlyList<EcsDisk>> GetDisksAsync(string instanceId, CancellationToken cancellation) =>
        _disks.ListAsync(instanceId, cancellation);

    public Task<Page<EcsDisk>> ListDisksAsync(DiskQuery query, string? continuation, CancellationToken cancellation) =>
        _disks.ListAsync(query, continuation, cancellation);

    public Task<Page<EcsImage>> ListImagesAsync(ImageQuery query, string? continuation, CancellationToken cancellation) =>
        _images.ListAsync(query, continuation, cancellation);

    public Task<Page<EcsKeyPair>> ListKeyPairsAsync(string? continuation, CancellationToken cancellation) =>
        _keyPairs.ListAsync(continuation, cancellation);

    public Task<Page<EcsSnapshot>> ListSnapshotsAsync(SnapshotQuery query, string? continuation, CancellationToken cancellation) =>
        _snapshots.ListAsync(query, continuation, cancellation);

    public Task<Page<EcsNetwork>> ListNetworksAsync(string? continuation, CancellationToken cancellation) =>
        _networks.ListAsync(continuation, cancellation);

    public Task<Page<EcsSecurityGroup>> ListSecurityGroupsAsync(string? continuation, CancellationToken cancellation) =>
        _networks.ListSecurityGroupsAsync(continuation, cancellation);

    public Task<IReadOnlyList<EcsZone>> ListZonesAsync(CancellationToken cancellation) => _networks.ListZonesAsync(cancellation);

    public Task<IReadOnlyList<EcsRegion>> ListRegionsAsync(CancellationToken cancellation) => _regions.ListAsync(cancellation);

    public Task<IReadOnlyList<EcsInstanceSize>> ListSizesAsync(EcsInstance? instance, CancellationToken cancellation) =>
        _sizes.ListAsync(instance, cancellation);

    public KeyPairAttachment? Attachment => _editor.Attachment;

    public Task EditAsync(EcsInstance instance, InstanceUpdate edit, CancellationToken cancellation) => _editor.EditAsync(instance, edit, cancellation);

    public Task<IReadOnlyDictionary<string, EcsException>> FindUnfitAsync(
        IReadOnlyList<EcsInstance> instances, GuestCommand command, CancellationToken cancellation) =>
        _agents.FindUnfitAsync(instances, command, cancellation);

    public Task<IReadOnlyCollection<string>> FindReadyAsync(IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
        _agents.FindReadyAsync(instances, cancellation);

    public Task RunAsync(
        IReadOnlyList<EcsInstance> instances, GuestCommand command, Action<EcsCommandResult> onResult, CancellationToken cancellation) =>
        _commands.RunAsync(instances, command, onResult, cancellation);

    public Task<IReadOnlyList<EcsPrice>> ReadPricesAsync(IReadOnlyList<PriceQuery> queries, CancellationToken cancellation) =>
        _prices.ReadPricesAsync(queries, cancellation);

    public bool IsConsoleLive => false;

    public Task<ConsoleText> ReadConsoleAsync(EcsInstance instance, int? lines, CancellationToken cancellation) => _console.ReadAsync(instance.Id, cancellation);

    public Task<byte[]> CaptureScreenAsync(EcsInstance instance, CancellationToken cancellation) => _console.CaptureAsync(instance.Id, cancellation);

    public Task<ConsoleAddress> OpenConsoleAsync(EcsInstance instance, CancellationToken cancellation) => _console.OpenAsync(instance.Id, cancellation);

    public ICloudStep? FindStep(StepKind kind) => _steps.TryGetValue(kind, out ICloudStep? step) ? step : null;

    public void Dispose() => _api.Dispose();
}
