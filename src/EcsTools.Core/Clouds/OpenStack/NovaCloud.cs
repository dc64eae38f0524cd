using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>One account at an OpenStack cloud: a user in a project, in a region.</summary>
internal sealed class NovaCloud : ICloud, IInstanceUpdater, IStoredPasswords, IPriceReader, IServerConsole
{
    private const int TakesDescription = 19;
    private const int HasRemoteConsoles = 6;
    private readonly OpenStackClientSet _families;
    private readonly IReadOnlyDictionary<StepKind, ICloudStep> _steps;

    private NovaCloud(OpenStackClientSet families)
    {
        _families = families;
        Inventory = new NovaCatalog(families);
        KeyPairs = new NovaKeyPairs(families.KeyPairs);
        Remover = new NovaRemover(families, this);
        Tags = new OpenStackTags(families.Client);
        ICloudStep[] steps =
        [
            new NovaPowerStep(families, StepKind.Start),
            new NovaPowerStep(families, StepKind.Stop),
            new NovaPowerStep(families, StepKind.Restart),
            new NovaRebuildStep(families),
            new NovaResizeStep(families),
            new NovaReleaseStep(families),
            new NovaCreateImageStep(families),
            new CinderCreateSnapshotStep(families),
            new CinderExtendDiskStep(families),
            new CinderChangeDiskTypeStep(families),
            new NovaChangeDiskRetentionStep(families),
            new NovaAttachDiskStep(families, StepKind.AttachDisk),
            new NovaAttachDiskStep(families, StepKind.DetachDisk),
            new NovaStartRescueStep(families),
            new NovaStopRescueStep(families),
            new NovaResetPasswordStep(families),
            new NovaCreateInstanceStep(families, this),
            new DeletePasswordStep(this),
        ];
        _steps = steps.ToDictionary(s => s.Kind);
    }

    public ICloudInventory Inventory { get; }

    public IKeyPairEditor KeyPairs { get; }

    public IResourceRemover Remover { get; }

    public IServerEvents? Events => null;

    public ITagEditor Tags { get; }

    public CloudCapabilities Capabilities { get; } = new()
    {
        PowerBatchSize = 1,
        SnapshotSurvivesRebuild = true,
        FindUnofferedPower = NovaPowerStep.FindUnoffered,
        InsteadOfEvents = "OpenStack has no API for events. Ask the operator of the cloud; 'openstack server event list' shows what was done to a server.",
        ShortestPoll = TimeSpan.FromSeconds(2),
        Instead = new Dictionary<StepKind, string>(CloudCapabilities.WithoutSubscriptions("OpenStack has no subscriptions; its operator decides how servers are billed."))
        {
            [StepKind.ChangeBandwidth] = "Bandwidth is a quality-of-service (QoS) policy of Neutron, which the administrator of the cloud creates. Ask for one, and put it on the floating IP address or port with the tools of the cloud.",
            [StepKind.RestoreSnapshot] = "Cinder rolls back detached volumes only, and to their last snapshot; no server boots from such. Go back to an image with Switch-EcsSystemDisk -ImageId, or make a volume from the snapshot with the tools of the cloud.",
        },
    };

    /// <summary>Opens an account. Nothing is sent yet.</summary>
    public static NovaCloud Open(CloudConnection connection, KeystoneLogin login, OpenStackSettings settings) =>
        new(new OpenStackClientSet(OpenClient(connection, login, settings), settings));

    /// <summary>Finds the region of a cloud that has only one.</summary>
    /// <param name="connection">The connection; its region is not minded.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if there are several or none.</exception>
    public static async Task<(string Region, KeystoneToken Token)> FindRegionAsync(
        CloudConnection connection, KeystoneLogin login, OpenStackSettings settings, CancellationToken cancellation)
    {
        using OpenStackClient client = OpenClient(connection, login, settings);
        IReadOnlyList<(string Id, string Address)> regions = await client.ListRegionsAsync(cancellation).ConfigureAwait(false);
        return regions is [var (id, _)] ? (id, await client.GetTokenAsync(cancellation).ConfigureAwait(false)) : throw InputErrors.Create(
            regions.Count == 0 ? "The cloud's catalog contains no region with servers." : "The cloud has multiple regions, and none was specified.",
            regions.Count == 0 ? "Specify the project in which the user has a role." : $"Specify one with -Region: {string.Join(", ", regions.Select(r => r.Id))}.");
    }

    public async Task<CallerIdentity> ProveAsync(CancellationToken cancellation)
    {
        KeystoneToken token = await _families.Client.GetTokenAsync(cancellation).ConfigureAwait(false);
        await _families.Servers.ListPageAsync(1, null, [], static _ => "", cancellation).ConfigureAwait(false);
        ResourceOrigin origin = await _families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
        return new CallerIdentity(token.ProjectId!, token.DomainName is null ? token.UserName ?? "" : $"{token.UserName} ({token.DomainName})")
        {
            Site = origin.Site,
            Key = origin.Identity,
        };
    }

