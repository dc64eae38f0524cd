using System.Net;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Credentials;
using EcsTools.Core.Guests;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;
using EcsTools.Core.Security;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Fuzzing;

/// <summary>Everything that is read from one cloud, and the answers it gave when all went well.</summary>
internal sealed class ReadScenario
{
    private const string PublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5xNw2yL0cFnOd6s3sC6VQhK3D1o1m6uKq9dY3vX2wU";
    private readonly string _region;

    private ReadScenario(EcsCloud cloud, string region, IReadOnlyList<ReadStep> stops)
    {
        Cloud = cloud;
        _region = region;
        Stops = stops;
    }

    public EcsCloud Cloud { get; }

    public IReadOnlyList<ReadStep> Stops { get; }

    /// <summary>Walks once through a cloud of the sandbox and writes down its answers.</summary>
    public static async Task<ReadScenario> RecordAsync(EcsCloud cloud)
    {
        string region = "";
        List<ReadStep> stops = [];
        foreach ((string name, Func<ConnectedAccount, IReadOnlyDictionary<string, EcsInstance>, CancellationToken, Task> walk) in Walks())
        {
            using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions { Clock = VirtualClock.SelfAdvancing() });
            region = sandbox.Regions(Enum.Parse<SandboxCloud>(cloud.ToString()))[0];
            RecordedResponses book = new();
            ConnectRequest request = Request(cloud, region, sandbox.Clock, () => book.Record(sandbox.CreateHandler())) with
            {
                AccessKeyId = cloud == EcsCloud.OpenTelekom ? null : sandbox.Credentials.AccessKeyId,
                AccessKeySecret = Secure(sandbox.Credentials.AccessKeySecret),
                DomainName = sandbox.Credentials.DomainName,
                UserName = cloud == EcsCloud.OpenTelekom ? sandbox.Credentials.UserName : null,
                Password = Secure(sandbox.Credentials.Password),
            };
            using ConnectedAccount other = await AccountConnector.OpenAsync(request with { HandlerFactory = sandbox.CreateHandler }, Nowhere, CancellationToken.None);
            Dictionary<string, EcsInstance> cast = (await ReadAllAsync(Inventory.Instances(other, new InstanceQuery()), CancellationToken.None)).ToDictionary(i => i.Name);
            using ConnectedAccount account = await AccountConnector.OpenAsync(request, Nowhere, CancellationToken.None);
            string ended = "read";
            try
            {
                await walk(account, cast, CancellationToken.None);
            }
            catch (EcsException error) when (error.ErrorId == EcsErrorId.NotSupported)
            {
                continue;
            }
            catch (EcsException error)
            {
                // The cast does not allow it; its refusal is an answer too.
                ended = error.ErrorId;
            }

            stops.Add(new ReadStep(name, book, ended, (a, token) => walk(a, cast, token)));
        }

