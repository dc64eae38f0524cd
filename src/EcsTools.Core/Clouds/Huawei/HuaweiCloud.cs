using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>One account at Huawei Cloud or Open Telekom Cloud.</summary>
internal sealed class HuaweiCloud : ICloud, IInstanceUpdater, IStoredPasswords, IPriceReader, IServerConsole
{
    // docs/contracts/huawei-ecs-lifecycle.md 7.
    private static readonly TimeSpan AddressValidity = TimeSpan.FromMinutes(10);
    private readonly HuaweiClientSet _families;
    private readonly HuaweiInstanceUpdater _updater;
    private readonly IReadOnlyDictionary<StepKind, ICloudStep> _steps;

    private HuaweiCloud(HuaweiClientSet families)
    {
        _families = families;
        _updater = new HuaweiInstanceUpdater(families);
        Inventory = new HuaweiCatalog(families, families.Api);
        Remover = new HuaweiRemover(families, this);
        Events = families.Variant.HasEvents ? new HuaweiEvents(families.Api) : null;
        HuaweiStepObserver witness = new(families);
        ICloudStep[] steps =
        [
            new HuaweiPowerStep(families.Servers, witness, StepKind.Start),
            new HuaweiPowerStep(families.Servers, witness, StepKind.Stop),
            new HuaweiPowerStep(families.Servers, witness, StepKind.Restart),
            new HuaweiRebuildStep(families, witness),
            new HuaweiResizeStep(families, witness),
            new HuaweiBandwidthStep(families, witness),
            new HuaweiReleaseStep(families, witness),
            new HuaweiCreateImageStep(families, witness),
            new HuaweiCreateSnapshotStep(families),
            new HuaweiRestoreSnapshotStep(families),
            new HuaweiExtendDiskStep(families, witness),
            new HuaweiChangeDiskTypeStep(families, witness),
            new HuaweiCreateInstanceStep(families, witness, this),
            new HuaweiAttachDiskStep(families, witness, StepKind.AttachDisk),
            new HuaweiAttachDiskStep(families, witness, StepKind.DetachDisk),
            new HuaweiStartRescueStep(families, witness),
            new HuaweiStopRescueStep(families, witness),
            new DeletePasswordStep(this),
            .. families.Variant.HasOrders
                ? [new HuaweiRenewStep(families, witness), new HuaweiAutoRenewStep(families, witness), new HuaweiChargeTypeStep(families, witness)]
                : Array.Empty<ICloudStep>(),
            .. families.Variant.HasDiskRetention ? [new HuaweiChangeDiskRetentionStep(families)] : Array.Empty<ICloudStep>(),
            .. families.Variant.HasPasswordReset ? [new HuaweiResetPasswordStep(families)] : Array.Empty<ICloudStep>(),
        ];
        _steps = steps.ToDictionary(s => s.Kind);
        Capabilities = new CloudCapabilities
        {
            PowerBatchSize = 1000,
            RebuildsAreJobs = true,
            Orders = families.Variant.HasOrders ? [OperationKind.Resize, OperationKind.BandwidthChange, OperationKind.SystemDiskSwitch, OperationKind.SubscriptionRenew, OperationKind.ChargeTypeChange, OperationKind.DiskExtend, OperationKind.DiskTypeChange, OperationKind.InstanceCreate] : [],
            InsteadOfEvents = families.Variant.HasEvents ? null : "Open Telekom Cloud documents no API for events. See the announcements in its console.",
            ShortestPoll = TimeSpan.FromSeconds(5),
            FindUnofferedPower = HuaweiPowerStep.FindUnoffered,
            Instead = families.Variant.HasOrders ? new Dictionary<StepKind, string>() : new Dictionary<StepKind, string>(CloudCapabilities.WithoutSubscriptions("Open Telekom Cloud charges servers by use, and reserves capacity in its console."))
            {
                [StepKind.ChangeDiskRetention] = "Decide when you delete the server: Remove-EcsInstance keeps the data disks by default.",
            },
        };
    }

    public ICloudInventory Inventory { get; }

    public IKeyPairEditor KeyPairs => _families.KeyPairs;

    public IResourceRemover Remover { get; }

    public IServerEvents? Events { get; }

    public ITagEditor Tags => _families.Tags;

    public CloudCapabilities Capabilities { get; }

    /// <summary>Opens an account with an access key. Nothing is sent yet.</summary>
    /// <param name="projectId">The project's id, or null to look it up.</param>
    /// <param name="projectName">The project's name; null for the main project of the region.</param>
    /// <exception cref="EcsException">The region or the project's id cannot be one.</exception>
    public static HuaweiCloud Open(CloudConnection connection, IAccessKeyProvider keys, string? projectId, string? projectName)
    {
        if (projectId is not null && !CloudId.IsId(projectId))
        {
            throw new EcsException(EcsErrorId.InvalidInput, "The project ID may contain only letters and digits.");
        }

        HuaweiEndpoints hosts = new(connection);
        HuaweiTransport client = OpenClient(connection, hosts, new AccessKeyAuthenticator(keys, connection.Wall));
        return Open(connection, client, new NamedProjectResolver(client, projectId, projectName ?? connection.Region, (keys as StaticAccessKeyProvider)?.PermanentId));
    }

