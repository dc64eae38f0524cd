using System.Globalization;
using System.Text;

using EcsTools.Sandbox;
using EcsTools.Sandbox.Emulators.Huawei;
using EcsTools.Sandbox.Emulators.Huawei.Identity;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

using Newtonsoft.Json;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

/// <summary>A sandbox with a door of its own, and a client that signs what it sends to it.</summary>
internal sealed class HuaweiEmulatorFixture : IDisposable
{
    private readonly SandboxServer _sandbox;

    public HuaweiEmulatorFixture(SandboxCloud cloud = SandboxCloud.Huawei, HuaweiUndocumentedBehavior? choices = null, int count = 0, params string[] faults)
    {
        Clock = VirtualClock.SelfAdvancing();
        _sandbox = SandboxServer.Start(new SandboxOptions
        {
            Clock = Clock,
            InstanceCount = count,
            Faults = faults,
            UndocumentedBehavior = new UndocumentedBehavior { Huawei = choices ?? new() },
        });
        World = _sandbox.Backend(cloud);
        Door = new HuaweiEmulator(_sandbox.Context, () => Wall);
    }

    public VirtualClock Clock { get; }

    public DateTimeOffset Wall { get; set; } = new(2026, 9, 18, 6, 40, 0, TimeSpan.Zero);

    public RegionBackend World { get; }

    public HuaweiEmulator Door { get; }

    public Project Project => Door.ProjectOf(World);

    public SandboxCredentials Credentials => _sandbox.Credentials;

    public Tenant Tenant => _sandbox.Tenant;

    public SandboxServer Sandbox => _sandbox;

    public string Suffix => World.Cloud == SandboxCloud.Huawei ? "myhuaweicloud.com" : "otc.t-systems.com";

    public Server Server(string name) => World.Servers.First(s => s.Name == name);

    public void Dispose() => _sandbox.Dispose();

    public void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Sends a signed request to the service's own host; <c>{p}</c> stands for the project.</summary>
    public Reply Send(string method, string path, object? body = null, string service = "ecs", string? token = null, string? host = null)
    {
        string[] target = path.Replace("{p}", World.AccountId).Split('?', 2);
        Dictionary<string, string> headers = new()
        {
            ["host"] = host ?? $"{service}.{World.Region}.{Suffix}",
            ["content-type"] = "application/json",
        };
        if (token is not null)
        {
            headers["x-auth-token"] = token;
        }
        else
        {
            headers["x-project-id"] = World.AccountId;
        }

        SandboxRequest request = new()
        {
            Method = method,
            RawPath = target[0],
            RawQuery = target.Length > 1 ? target[1] : "",
            Headers = headers,
            Body = body is null ? [] : Encoding.UTF8.GetBytes(body as string ?? JsonConvert.SerializeObject(body)),
        };
        if (token is null)
        {
            Sign(request, headers, Credentials.AccessKeyId, Credentials.AccessKeySecret, Wall);
        }

        return Send(request);
    }

    public Reply Send(SandboxRequest request)
    {
        Assert.True(Door.Owns(request));
        return Reply.Of(Door.Handle(request));
    }

    public Reply Get(string path, string service = "ecs") => Send("GET", path, service: service);

    public Reply Post(string path, object body, string service = "ecs") => Send("POST", path, body, service);

    public Reply Job(string id) => Get($"/v1/{{p}}/jobs/{id}");

    /// <summary>Lets time pass until a job is over.</summary>
    public Reply WaitFor(string? jobId)
    {
        Assert.NotNull(jobId);
        for (int i = 0; i < 1000; i++)
        {
            Reply job = Job(jobId);
            Assert.Equal(200, job.Status);
            if (job.Text("status") is "SUCCESS" or "FAIL")
            {
                return job;
            }

            Advance(5);
        }

        throw new InvalidOperationException("The job does not end.");
    }

    public Reply Reinstall(Server server, object? options = null) => Post(
        $"/v2/{{p}}/cloudservers/{server.Id}/reinstallos",
        new Dictionary<string, object?> { ["os-reinstall"] = options ?? new { keyname = Credentials.KeyPairName, userid = Tenant.UserId } });

    public Reply Act(string verb, string? type, params Server[] servers) => Post(
        "/v1/{p}/cloudservers/action",
        new JObject { [verb] = Options(type, servers) });

    // A type that nobody names is left out: the contract knows no null there.
    private static JObject Options(string? type, IEnumerable<Server> servers)
    {
        JObject options = new() { ["servers"] = new JArray(servers.Select(s => new JObject { ["id"] = s.Id })) };
        if (type is not null)
        {
            options["type"] = type;
        }

        return options;
    }

    public object PasswordLogin(object? scope, string? password = null) => new
    {
        auth = new
        {
            identity = new
            {
                methods = new[] { "password" },
                password = new
                {
                    user = new { name = Credentials.UserName, password = password ?? Credentials.Password, domain = new { name = Credentials.DomainName } },
                },
            },
            scope,
        },
    };

    public string Token() =>
        Send("POST", "/v3/auth/tokens?nocatalog=true", PasswordLogin(new { project = new { id = World.AccountId } }), "iam").Headers["X-Subject-Token"];

    public static void Sign(SandboxRequest request, Dictionary<string, string> headers, string access, string secret, DateTimeOffset at)
    {
        string date = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        headers["x-sdk-date"] = date;
        string[] signed = [.. headers.Keys.Order(StringComparer.Ordinal)];
        string signature = SdkSignature.Sign(SdkSignature.Canonical(request, signed), date, secret);
        headers["authorization"] = $"SDK-HMAC-SHA256 Access={access}, SignedHeaders={string.Join(";", signed)}, Signature={signature}";
    }
}