        return new ReadScenario(cloud, region, stops);
    }

    /// <summary>An account whose answers come from a network of the test's.</summary>
    public async Task<ConnectedAccount> OpenAsync(HttpMessageHandler network, CancellationToken cancellation)
    {
        ConnectRequest request = Request(Cloud, _region, VirtualClock.SelfAdvancing(), () => network) with
        {
            AccessKeyId = Cloud == EcsCloud.OpenTelekom ? null : "hostile",
            AccessKeySecret = Secure("not sent"),
            DomainName = "domain",
            UserName = Cloud == EcsCloud.OpenTelekom ? "hostile" : null,
            Password = Secure(Mutator.Secret),
        };
        return await AccountConnector.OpenAsync(request, Nowhere, cancellation);
    }

    private static MachineEnvironment Nowhere { get; } = new() { Environment = _ => null, Home = "/nowhere", WorkingFolder = "/nowhere", SystemFolder = "/nowhere" };

    private static async Task CreateKeyPairAsync(ConnectedAccount account, IReadOnlyDictionary<string, EcsInstance> cast, CancellationToken cancellation)
    {
        using NewPrivateFile file = NewPrivateFile.Claim(Path.Combine(Path.GetTempPath(), $"ecstools-{Guid.NewGuid():N}.pem"));
        try
        {
            await KeyPairChanges.CreateAsync(account, new KeyPairRequest("ops", null), file, cancellation);
        }
        finally
        {
            file.Discard();
        }
    }

    private static IEnumerable<(string Name, Func<ConnectedAccount, IReadOnlyDictionary<string, EcsInstance>, CancellationToken, Task> Walk)> Walks()
    {
        yield return ("identity", (a, _, token) => a.Cloud.ProveAsync(token));
        yield return ("servers", (a, _, token) => ReadAllAsync(Inventory.Instances(a, new InstanceQuery { Names = ["web-*"] }), token));
        yield return ("servers by id", (a, cast, token) => InstanceLookup.FindByIdAsync(a, [.. cast.Values.Select(i => i.Id)], token));
        yield return ("disks of a server", (a, cast, token) => a.Cloud.GetDisksAsync(cast["db-01"].Id, token));
        yield return ("disks", (a, _, token) => ReadAllAsync(Inventory.Disks(a, new DiskQuery()), token));
        yield return ("images", (a, _, token) => ReadAllAsync(Inventory.Images(a, new ImageQuery()), token));
        yield return ("key pairs", (a, _, token) => ReadAllAsync(Inventory.KeyPairs(a), token));
        yield return ("imported key pair", (a, _, token) => KeyPairChanges.ImportAsync(a, new KeyPairRequest("ops", null, PublicKey), token));
        yield return ("new key pair", CreateKeyPairAsync);
        yield return ("deleted key pair", async (a, _, token) => await KeyPairChanges.RemoveAsync(
            a, await KeyPairChanges.FindAsync(a, "sandbox-key-2", null, token) ?? new EcsKeyPair { Name = "sandbox-key-2" }, token));
        yield return ("tags", (a, cast, token) => TagChanges.RunAsync(
            a, [TaggedResource.Of(cast["db-01"])], TagChange.Add(new Dictionary<string, string> { ["owner"] = "ops" }), (_, _) => { }, token));
        yield return ("snapshots", (a, _, token) => ReadAllAsync(Inventory.Snapshots(a, new SnapshotQuery()), token));
        yield return ("networks", (a, _, token) => ReadAllAsync(Inventory.Networks(a, null, null), token));
        yield return ("security groups", (a, _, token) => ReadAllAsync(Inventory.SecurityGroups(a, null), token));
        yield return ("zones", (a, _, token) => ReadAllAsync(Inventory.Zones(a), token));
        yield return ("regions", (a, _, token) => ReadAllAsync(Inventory.Regions(a), token));
        yield return ("sizes", (a, cast, token) => Inventory.SizesAsync(a, cast["db-01"], token));
        yield return ("prices", (a, cast, token) => Inventory.PricesAsync(
            a,
            [
                PriceQuery.ForSize(cast["db-01"], cast["db-01"].Size), PriceQuery.ForDisk(cast["prepaid-01"], "SSD", 40, null),
                new PriceQuery(EcsPriceKind.Change) { InstanceId = cast["prepaid-01"].Id, Size = "ecs.g7.xlarge" },
                new PriceQuery(EcsPriceKind.Renewal) { InstanceId = cast["prepaid-01"].Id, Unit = EcsPeriodUnit.Month },
            ],
            token));
        yield return ("events", (a, _, token) => ReadAllAsync(Inventory.Events(a, new EventQuery()), token));
        yield return ("console", (a, cast, token) => GuestConsole.ReadAsync(a, cast["web-01"], 5, token));
        yield return ("console address", (a, cast, token) => GuestConsole.OpenAsync(a, cast["web-01"], token));
        yield return ("screen", (a, cast, token) => ((IServerConsole)a.Cloud).CaptureScreenAsync(cast["web-01"], token));
        foreach ((OperationKind action, string name) in new[] { (OperationKind.Start, "db-01"), (OperationKind.Stop, "web-01"), (OperationKind.Restart, "web-02") })
        {
            yield return ($"power {action}", (a, cast, token) => PowerAsync(a, action, cast[name], token));
        }

        foreach (OperationKind kind in OperationDefinition.All)
        {
            yield return ($"operation {kind}", (a, cast, token) => OperateAsync(a, kind, cast[kind switch
            {
                OperationKind.PasswordReset or OperationKind.BandwidthChange => "web-01",
                OperationKind.SubscriptionRenew or OperationKind.AutoRenewChange => "prepaid-01",
                _ => "db-01",
            }], token));
        }
    }

    private static async Task PowerAsync(ConnectedAccount account, OperationKind action, EcsInstance instance, CancellationToken cancellation)
    {
        PowerResult? result = null;
        PowerBatchRunner run = new(new OperationOptions { Kind = action }, TimeSpan.FromMinutes(2), throttleLimit: 1, r => result = r);
        await run.SendAsync(account, [instance], cancellation);
        await run.FinishAsync();
        if (result!.Error is not null)
        {
            throw result.Error;
        }
    }

    private static async Task OperateAsync(ConnectedAccount account, OperationKind kind, EcsInstance instance, CancellationToken cancellation)
    {
        OperationOptions options = new()
        {
            Kind = kind,
            ImageId = kind == OperationKind.SystemDiskSwitch ? instance.ImageId : null,
            Size = kind == OperationKind.Resize ? "s3.xlarge.2" : null,
            Bandwidth = kind == OperationKind.BandwidthChange ? 20 : null,
            SnapshotId = kind == OperationKind.SnapshotRestore ? "s-1" : null,
            AutoPay = kind is OperationKind.SubscriptionRenew or OperationKind.ChargeTypeChange,
            Period = kind is OperationKind.SubscriptionRenew or OperationKind.ChargeTypeChange ? 1 : null,
            AutoRenew = kind == OperationKind.AutoRenewChange ? EcsAutoRenew.On : null,
            ChargeType = kind == OperationKind.ChargeTypeChange ? EcsChargeType.Subscription : null,
            SizeGiB = kind == OperationKind.DiskExtend ? 100 : null,
            Category = kind != OperationKind.DiskTypeChange ? null : account.Info.Cloud == EcsCloud.Alibaba ? "cloud_efficiency" : "ESSD",
            DeleteWithInstance = kind == OperationKind.DiskRetentionChange ? false : null,
            DiskId = kind is OperationKind.DiskMount or OperationKind.DiskDismount or OperationKind.RescueStop ? "d-1" : null,
            HelperInstanceId = kind == OperationKind.RescueStart ? "h-1" : null,
            IncludeDetach = kind == OperationKind.SnapshotRestore,
            NewName = "hostile",
            NewPassword = kind == OperationKind.PasswordReset ? Secure(Mutator.Secret) : null,
            Login = account.Info.Cloud != EcsCloud.OpenTelekom && kind == OperationKind.SystemDiskReset ? new LoginOptions { Password = Secure(Mutator.Secret) } : new LoginOptions(),
        };
        if (kind == OperationKind.InstanceCreate)
        {
            options = await NewServerTemplate.ReadAsync(account, instance, cancellation);
            instance = new EcsInstance { Id = "new-0123456789ab", Name = "hostile", Account = instance.Account, AccountKey = instance.AccountKey, Cloud = instance.Cloud, Region = instance.Region };
        }

        ICloudStep step = account.Cloud.FindStep(OperationDefinition.Of(kind).Main) ?? throw new EcsException(EcsErrorId.NotSupported, "not offered");
        StepTarget target = new(instance, options) { Token = "0123456789abcdef0123456789abcdef", OperationId = "0123456789abcdef" };
        StepPreview preview = (await step.PreviewAsync([target], cancellation)).Single();
        target = target with { Before = preview.Facts };
        StepHandle? handle = null;
        try
        {
            handle = await step.SendAsync(target, cancellation);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.OutcomeUnknown)
        {
            // What was lost is looked for, as the runner does.
        }

        foreach (int minutes in (int[])[0, 3, 30])
        {
            await account.Time.Delay(TimeSpan.FromMinutes(minutes), cancellation);
            await step.ObserveAsync(target, handle, TimeSpan.FromMinutes(minutes));
        }
    }

    private static async Task<IReadOnlyList<T>> ReadAllAsync<T>(PageReader<T> reader, CancellationToken cancellation)
    {
        List<T> all = [];
        while (await reader.ReadAsync(cancellation) is { } page)
        {
            all.AddRange(page);
        }

        return all;
    }

    private static ConnectRequest Request(EcsCloud cloud, string region, VirtualClock clock, Func<HttpMessageHandler> network) => new()
    {
        Cloud = cloud,
        Name = "hostile",
        Region = region,
        HandlerFactory = network,
        ClockElapsed = () => clock.Elapsed,
        ClockDelay = clock.Delay,
        IsSandbox = true,
    };

    private static System.Security.SecureString Secure(string text) => new NetworkCredential("", text).SecurePassword;
}
