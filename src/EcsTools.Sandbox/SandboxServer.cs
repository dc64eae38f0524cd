using EcsTools.Sandbox.Emulators;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox;

/// <summary>The clouds played on this machine: reached in process through a message handler, or over loopback.</summary>
public sealed class SandboxServer : IDisposable
{
    private readonly SandboxKeyPair _keyPair = new();
    private readonly SandboxKeyPair _second = new(1);
    private readonly IReadOnlyList<RegionBackend> _backends;
    private readonly RequestMetrics _metrics = new();
    private readonly FaultInjector _faults;
    private readonly RequestRouter _router;
    private readonly SandboxListener? _inner;
    private SandboxListener? _listener;

    private SandboxServer(SandboxOptions options)
    {
        FaultSchedule schedule = new(options.Faults);
        Tenant tenant;
        (Credentials, tenant) = RandomIdentity.Make();
        _faults = new FaultInjector(schedule, new FixedWindowQuota(options.CallsPerMinute, options.Clock), _metrics);
        _backends = BackendFactory.Make(options, tenant, Credentials, _keyPair, _second);
        Clock = options.Clock;
        Tenant = tenant;
        Context = new EmulatorContext
        {
            Credentials = Credentials,
            Tenant = tenant,
            Backends = _backends,
            Faults = _faults,
            UndocumentedBehavior = options.UndocumentedBehavior,
            DeniedOperations = options.DeniedOperations,
        };
        _router = new RequestRouter(EmulatorFactory.All(Context), _metrics, _faults, options.Latency);
        _inner = options.ThroughSocket ? SandboxListener.Open(_router, 0) : null;
    }

    /// <summary>What opens it.</summary>
    public SandboxCredentials Credentials { get; }

    /// <summary>Its time.</summary>
    public VirtualClock Clock { get; }

    /// <summary>Alibaba's account id, 16 digits.</summary>
    public string AccountId => Tenant.AccountId;

    /// <summary>Where it listens, or null.</summary>
    public Uri? Url => _listener?.Url;

    /// <summary>All requests that came in so far.</summary>
    public int RequestCount => _metrics.Requests;

    /// <summary>Requests that have come in and are not answered yet.</summary>
    public int OpenCount => _metrics.Open;

    /// <summary>Requests so far for operations that change something, whether they were done or not.</summary>
    public int WriteCount => _metrics.Writes;

    /// <summary>Requests so far by operation, for example <c>alibaba:StopInstances</c>.</summary>
    public IReadOnlyDictionary<string, int> Operations => _metrics.ByOperation();

    /// <summary>Requests so far that were refused for being too many.</summary>
    public int ThrottledCount => _metrics.Throttled;

    /// <summary>Whether the faults and limits of its options are played; true at first.</summary>
    public bool PlaysFaults
    {
        get => _faults.Schedule.IsPlayed;
        set => _faults.Schedule.IsPlayed = value;
    }

    internal Tenant Tenant { get; }

    internal EmulatorContext Context { get; }

    /// <summary>Starts a sandbox. Nothing listens on the network until <see cref="Listen"/>.</summary>
    /// <param name="options">How it is to be.</param>
    /// <returns>The sandbox; dispose of it in the end.</returns>
    /// <exception cref="FormatException">A fault is unknown.</exception>
    public static SandboxServer Start(SandboxOptions options) => new(options);

    /// <summary>A handler whose requests never leave the process, or only through a socket to itself. Its disposal does not end the sandbox.</summary>
    public HttpMessageHandler CreateHandler() => _inner is null ? new SandboxHandler(_router) : new LoopbackHandler(_router, _inner.Url);

    /// <summary>Serves the same on 127.0.0.1 and localhost.</summary>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <returns>The base address.</returns>
    /// <exception cref="InvalidOperationException">It listens already.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public Uri Listen(int port)
    {
        if (_listener is not null)
        {
            throw new InvalidOperationException("The sandbox listens already.");
        }

        _listener = SandboxListener.Open(_router, port);
        return _listener.Url;
    }