    public Task<Page<EcsInstance>> ListInstancesAsync(InstanceQuery query, string? continuation, Action<string>? onNext, CancellationToken cancellation) =>
        _families.Inventory.ListAsync(query, continuation, onNext, cancellation);

    public Task<IReadOnlyList<EcsInstance>> FindInstancesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        _families.Inventory.FindAsync(ids, cancellation);

    public Task<IReadOnlyList<EcsDisk>> GetDisksAsync(string instanceId, CancellationToken cancellation) =>
        _families.Disks.GetOfServerAsync(instanceId, cancellation);

    public Task<string> ReadPasswordAsync(string instanceId, CancellationToken cancellation) => _families.Passwords.ReadStoredAsync(instanceId, cancellation);

    public Task<StepHandle> DeletePasswordAsync(string instanceId, CancellationToken cancellation) =>
        _families.Passwords.DeleteStoredAsync(instanceId, cancellation);

    public KeyPairAttachment? Attachment => null;

    public async Task EditAsync(EcsInstance instance, InstanceUpdate edit, CancellationToken cancellation)
    {
        if (edit.Description is not null && await _families.Client.GetComputeVersionAsync(cancellation).ConfigureAwait(false) < TakesDescription)
        {
            throw StepErrors.NotSupported("This cloud's servers have no description (compute API 2.19).", "Omit -Description.", instance.Id);
        }

        JObject fields = new();
        if (edit.Name is not null)
        {
            fields["name"] = edit.Name;
        }

        if (edit.Description is not null)
        {
            fields["description"] = edit.Description;
        }

        if (fields.Count > 0)
        {
            await _families.Servers.UpdateAsync(instance.Id, fields, cancellation).ConfigureAwait(false);
        }

        // Nova's lock refuses every change, not the release alone.
        if (edit.DeletionProtection is { } isLocked)
        {
            await _families.Servers.ActAsync(
                isLocked ? "LockServer" : "UnlockServer", instance.Id, isLocked ? "lock" : "unlock", null, RequestIdempotency.NonIdempotent, cancellation).ConfigureAwait(false);
        }
    }

    public Task<IReadOnlyList<EcsPrice>> ReadPricesAsync(IReadOnlyList<PriceQuery> queries, CancellationToken cancellation) =>
        _families.Prices.ReadPricesAsync(queries, cancellation);

    public bool IsConsoleLive => true;

    public Task<ConsoleText> ReadConsoleAsync(EcsInstance instance, int? lines, CancellationToken cancellation) =>
        _families.Console.ReadAsync(instance, lines, cancellation);

    public Task<byte[]> CaptureScreenAsync(EcsInstance instance, CancellationToken cancellation) => throw ServerConsole.NoScreenshot("OpenStack", instance);

    public async Task<ConsoleAddress> OpenConsoleAsync(EcsInstance instance, CancellationToken cancellation)
    {
        string server = $"/servers/{CloudId.InPath(instance.Id)}";
        return await _families.Client.GetComputeVersionAsync(cancellation).ConfigureAwait(false) >= HasRemoteConsoles
            ? await _families.Console.OpenAsync(ServerConsole.Request($"{server}/remote-consoles", instance), "remote_console", null, cancellation).ConfigureAwait(false)
            : await _families.Console.OpenAsync(ServerConsole.RequestOld($"{server}/action", instance), "console", null, cancellation).ConfigureAwait(false);
    }

    public ICloudStep? FindStep(StepKind kind) => _steps.TryGetValue(kind, out ICloudStep? step) ? step : null;

    public void Dispose() => _families.Dispose();

    private static OpenStackClient OpenClient(CloudConnection connection, KeystoneLogin login, OpenStackSettings settings)
    {
        Uri identity = connection.Endpoint ?? throw InputErrors.Create(
            "The address of the identity service is missing.",
            "Specify its address with -Endpoint, or set OS_AUTH_URL.");
        OpenStackEndpoints endpoints = new(settings, connection.Region);
        KeystoneTokenProvider tokens = new(
            new CloudHttp(connection.HandlerFactory(), new KeystoneDialect(OpenStackErrorMapper.Judge), connection.Time, connection.Allowance), identity, login, connection.Wall, endpoints.Learn);
        return new OpenStackClient(new CloudHttp(connection.HandlerFactory(), new ApiDialect(new TokenAuthenticator(tokens), OpenStackErrorMapper.Judge), connection.Time, connection.Allowance), tokens, endpoints, connection);
    }
}