    /// <summary>Opens an account with user and password. Nothing is sent yet.</summary>
    /// <param name="login">Who logs in; without a project the main project of the region is meant.</param>
    /// <exception cref="EcsException">The region cannot be one.</exception>
    public static HuaweiCloud Open(CloudConnection connection, KeystoneLogin login)
    {
        HuaweiEndpoints hosts = new(connection);
        bool isOpen = login is { ProjectId: null, ProjectName: null, Token: null };
        KeystoneTokenProvider tokens = OpenTokens(connection, hosts, isOpen ? login with { ProjectName = connection.Region } : login);
        return Open(connection, OpenClient(connection, hosts, new TokenAuthenticator(tokens)), new TokenProjectResolver(tokens));
    }

    /// <summary>Makes the source of a login's tokens. Nothing is sent yet.</summary>
    /// <param name="hosts">Where the identity service is, if the login does not tell.</param>
    internal static KeystoneTokenProvider OpenTokens(CloudConnection connection, HuaweiEndpoints hosts, KeystoneLogin login)
    {
        // An endpoint takes the place of all hosts, unless it is only where an identity service on this machine is: then its catalogue is asked.
        bool isFree = connection.Endpoint is null || login.AuthUrl is { IsLoopback: true };
        Uri identity = isFree && login.AuthUrl is not null ? login.AuthUrl : hosts.Find(ApiService.Identity);
        CloudHttp http = new(connection.HandlerFactory(), new KeystoneDialect(HuaweiErrorMapper.Judge), connection.Time);
        return new KeystoneTokenProvider(http, identity, login, connection.Wall, isFree ? hosts.Learn : null);
    }

    public async Task<CallerIdentity> ProveAsync(CancellationToken cancellation)
    {
        HuaweiProject project = await _families.GetProjectAsync(cancellation).ConfigureAwait(false);
        await _families.Servers.ListAsync(1, 1, [], null, cancellation).ConfigureAwait(false);
        return new CallerIdentity(project.Id, project.UserName ?? $"project {project.Name ?? project.Id}") { Key = project.Identity };
    }

    public Task<Page<EcsInstance>> ListInstancesAsync(InstanceQuery query, string? continuation, Action<string>? onNext, CancellationToken cancellation) =>
        _families.Inventory.ListAsync(query, continuation, onNext, cancellation);

    public Task<IReadOnlyList<EcsInstance>> FindInstancesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        _families.Inventory.FindAsync(ids, cancellation);

    public Task<IReadOnlyList<EcsDisk>> GetDisksAsync(string instanceId, CancellationToken cancellation) =>
        _families.Disks.GetOfServerAsync(instanceId, cancellation);

    public Task<string> ReadPasswordAsync(string instanceId, CancellationToken cancellation) =>
        _families.StoredPasswords.ReadStoredAsync(instanceId, cancellation);

    public Task<StepHandle> DeletePasswordAsync(string instanceId, CancellationToken cancellation) =>
        _families.StoredPasswords.DeleteStoredAsync(instanceId, cancellation);

    public KeyPairAttachment? Attachment => _updater.Attachment;

    public Task EditAsync(EcsInstance instance, InstanceUpdate edit, CancellationToken cancellation) => _updater.EditAsync(instance, edit, cancellation);

    public Task<IReadOnlyList<EcsPrice>> ReadPricesAsync(IReadOnlyList<PriceQuery> queries, CancellationToken cancellation) =>
        _families.Prices.ReadPricesAsync(queries, cancellation);

    public bool IsConsoleLive => true;

    public Task<ConsoleText> ReadConsoleAsync(EcsInstance instance, int? lines, CancellationToken cancellation) =>
        _families.Console.ReadAsync(instance, lines, cancellation);

    public Task<byte[]> CaptureScreenAsync(EcsInstance instance, CancellationToken cancellation) =>
        throw ServerConsole.NoScreenshot(_families.Variant.Name, instance);

    public Task<ConsoleAddress> OpenConsoleAsync(EcsInstance instance, CancellationToken cancellation)
    {
        ApiRequest request = _families.Variant.HasOwnConsolePath
            ? ServerConsole.Request($"/v1/{{p}}/cloudservers/{CloudId.InPath(instance.Id)}/remote_console", instance)
            : ServerConsole.Request($"/v2.1/{{p}}/servers/{CloudId.InPath(instance.Id)}/remote-consoles", instance) with { Microversion = "compute 2.6" };
        return _families.Console.OpenAsync(request, "remote_console", AddressValidity, cancellation);
    }

    public ICloudStep? FindStep(StepKind kind) => _steps.TryGetValue(kind, out ICloudStep? step) ? step : null;

    public void Dispose() => _families.Dispose();

    private static HuaweiCloud Open(CloudConnection connection, HuaweiTransport client, IProjectResolver scope) =>
        new(new HuaweiClientSet(new HuaweiProjectTransport(client, scope, connection), connection));

    private static HuaweiTransport OpenClient(CloudConnection connection, HuaweiEndpoints hosts, IRequestAuthenticator proof) =>
        new(new CloudHttp(connection.HandlerFactory(), new ApiDialect(proof, HuaweiErrorMapper.Judge, HuaweiErrorMapper.IsForOneServer), connection.Time, connection.Allowance), hosts);
}