    /// <summary>Ends <see cref="Listen"/>; connections are cut.</summary>
    public void StopListening()
    {
        _listener?.Dispose();
        _listener = null;
    }

    /// <summary>The private key of <see cref="SandboxCredentials.KeyPairName"/>, as PEM (PKCS#1).</summary>
    /// <returns>The text: write it only where the user alone can read.</returns>
    public string ExportPrivateKey() => _keyPair.ExportPrivateKey();

    /// <summary>The private key of <see cref="SandboxCredentials.SecondKeyPairName"/>, in the same form.</summary>
    public string ExportSecondPrivateKey() => _second.ExportPrivateKey();

    /// <summary>The project's id at Huawei Cloud.</summary>
    public string MainProjectId => ProjectId(SandboxCloud.Huawei);

    /// <summary>The project's id at Open Telekom Cloud.</summary>
    public string OtcProjectId => ProjectId(SandboxCloud.OpenTelekom);

    /// <summary>The project id of a region of Huawei or OTC, the account id of Alibaba.</summary>
    /// <returns>The id in the cloud's first region.</returns>
    public string ProjectId(SandboxCloud cloud) => _backends.First(w => w.Cloud == cloud).AccountId;

    /// <summary>The regions of a cloud, the main one first.</summary>
    public IReadOnlyList<string> Regions(SandboxCloud cloud) => [.. _backends.Where(w => w.Cloud == cloud).Select(w => w.Region)];

    /// <summary>How many servers the first regions of all clouds have: those that its accounts see.</summary>
    public int InstanceCount
    {
        get
        {
            int count = 0;
            foreach (RegionBackend backend in _backends.GroupBy(b => b.Cloud).Select(g => g.First()))
            {
                lock (backend.Gate)
                {
                    count += backend.Servers.Count;
                }
            }

            return count;
        }
    }

    /// <summary>What has been done to a cloud's fleet, counted by name (<c>stop</c>, <c>rebuild</c> ...).</summary>
    /// <returns>A copy, over all its regions.</returns>
    public IReadOnlyDictionary<string, int> Effects(SandboxCloud cloud)
    {
        Dictionary<string, int> sum = new(StringComparer.Ordinal);
        foreach (RegionBackend backend in _backends.Where(w => w.Cloud == cloud))
        {
            lock (backend.Gate)
            {
                backend.Events.RunDue();
                foreach (KeyValuePair<string, int> effect in backend.Effects)
                {
                    sum[effect.Key] = effect.Value + (sum.TryGetValue(effect.Key, out int n) ? n : 0);
                }
            }
        }

        return sum;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        StopListening();
        _inner?.Dispose();
        _keyPair.Dispose();
        _second.Dispose();
    }

    /// <summary>For tests: lets a real system be the guest of a server, at an address of its own, and boots it.</summary>
    /// <param name="cloud">The server's cloud, for example <c>OpenTelekom</c>.</param>
    /// <param name="name">The server's name; it has a public address.</param>
    /// <param name="address">The machine's address, which becomes the server's public one.</param>
    internal void UseGuest(
        string cloud, string name, string address, Action<bool, IReadOnlyDictionary<string, string>> boot, Action halt, Func<string> readConsole)
    {
        RegionBackend backend = Backend((SandboxCloud)Enum.Parse(typeof(SandboxCloud), cloud));
        lock (backend.Gate)
        {
            backend.Events.RunDue();
            Server server = backend.Servers.Single(s => s.Name == name);
            server.PublicIp = address;
            server.ElasticIp = server.ElasticIp?.At(address);
            server.Machine = new GuestMachine(boot, halt, readConsole);
            server.Machine.Boot(backend, server);
        }
    }

    /// <summary>For tests; use the backend under its gate.</summary>
    internal RegionBackend Backend(SandboxCloud cloud, string? region = null) =>
        _backends.First(w => w.Cloud == cloud && (region is null || w.Region == region));
}
